import Base
import GRDB
import GRDBSQLite
import Store

/// A prepared statement: values in, rows out.
final class SQLiteStatement {
    private let statement: GRDB.Statement
    private let pointer: OpaquePointer
    private var columns: Row.Columns?
    private var preparations: CInt = 0
    var isInUse = false

    init(_ statement: GRDB.Statement) {
        self.statement = statement
        pointer = statement.sqliteStatement
    }

    func reset() {
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
    }

    /// Parameters `$1`, `$2`, … are names to SQLite, numbered as they first appear, which is the order of bindings.
    func bind(_ values: [SQLValue]) throws {
        guard sqlite3_bind_parameter_count(pointer) == CInt(values.count) else {
            throw DatabaseError.statement("\(values.count) values for \(statement.sql)")
        }
        for (index, value) in values.enumerated() {
            let code = bind(value, at: CInt(index + 1))
            if code != SQLITE_OK { throw failure(code) }
            if case .text(let text) = value, text.utf8.contains(0) {
                throw DatabaseError.constraint("text with U+0000")
            }
        }
    }

    private func bind(_ value: SQLValue, at index: CInt) -> CInt {
        // SQLite copies what it is given (SQLITE_TRANSIENT).
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return sqlite3_bind_null(pointer, index)
        case .integer(let value): return sqlite3_bind_int64(pointer, index, value)
        case .real(let value): return sqlite3_bind_double(pointer, index, value)
        case .bool(let value): return sqlite3_bind_int64(pointer, index, value ? 1 : 0)
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    sqlite3_bind_text64(
                        pointer, index, characters.baseAddress, sqlite3_uint64(characters.count), copied,
                        UInt8(SQLITE_UTF8))
                }
            }
        case .uuid(let value):
            return withUnsafeBytes(of: (value.high.bigEndian, value.low.bigEndian)) { bytes in
                sqlite3_bind_blob64(pointer, index, bytes.baseAddress, 16, copied)
            }
        case .blob(let bytes):
            if bytes.isEmpty { return sqlite3_bind_zeroblob(pointer, index, 0) }
            return bytes.withUnsafeBytes { buffer in
                sqlite3_bind_blob64(pointer, index, buffer.baseAddress, sqlite3_uint64(buffer.count), copied)
            }
        }
    }

    /// Goes on to the next row; `false` where there is none.
    func step() throws -> Bool {
        let code = sqlite3_step(pointer)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        throw failure(code)
    }

    /// The row that the statement stands on.
    func row() throws -> Row {
        let columns = currentColumns()
        let values = (0..<CInt(columns.names.count)).map { value(at: $0) }
        return Row(columns: columns, values: values)
    }

    /// The names of the columns; they may change where a table did.
    private func currentColumns() -> Row.Columns {
        let preparations = sqlite3_stmt_status(pointer, SQLITE_STMTSTATUS_REPREPARE, 0)
        if let columns, preparations == self.preparations { return columns }
        let names = (0..<sqlite3_column_count(pointer)).map { index in
            sqlite3_column_name(pointer, index).map { String(cString: $0) } ?? ""
        }
        let columns = Row.Columns(names)
        self.columns = columns
        self.preparations = preparations
        return columns
    }

    private func value(at index: CInt) -> SQLValue {
        switch sqlite3_column_type(pointer, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(pointer, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(pointer, index))
        case SQLITE_TEXT:
            guard let start = sqlite3_column_text(pointer, index) else { return .null }
            let count = Int(sqlite3_column_bytes(pointer, index))
            return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            guard let start = sqlite3_column_blob(pointer, index) else { return .blob([]) }
            let count = Int(sqlite3_column_bytes(pointer, index))
            return .blob([UInt8](UnsafeRawBufferPointer(start: start, count: count)))
        default: return .null
        }
    }

    private func failure(_ code: CInt) -> DatabaseError {
        let connection = sqlite3_db_handle(pointer)
        let extended = sqlite3_extended_errcode(connection)
        let message = sqlite3_errmsg(connection).map { String(cString: $0) } ?? "error \(code)"
        return DatabaseError(code: extended & 0xFF == code & 0xFF ? extended : code, message: message)
    }
}
