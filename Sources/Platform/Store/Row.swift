/// A row of a result. Columns are read by name (or position), as the type that the caller asks for:
///
/// ```swift
/// let filed: Instant = try row["filed_at"]
/// ```
public struct Row: Sendable {
    /// The names of a result's columns, shared by its rows.
    public final class Columns: Sendable {
        public let names: [String]
        let positions: [String: Int]
        public init(_ names: [String]) {
            self.names = names
            positions = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        }
    }

    public let columns: Columns
    public let values: [SQLValue]

    public init(columns: Columns, values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    /// Throws `DatabaseError.noColumn` or `.unexpectedValue`.
    public subscript<Value: SQLConvertible>(_ name: String) -> Value {
        get throws {
            guard let position = columns.positions[name] else { throw DatabaseError.noColumn(name) }
            guard let value = Value(sqlValue: values[position]) else {
                throw DatabaseError.unexpectedValue(column: name, expected: "\(Value.self)")
            }
            return value
        }
    }

    public subscript<Value: SQLConvertible>(_ position: Int) -> Value {
        get throws {
            guard values.indices.contains(position) else { throw DatabaseError.noColumn("\(position)") }
            guard let value = Value(sqlValue: values[position]) else {
                throw DatabaseError.unexpectedValue(column: columns.names[position], expected: "\(Value.self)")
            }
            return value
        }
    }
}
