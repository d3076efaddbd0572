import Base

/// A value that goes into or comes out of a database.
///
/// | case | column type to declare | SQLite stores | PostgreSQL stores |
/// |---|---|---|---|
/// | `integer` | `BIGINT` | INTEGER | int8 |
/// | `real` | `DOUBLE PRECISION` | REAL | float8 |
/// | `text` | `TEXT` | TEXT | text |
/// | `bool` | `BOOLEAN` | 0 or 1 | bool |
/// | `uuid` | `UUID` | BLOB of 16 bytes | uuid |
/// | `blob` | `BYTEA` | BLOB | bytea |
///
/// Instants are `BIGINT` microseconds; JSON is `TEXT`.
public enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bool(Bool)
    case uuid(Identifier<Never>)
    case blob([UInt8])
}

/// A type that can be bound to a statement and read from a row.
public protocol SQLConvertible: Sendable {
    var sqlValue: SQLValue { get }
    /// `nil` where the value is of another kind. SQLite has no booleans or UUIDs of its own, so these also accept
    /// an integer and 16 bytes.
    init?(sqlValue: SQLValue)
}

extension Int64: SQLConvertible {
    public var sqlValue: SQLValue { .integer(self) }
    public init?(sqlValue: SQLValue) {
        guard case .integer(let value) = sqlValue else { return nil }
        self = value
    }
}

extension Int: SQLConvertible {
    public var sqlValue: SQLValue { .integer(Int64(self)) }
    public init?(sqlValue: SQLValue) {
        guard case .integer(let value) = sqlValue else { return nil }
        self.init(exactly: value)
    }
}

extension Double: SQLConvertible {
    public var sqlValue: SQLValue { .real(self) }
    public init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .real(let value): self = value
        case .integer(let value): self = Double(value)
        default: return nil
        }
    }
}

extension String: SQLConvertible {
    public var sqlValue: SQLValue { .text(self) }
    public init?(sqlValue: SQLValue) {
        guard case .text(let value) = sqlValue else { return nil }
        self = value
    }
}

extension Bool: SQLConvertible {
    public var sqlValue: SQLValue { .bool(self) }
    public init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .bool(let value): self = value
        case .integer(let value): self = value != 0
        default: return nil
        }
    }
}

extension [UInt8]: SQLConvertible {
    public var sqlValue: SQLValue { .blob(self) }
    public init?(sqlValue: SQLValue) {
        guard case .blob(let value) = sqlValue else { return nil }
        self = value
    }
}

extension Identifier: SQLConvertible {
    public var sqlValue: SQLValue { .uuid(Identifier<Never>(self)) }
    public init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .uuid(let value): self.init(value)
        case .blob(let value): self.init(bytes: value)
        default: return nil
        }
    }
}

extension Instant: SQLConvertible {
    public var sqlValue: SQLValue { .integer(microseconds) }
    public init?(sqlValue: SQLValue) {
        guard case .integer(let value) = sqlValue else { return nil }
        self.init(microseconds: value)
    }
}

extension Optional: SQLConvertible where Wrapped: SQLConvertible {
    public var sqlValue: SQLValue { self?.sqlValue ?? .null }
    public init?(sqlValue: SQLValue) {
        if case .null = sqlValue {
            self = .none
        } else if let value = Wrapped(sqlValue: sqlValue) {
            self = .some(value)
        } else {
            return nil
        }
    }
}

extension SQLConvertible where Self: RawRepresentable, RawValue: SQLConvertible {
    public var sqlValue: SQLValue { rawValue.sqlValue }
    public init?(sqlValue: SQLValue) {
        guard let raw = RawValue(sqlValue: sqlValue) else { return nil }
        self.init(rawValue: raw)
    }
}
