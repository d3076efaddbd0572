import Base

/// A statement with its bindings, written as a string literal. What is interpolated becomes a bound parameter,
/// never text, so no value can change the meaning of a statement:
///
/// ```swift
/// let open: SQL = "SELECT id FROM requests WHERE agency = \(agency) AND closed IS NULL"
/// ```
///
/// Another `SQL` is spliced in with its bindings; `\(list: ids)` binds each element, separated by commas.
public struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The text before, between and after the bindings: always one more than there are bindings.
    private(set) var fragments: [String]
    public private(set) var bindings: [SQLValue]

    /// A constant text without bindings: a name of a table, a migration's file. Never text from input.
    public init(trusted text: String) {
        fragments = [text]
        bindings = []
    }

    public init(stringLiteral text: String) { self.init(trusted: text) }
    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sql }

    /// The text with parameters `$1`, `$2`, … as both engines read it.
    public var text: String {
        guard fragments.count > 1 else { return fragments[0] }
        var text = ""
        text.reserveCapacity(fragments.reduce(0) { $0 + $1.utf8.count + 3 })
        text += fragments[0]
        for index in 1..<fragments.count {
            text += "$\(index)"
            text += fragments[index]
        }
        return text
    }

    public static func + (a: SQL, b: SQL) -> SQL {
        var result = a
        result.append(b)
        return result
    }

    public mutating func append(_ other: SQL) {
        fragments[fragments.count - 1] += other.fragments[0]
        fragments += other.fragments.dropFirst()
        bindings += other.bindings
    }

    mutating func append(text: String) { fragments[fragments.count - 1] += text }

    mutating func append(binding: SQLValue) {
        bindings.append(binding)
        fragments.append("")
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var sql = SQL(trusted: "")
        public init(literalCapacity: Int, interpolationCount: Int) {}
        public mutating func appendLiteral(_ literal: String) { sql.append(text: literal) }
        public mutating func appendInterpolation(_ value: some SQLConvertible) { sql.append(binding: value.sqlValue) }
        public mutating func appendInterpolation(_ value: (some SQLConvertible)?) {
            sql.append(binding: value?.sqlValue ?? .null)
        }
        public mutating func appendInterpolation(_ value: SQLValue) { sql.append(binding: value) }
        public mutating func appendInterpolation(_ other: SQL) { sql.append(other) }
        public mutating func appendInterpolation(list values: [some SQLConvertible]) {
            if values.isEmpty { sql.append(text: "NULL") }
            for (index, value) in values.enumerated() {
                if index > 0 { sql.append(text: ", ") }
                sql.append(binding: value.sqlValue)
            }
        }
    }
}

extension [SQL] {
    /// The statements in one, separated by `separator` (` AND `).
    public func joined(separator: String) -> SQL {
        var result = SQL(trusted: "")
        for (index, sql) in enumerated() {
            if index > 0 { result.append(SQL(trusted: separator)) }
            result.append(sql)
        }
        return result
    }
}
