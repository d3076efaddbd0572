import Base

// FTS5 (sqlite.org/fts5.html). Its rows have numbers, so a second table knows the number of each document.
extension SearchIndex {
    static func sqliteTables(_ name: String) -> String {
        """
        CREATE TABLE \(name)_documents (number INTEGER PRIMARY KEY, id UUID NOT NULL UNIQUE);
        CREATE VIRTUAL TABLE \(name) USING fts5 (title, body, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 0');
        """
    }

    func sqliteIndex<Subject>(
        _ id: Identifier<Subject>, _ title: [String], _ body: [String], _ tx: any WriteTransaction
    ) throws {
        try tx.execute("INSERT INTO \(documents) (id) VALUES (\(id))")
        try tx.execute(
            """
            INSERT INTO \(table) (rowid, title, body) VALUES (
                (SELECT number FROM \(documents) WHERE id = \(id)),
                \(title.joined(separator: " ")), \(body.joined(separator: " ")))
            """)
    }

    func sqliteRemove<Subject>(_ id: Identifier<Subject>, _ tx: any WriteTransaction) throws {
        try tx.execute("DELETE FROM \(table) WHERE rowid = (SELECT number FROM \(documents) WHERE id = \(id))")
        try tx.execute("DELETE FROM \(documents) WHERE id = \(id)")
    }

    func sqliteMatches(_ words: [String]) -> SQL {
        // Words hold letters and digits alone, so quoting them is enough (§3.1). A title counts four times.
        let query = words.map { "\"\($0)\" *" }.joined(separator: " AND ")
        guard !query.isEmpty else { return "SELECT id, 0.0 AS rank FROM \(documents) WHERE 1 = 0" }
        return """
            SELECT d.id AS id, -bm25(\(table), 4.0, 1.0) AS rank FROM \(table)
            JOIN \(documents) AS d ON d.number = \(table).rowid WHERE \(table) MATCH \(query)
            """
    }
}
