import CLibPQ
import Store

/// What the server answered to one statement.
final class PostgresResult {
    private let pointer: OpaquePointer
    let status: ExecStatusType

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
        status = PQresultStatus(pointer)
    }

    deinit { PQclear(pointer) }

    var isFailure: Bool {
        switch status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_EMPTY_QUERY, PGRES_COPY_OUT, PGRES_COPY_IN:
            false
        default: true
        }
    }

    /// SQLSTATE (PostgreSQL documentation, appendix A), or empty where the server did not answer.
    var sqlState: String { field(PG_DIAG_SQLSTATE) ?? "" }
    var constraintName: String? { field(PG_DIAG_CONSTRAINT_NAME) }
    /// The message alone: its details repeat values of the row.
    var message: String { field(PG_DIAG_MESSAGE_PRIMARY) ?? "" }

    private func field(_ code: Character) -> String? {
        guard let ascii = code.asciiValue, let text = PQresultErrorField(pointer, CInt(ascii)) else { return nil }
        return String(cString: text)
    }

    /// How many rows a statement changed.
    var changes: Int { PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// For a prepared statement that was described: whether every column is of a type that is read in binary.
    var columnsAreBinary: Bool {
        (0..<PQnfields(pointer)).allSatisfy { PostgresType(rawValue: PQftype(pointer, $0)) != nil }
    }

    func columns() -> Row.Columns {
        Row.Columns((0..<PQnfields(pointer)).map { PQfname(pointer, $0).map { String(cString: $0) } ?? "" })
    }

    var rowCount: Int { Int(PQntuples(pointer)) }

    func row(_ index: Int, _ columns: Row.Columns) throws -> Row {
        let values = try (0..<CInt(columns.names.count)).map { try value(CInt(index), $0, columns) }
        return Row(columns: columns, values: values)
    }

    func rows() throws -> [Row] {
        let columns = columns()
        return try (0..<rowCount).map { try row($0, columns) }
    }

    private func value(_ row: CInt, _ column: CInt, _ columns: Row.Columns) throws -> SQLValue {
        if PQgetisnull(pointer, row, column) == 1 { return .null }
        guard let start = PQgetvalue(pointer, row, column) else { return .null }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(pointer, row, column)))
        let type = PostgresType(rawValue: PQftype(pointer, column))
        let value = PQfformat(pointer, column) == 1 ? type?.binary(bytes) : PostgresType.text(bytes, as: type)
        guard let value else {
            throw DatabaseError.unexpectedValue(column: columns.names[Int(column)], expected: "a type that is read")
        }
        return value
    }
}

/// `PG_DIAG_…` are character macros, which Swift sees as integers of one byte.
private let PG_DIAG_SQLSTATE: Character = "C"
private let PG_DIAG_MESSAGE_PRIMARY: Character = "M"
private let PG_DIAG_CONSTRAINT_NAME: Character = "n"
