import Store

/// What is in the connection's schema.
enum PostgresCatalogue {
    struct Table {
        var name: String
        var columns: [String]
        /// `"requests" ("id", "filed_at")`
        var quoted: String {
            "\(PostgresCatalogue.quoted(name)) (\(columns.map { PostgresCatalogue.quoted($0) }.joined(separator: ", ")))"
        }
    }

    static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

    /// The tables with the columns that are stored (not computed), each after those that it refers to.
    static func tables(_ connection: PostgresConnection) throws -> [Table] {
        let columns: SQL = """
            SELECT c.relname::text AS name, a.attname::text AS column_name
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND a.attgenerated = ''
            ORDER BY c.relname, a.attnum
            """
        var tables: [Table] = []
        for row in try connection.run(columns).rows() {
            let name: String = try row["name"]
            if tables.last?.name != name { tables.append(Table(name: name, columns: [])) }
            tables[tables.count - 1].columns.append(try row["column_name"])
        }
        return try ordered(tables, references(connection))
    }

    private static func references(_ connection: PostgresConnection) throws -> [String: Set<String>] {
        let sql: SQL = """
            SELECT a.relname::text AS source, b.relname::text AS target FROM pg_constraint f
            JOIN pg_class a ON a.oid = f.conrelid JOIN pg_class b ON b.oid = f.confrelid
            WHERE f.contype = 'f' AND a.oid <> b.oid AND a.relnamespace = current_schema()::regnamespace
            """
        return try connection.run(sql).rows().reduce(into: [:]) { references, row in
            references[try row["source"], default: []].insert(try row["target"])
        }
    }

    private static func ordered(_ tables: [Table], _ references: [String: Set<String>]) throws -> [Table] {
        var rest = tables
        var done: [Table] = []
        while !rest.isEmpty {
            let names = Set(rest.map(\.name))
            let free = rest.filter { references[$0.name, default: []].isDisjoint(with: names) }
            guard !free.isEmpty else { throw DatabaseError.statement("tables refer to each other in a circle") }
            done += free
            rest.removeAll { table in free.contains { $0.name == table.name } }
        }
        return done
    }

    /// Name, last value, whether that was used, of each sequence.
    static func sequences(_ connection: PostgresConnection) throws -> [[String]] {
        let names: SQL = """
            SELECT relname::text AS name FROM pg_class
            WHERE relkind = 'S' AND relnamespace = current_schema()::regnamespace ORDER BY relname
            """
        return try connection.run(names).rows().flatMap { row in
            let name: String = try row["name"]
            let state = SQL(trusted: "SELECT last_value::text AS value, is_called FROM \(quoted(name))")
            return try connection.run(state).rows().map { [name, try $0["value"], try $0["is_called"] ? "t" : "f"] }
        }
    }
}
