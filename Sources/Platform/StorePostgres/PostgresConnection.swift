import CLibPQ
import Store

/// One connection to the server. Its calls block, so it lives on a thread of its own.
package final class PostgresConnection {
    private let pointer: OpaquePointer
    private var prepared: [String: [Prepared]] = [:]
    private var preparedCount = 0
    private let preparedLimit = 400
    private var nameCounter = 0

    private struct Prepared {
        var name: String
        var types: [Oid]
        /// Whether the server sends the result in binary.
        var isBinary: Bool
    }

    /// Why a statement failed, with what decides whether the transaction may be tried again.
    struct Failure: Error {
        var error: DatabaseError
        var mayRetry: Bool
    }

    /// - Parameter url: a connection string or URI (PostgreSQL documentation, §34.1.1); TLS is asked for there, by
    ///   `sslmode` and `sslrootcert`.
    package init(url: String) throws {
        // What stands before `dbname` is a default that the connection string may override; what follows is law.
        let settings: [(String, String)] = [
            ("connect_timeout", "5"), ("fallback_application_name", "polity"), ("tcp_user_timeout", "15000"),
            ("keepalives_idle", "30"), ("dbname", url), ("client_encoding", "UTF8"),
        ]
        let opened = Self.withCStrings(settings.map(\.0)) { names in
            Self.withCStrings(settings.map(\.1)) { values in PQconnectdbParams(names, values, 1) }
        }
        guard let opened else { throw DatabaseError.unavailable("no memory for a connection") }
        pointer = opened
        // Failures reach the caller as errors; libpq would print them.
        PQsetNoticeProcessor(pointer, { _, _ in }, nil)
        // From here on `deinit` closes the connection.
        guard PQstatus(pointer) == CONNECTION_OK else { throw DatabaseError.unavailable(Self.message(pointer)) }
    }

    deinit { PQfinish(pointer) }

    /// For the rest of libpq.
    var handle: OpaquePointer { pointer }
    package var isLost: Bool { PQstatus(pointer) != CONNECTION_OK }
    var isInTransaction: Bool { PQtransactionStatus(pointer) != PQTRANS_IDLE }
    package var serverVersion: Int { Int(PQserverVersion(pointer)) }

    private static func message(_ pointer: OpaquePointer) -> String {
        let text = PQerrorMessage(pointer).map { String(cString: $0) } ?? ""
        return text.isEmpty ? "the connection to the server was lost" : String(text.prefix { $0 != "\n" })
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
    ) -> Result {
        let copies = strings.map { Array($0.utf8CString) }
        func descend(_ index: Int, _ pointers: [UnsafePointer<CChar>?]) -> Result {
            if index == copies.count {
                return (pointers + [nil]).withUnsafeBufferPointer { body($0.baseAddress) }
            }
            return copies[index].withUnsafeBufferPointer { descend(index + 1, pointers + [$0.baseAddress]) }
        }
        return descend(0, [])
    }
}

extension PostgresConnection {
    /// Runs one or more statements without parameters.
    @discardableResult
    func run(_ text: String) throws -> PostgresResult { try checked(PQexec(pointer, text)) }

    /// The same, for those outside this module.
    package func execute(_ text: String) throws {
        do { try run(text) } catch let failure as Failure { throw failure.error }
    }

    /// Runs a statement that is prepared at its first use.
    func run(_ sql: SQL) throws -> PostgresResult {
        let parameters = try PostgresParameters(sql.bindings)
        let statement = try prepare(sql.text, parameters)
        return try parameters.withPointers { count, values, lengths, formats in
            try checked(
                PQexecPrepared(
                    pointer, statement.name, count, values, lengths, formats, statement.isBinary ? 1 : 0))
        }
    }

    /// Runs statements one after the other in one round trip (libpq's pipeline mode, PostgreSQL documentation, §34.5): after
    /// one that fails none runs.
    func run(_ statements: [SQL]) throws -> [PostgresResult] {
        if statements.count == 1 { return [try run(statements[0])] }
        if preparedCount + statements.count > preparedLimit { try forgetStatements() }
        let prepared = try statements.map { sql in
            let parameters = try PostgresParameters(sql.bindings)
            return (try prepare(sql.text, parameters), parameters)
        }
        guard PQenterPipelineMode(pointer) == 1 else { throw lost }
        for (statement, parameters) in prepared {
            let isSent = parameters.withPointers { count, values, lengths, formats in
                PQsendQueryPrepared(
                    pointer, statement.name, count, values, lengths, formats, statement.isBinary ? 1 : 0)
            }
            if isSent != 1 { throw lost }
        }
        guard PQpipelineSync(pointer) == 1 else { throw lost }
        let answers = try prepared.map { _ in try pipelined() }
        _ = try pipelined(isEnd: true)
        guard PQexitPipelineMode(pointer) == 1 else { throw lost }
        for answer in answers where answer.isFailure && answer.status != PGRES_PIPELINE_ABORTED {
            throw failure(answer)
        }
        return answers
    }

    /// The next answer of a pipeline; each but the last is followed by nothing.
    private func pipelined(isEnd: Bool = false) throws -> PostgresResult {
        guard let answer = PQgetResult(pointer) else { throw lost }
        let result = PostgresResult(answer)
        while !isEnd, let more = PQgetResult(pointer) { PQclear(more) }
        return result
    }

    private var lost: Failure { Failure(error: .unavailable(Self.message(pointer)), mayRetry: false) }

    /// Runs a statement once, without preparing it.
    func runOnce(_ sql: SQL, binary: Bool) throws -> PostgresResult {
        let parameters = try PostgresParameters(sql.bindings)
        return try parameters.withPointers { count, values, lengths, formats in
            try checked(
                PQexecParams(pointer, sql.text, count, parameters.types, values, lengths, formats, binary ? 1 : 0))
        }
    }

    /// The columns of an open cursor.
    func describe(cursor: String) throws -> PostgresResult { try checked(PQdescribePortal(pointer, cursor)) }

    /// Forgets what was prepared, after the shape of a table has changed.
    func forgetStatements() throws {
        prepared = [:]
        preparedCount = 0
        try run("DEALLOCATE ALL")
    }

    private func prepare(_ text: String, _ parameters: PostgresParameters) throws -> Prepared {
        if let fitting = prepared[text]?.first(where: { parameters.fit($0.types) }) { return fitting }
        if preparedCount >= preparedLimit { try forgetStatements() }
        nameCounter += 1
        let name = "s\(nameCounter)"
        _ = try checked(PQprepare(pointer, name, text, CInt(parameters.types.count), parameters.types))
        let description = try checked(PQdescribePrepared(pointer, name))
        let statement = Prepared(name: name, types: parameters.types, isBinary: description.columnsAreBinary)
        prepared[text, default: []].append(statement)
        preparedCount += 1
        return statement
    }

    /// Reads what the server says at the end of a copy.
    func finishCopy() throws {
        var failure: (any Error)?
        while let answer = PQgetResult(pointer) {
            do { _ = try checked(answer) } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
    }

    private func checked(_ answer: OpaquePointer?) throws -> PostgresResult {
        guard let answer else {
            throw lost
        }
        let result = PostgresResult(answer)
        if result.isFailure { throw failure(result) }
        return result
    }

    private func failure(_ result: PostgresResult) -> Failure {
        if isLost { return lost }
        let state = result.sqlState
        // A prepared statement outlived the shape of its table: 0A000, "cached plan must not change result type".
        let isStale = state == "0A000" && result.message.contains("cached plan")
        if isStale {
            prepared = [:]
            preparedCount = 0
        }
        return Failure(error: DatabaseError(result), mayRetry: isStale || state == "40001" || state == "40P01")
    }
}
