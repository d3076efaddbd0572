import Store

/// A transaction on a session, for as long as a closure runs.
final class SQLiteTransaction: WriteTransaction {
    private let session: SQLiteSession
    private var hasEnded = false
    private var failure: (any Error)?
    private(set) var callbacks: [@Sendable () -> Void] = []

    init(_ session: SQLiteSession) { self.session = session }

    var dialect: Dialect { .sqlite }

    func rows(_ sql: SQL) throws -> [Row] {
        var rows: [Row] = []
        try forEach(sql) { row in
            rows.append(row)
            return true
        }
        return rows
    }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Bool) throws {
        try requireOpen()
        // What `body` throws is the caller's own; only the statement's failure ends the transaction.
        var thrown: (any Error)?
        try noting {
            try session.forEach(sql) { row in
                do {
                    return try body(row)
                } catch {
                    thrown = error
                    return false
                }
            }
        }
        if let thrown { throw thrown }
    }

    func execute(_ sql: SQL) throws -> Int {
        try requireOpen()
        return try noting { try session.execute(sql) }
    }

    func executeScript(_ text: String) throws {
        try requireOpen()
        try noting { try session.executeScript(text) }
    }

    func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
        try requireOpen()
        try session.run("SAVEPOINT nested")
        let callbacksBefore = callbacks.count
        do {
            let result = try body()
            try throwFailure()
            try session.run("RELEASE nested")
            return result
        } catch {
            guard session.isInTransaction else { throw error }
            failure = nil
            callbacks.removeSubrange(callbacksBefore...)
            try session.run("ROLLBACK TO nested")
            try session.run("RELEASE nested")
            throw error
        }
    }

    func afterCommit(_ body: @escaping @Sendable () -> Void) { callbacks.append(body) }

    /// The first failure of a statement, which a closure may have caught.
    func throwFailure() throws {
        if let failure { throw failure }
    }

    /// Nothing can be asked of a transaction that outlived its closure.
    func end() { hasEnded = true }

    private func requireOpen() throws {
        if hasEnded { throw DatabaseError.statement("the transaction is over") }
        try throwFailure()
    }

    private func noting<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            failure = error
            throw error
        }
    }
}
