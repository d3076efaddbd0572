/// One step forward in the shape of a block's tables. There is no way back: a mistake is mended by another step.
public struct Migration: Sendable, Hashable {
    /// The block that owns the tables: `journal`, `service-requests`.
    public var block: String
    /// Orders the steps of one block: 1, 2, 3…
    public var number: Int
    /// `0001-requests`
    public var name: String
    /// The statements, for each engine. Statements end with `;` at the end of a line.
    public var statements: [Dialect: String]

    public init(block: String, number: Int, name: String, statements: [Dialect: String]) {
        self.block = block
        self.number = number
        self.name = name
        self.statements = statements
    }
}

extension Migration {
    /// The migrations among a target's embedded files: `Migrations/0001-name.sql` for both engines, or
    /// `0001-name.sqlite.sql` beside `0001-name.postgres.sql`.
    public static func embedded(_ files: [String: String], block: String) -> [Migration] {
        var found: [String: Migration] = [:]
        for (path, text) in files where path.hasPrefix("Migrations/") && path.hasSuffix(".sql") {
            var name = String(path.dropFirst("Migrations/".count).dropLast(".sql".count))
            var dialects = Dialect.allCases
            for dialect in Dialect.allCases where name.hasSuffix(".\(dialect.rawValue)") {
                name = String(name.dropLast(dialect.rawValue.count + 1))
                dialects = [dialect]
            }
            guard let number = Int(name.prefix { $0 != "-" }) else { continue }
            for dialect in dialects {
                found[name, default: Migration(block: block, number: number, name: name, statements: [:])]
                    .statements[dialect] = text
            }
        }
        return found.values.sorted { $0.number < $1.number }
    }
}
