import Base

/// Full-text search over what a block chooses to have found: FTS5 on SQLite, `tsvector` on PostgreSQL, with the same
/// words on both (`SearchWords`).
///
/// ```swift
/// static let search = SearchIndex("requests_search")
/// // among the block's migrations:
/// search.migration(block: "service-requests", number: 2)
/// // in a write:
/// try search.index(request.id, title: request.category, body: request.text, in: tx)
/// // in a read; every word must occur, as written or as the beginning of a longer word:
/// let found = search.matches("pothole main", tx.dialect)
/// try tx.rows("SELECT r.* FROM requests r JOIN (\(found)) m ON m.id = r.id ORDER BY m.rank DESC")
/// ```
public struct SearchIndex: Sendable, Hashable {
    /// The name of its tables.
    public let name: String

    /// - Parameter name: lower-case letters and `_`, from the program's text.
    public init(_ name: String) {
        precondition(name.allSatisfy { ("a"..."z").contains($0) || $0 == "_" }, "not the name of a table: \(name)")
        self.name = name
    }

    /// A document that was found.
    public struct Hit<Subject>: Sendable {
        public var id: Identifier<Subject>
        /// Higher is better; compared within one search only.
        public var rank: Double
    }

    /// The step that makes the index's tables.
    public func migration(block: String, number: Int) -> Migration {
        Migration(
            block: block, number: number, name: "\(number)-\(name)",
            statements: [.sqlite: Self.sqliteTables(name), .postgres: Self.postgresTables(name)])
    }

    /// What is to be found, cut into its words. Made before a write, it takes this work off the writer.
    public struct Document: Sendable, Hashable {
        let title: [String]
        let body: [String]

        public init(title: String, body: String = "") {
            self.title = Array(SearchWords.of(title).prefix(SearchIndex.wordLimit))
            self.body = Array(SearchWords.of(body).prefix(SearchIndex.wordLimit))
        }
    }

    /// Makes a document findable, in place of what stood there under its id. Of one that `isNew` nothing stood there, and
    /// nothing is looked for.
    public func index<Subject>(
        _ id: Identifier<Subject>, _ document: Document, isNew: Bool = false, in tx: any WriteTransaction
    ) throws {
        switch tx.dialect {
        case .sqlite:
            if !isNew { try sqliteRemove(id, tx) }
            try sqliteIndex(id, document.title, document.body, tx)
        case .postgres: try postgresIndex(id, document.title, document.body, tx)
        }
    }

    public func index<Subject>(
        _ id: Identifier<Subject>, title: String, body: String = "", isNew: Bool = false, in tx: any WriteTransaction
    ) throws {
        try index(id, Document(title: title, body: body), isNew: isNew, in: tx)
    }

    public func remove<Subject>(_ id: Identifier<Subject>, in tx: any WriteTransaction) throws {
        switch tx.dialect {
        case .sqlite: try sqliteRemove(id, tx)
        case .postgres: try tx.execute("DELETE FROM \(table) WHERE id = \(id)")
        }
    }

    /// Forgets every document, to be built anew.
    public func removeAll(in tx: any WriteTransaction) throws {
        try tx.execute("DELETE FROM \(table)")
        if tx.dialect == .sqlite { try tx.execute("DELETE FROM \(documents)") }
    }

    /// The documents in which every word occurs, the best first.
    public func find<Subject>(
        _ words: String, of subject: Subject.Type = Subject.self, limit: Int = 50, in tx: any ReadTransaction
    ) throws -> [Hit<Subject>] {
        try tx.rows("\(matches(words, tx.dialect)) ORDER BY rank DESC, id LIMIT \(limit)").map { row in
            Hit(id: try row["id"], rank: try row["rank"])
        }
    }

    /// A query for `id` and `rank` of what `find` finds, to be joined with a block's own tables.
    public func matches(_ words: String, _ dialect: Dialect) -> SQL {
        let words = SearchWords.of(words).prefix(20)
        switch dialect {
        case .sqlite: return sqliteMatches(Array(words))
        case .postgres: return postgresMatches(Array(words))
        }
    }

    /// What a document may hold; PostgreSQL's `tsvector` ends at a megabyte.
    static let wordLimit = 20_000

    var table: SQL { SQL(trusted: name) }
    var documents: SQL { SQL(trusted: name + "_documents") }
}
