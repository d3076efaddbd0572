import Base

/// Finds what lies in a part of the map: an R*Tree on SQLite, a GiST index on PostgreSQL.
///
/// ```swift
/// static let places = SpatialIndex("requests_places")
/// try places.index(request.id, at: BoundingBox(latitude: 12.3, longitude: 4.5), in: tx)
/// try tx.rows("SELECT r.* FROM requests r WHERE r.id IN (\(places.within(box, tx.dialect)))")
/// ```
public struct SpatialIndex: Sendable, Hashable {
    /// The name of its tables.
    public let name: String

    /// - Parameter name: lower-case letters and `_`, from the program's text.
    public init(_ name: String) {
        precondition(name.allSatisfy { ("a"..."z").contains($0) || $0 == "_" }, "not the name of a table: \(name)")
        self.name = name
    }

    /// The step that makes the index's tables.
    public func migration(block: String, number: Int) -> Migration {
        let table = """
            CREATE TABLE \(name) (
                number BIGINT NOT NULL PRIMARY KEY, id UUID NOT NULL UNIQUE, west DOUBLE PRECISION NOT NULL,
                south DOUBLE PRECISION NOT NULL, east DOUBLE PRECISION NOT NULL, north DOUBLE PRECISION NOT NULL
            """
        return Migration(
            block: block, number: number, name: "\(number)-\(name)",
            statements: [
                // sqlite.org/rtree.html: numbered rows, coordinates of single precision, rounded outward.
                .sqlite: """
                \(table.replacing("BIGINT NOT NULL PRIMARY KEY", with: "INTEGER PRIMARY KEY")));
                CREATE VIRTUAL TABLE \(name)_tree USING rtree (number, west, east, south, north);
                """,
                .postgres: """
                \(table.replacing("number BIGINT NOT NULL PRIMARY KEY, ", with: "")),
                    place box GENERATED ALWAYS AS (box(point(west, south), point(east, north))) STORED);
                CREATE INDEX \(name)_tree ON \(name) USING gist (place);
                """,
            ])
    }

    /// Puts something on the map, in place of where it was. What `isNew` was nowhere: nothing is looked for, which is
    /// half the work and, on PostgreSQL, lets neighbours be written at the same time.
    public func index<Subject>(
        _ id: Identifier<Subject>, at place: BoundingBox, isNew: Bool = false, in tx: any WriteTransaction
    ) throws {
        if !isNew { try remove(id, in: tx) }
        try tx.execute(
            """
            INSERT INTO \(table) (id, west, south, east, north)
            VALUES (\(id), \(place.west), \(place.south), \(place.east), \(place.north))
            """)
        if tx.dialect == .sqlite {
            try tx.execute(
                """
                INSERT INTO \(tree) SELECT number, west, east, south, north FROM \(table) WHERE id = \(id)
                """)
        }
    }

    public func remove<Subject>(_ id: Identifier<Subject>, in tx: any WriteTransaction) throws {
        if tx.dialect == .sqlite {
            try tx.execute("DELETE FROM \(tree) WHERE number = (SELECT number FROM \(table) WHERE id = \(id))")
        }
        try tx.execute("DELETE FROM \(table) WHERE id = \(id)")
    }

    /// What overlaps or touches the box, in no particular order.
    public func find<Subject>(
        in box: BoundingBox, of subject: Subject.Type = Subject.self, limit: Int = 1000, in tx: any ReadTransaction
    ) throws -> [Identifier<Subject>] {
        try tx.rows("\(within(box, tx.dialect)) LIMIT \(limit)").map { try $0["id"] }
    }

    /// A query for the `id` of what `find` finds, to be used within a block's own.
    public func within(_ box: BoundingBox, _ dialect: Dialect) -> SQL {
        let conditions = box.parts.map { part in
            // The index is a little generous on both engines; the columns are exact.
            let exact: SQL = """
                t.west <= \(part.east) AND t.east >= \(part.west) AND t.south <= \(part.north) AND t.north >= \(part.south)
                """
            switch dialect {
            case .sqlite:
                return """
                    (t.number IN (SELECT number FROM \(tree) WHERE west <= \(part.east) AND east >= \(part.west)
                        AND south <= \(part.north) AND north >= \(part.south)) AND \(exact))
                    """ as SQL
            case .postgres:
                return """
                    (t.place && box(point(\(part.west), \(part.south)), point(\(part.east), \(part.north)))
                        AND \(exact))
                    """ as SQL
            }
        }
        return "SELECT t.id AS id FROM \(table) AS t WHERE (\(conditions.joined(separator: " OR ")))"
    }

    private var table: SQL { SQL(trusted: name) }
    private var tree: SQL { SQL(trusted: name + "_tree") }
}
