import CLibPQ
import Store

// Bulk transfer (PostgreSQL documentation, §34.10).
extension PostgresConnection {
    /// Runs a `COPY … TO STDOUT` and hands on each piece, which is a row as a rule.
    func copyOut(_ statement: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        guard try run(statement).status == PGRES_COPY_OUT else { throw DatabaseError.statement("no copy") }
        while true {
            var start: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(handle, &start, 0)
            guard count > 0, let start else { break }
            defer { PQfreemem(start) }
            try body(UnsafeRawBufferPointer(start: start, count: Int(count)))
        }
        try finishCopy()
    }

    func startCopyIn(_ statement: String) throws {
        guard try run(statement).status == PGRES_COPY_IN else { throw DatabaseError.statement("no copy") }
    }

    func copyIn(_ bytes: [UInt8]) throws {
        let result = bytes.withUnsafeBytes { buffer in
            buffer.withMemoryRebound(to: CChar.self) { PQputCopyData(handle, $0.baseAddress, CInt($0.count)) }
        }
        if result != 1 { try finishCopy() }
    }

    func endCopyIn() throws {
        _ = PQputCopyEnd(handle, nil)
        try finishCopy()
    }
}
