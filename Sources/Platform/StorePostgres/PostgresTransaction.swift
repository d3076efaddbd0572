import Store

/// A transaction on a connection, for as long as a closure runs.
final class PostgresTransaction: WriteTransaction {
    private let connection: PostgresConnection
    /// What has not been sent yet: it goes with the next statement that is waited for.
    private var pending: [SQL] = []
    /// Whether the server knows of the transaction.
    private var hasBegun = false
    private var hasEnded = false
    private var failure: (any Error)?
    private var cursorCounter = 0
    private(set) var callbacks: [@Sendable () -> Void] = []
    /// The transaction met another one and is to be run again, whatever its closure makes of that.
    private(set) var mustRetry = false

    init(_ connection: PostgresConnection) { self.connection = connection }

    /// So much is sent at once: neither side may block on what the other has not read.
    private static let mostPending = 50

    var dialect: Dialect { .postgres }

    /// Begins with the first statement.
    func begin(_ text: String) { pending.append(SQL(trusted: text)) }

    func rows(_ sql: SQL) throws -> [Row] { try noting { try send(sql).rows() } }

    func row(_ sql: SQL) throws -> Row? {
        try noting {
            let result = try send(sql)
            return result.rowCount > 0 ? try result.row(0, result.columns()) : nil
        }
    }

    func execute(_ sql: SQL) throws -> Int { try noting { try send(sql).changes } }

    func executeLater(_ sql: SQL) throws {
        try noting {
            pending.append(sql)
            if pending.count >= Self.mostPending { try flush() }
        }
    }

    func executeScript(_ text: String) throws {
        try noting {
            try flush()
            _ = try connection.run(text)
        }
    }

    /// Everything that waits, and then this, in one round trip.
    private func send(_ sql: SQL) throws -> PostgresResult {
        let statements = pending + [sql]
        pending = []
        let results = try connection.run(statements)
        hasBegun = true
        return results[results.count - 1]
    }

    /// Sends what waits.
    private func flush() throws {
        if let last = pending.popLast() { _ = try send(last) }
    }

    /// To be called before the commit: the first statement never travels with it, so that a connection that turns out to be
    /// lost is known to have committed nothing.
    func beforeCommit() throws {
        try noting { if !hasBegun, pending.count > 1 { try flush() } }
    }

    /// Commits, with what waits.
    func commit() throws {
        if hasBegun { _ = try send("COMMIT") }
    }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Bool) throws {
        guard Self.canBeFetched(sql.text) else {
            for row in try rows(sql) { guard try body(row) else { return } }
            return
        }
        cursorCounter += 1
        let cursor = "c\(cursorCounter)"
        let isBinary = try noting {
            try flush()
            _ = try connection.runOnce(SQL(trusted: "DECLARE \(cursor) NO SCROLL CURSOR FOR ") + sql, binary: false)
            return try connection.describe(cursor: cursor).columnsAreBinary
        }
        fetching: while true {
            let portion = try noting {
                try flush()
                return try connection.runOnce(SQL(trusted: "FETCH 500 FROM \(cursor)"), binary: isBinary)
            }
            let columns = portion.columns()
            for index in 0..<portion.rowCount {
                let row = try noting { try portion.row(index, columns) }
                guard try body(row) else { break fetching }
            }
            if portion.rowCount < 500 { break }
        }
        try noting {
            try flush()
            _ = try connection.run("CLOSE \(cursor)")
        }
    }

    /// Only a query can be fetched portion by portion; what changes rows and returns them cannot.
    private static func canBeFetched(_ text: String) -> Bool {
        let words = text.uppercased().split { !$0.isLetter && $0 != "_" }
        switch words.first {
        case "SELECT", "VALUES": return true
        case "WITH": return !words.contains { ["INSERT", "UPDATE", "DELETE", "MERGE"].contains($0) }
        default: return false
        }
    }

    func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
        let callbacksBefore = callbacks.count
        try noting {
            try flush()
            _ = try connection.run("SAVEPOINT nested")
        }
        do {
            let result = try body()
            try throwFailure()
            try noting {
                try flush()
                _ = try connection.run("RELEASE nested")
            }
            return result
        } catch {
            guard !connection.isLost, !mustRetry else { throw error }
            failure = nil
            pending = []
            callbacks.removeSubrange(callbacksBefore...)
            try noting { _ = try connection.run("ROLLBACK TO nested; RELEASE nested") }
            throw error
        }
    }

    func afterCommit(_ body: @escaping @Sendable () -> Void) { callbacks.append(body) }

    func throwFailure() throws {
        if let failure { throw failure }
    }

    func end() { hasEnded = true }

    private func noting<Result>(_ body: () throws -> Result) throws -> Result {
        if hasEnded { throw DatabaseError.statement("the transaction is over") }
        try throwFailure()
        do {
            return try body()
        } catch let caught as PostgresConnection.Failure {
            if caught.mayRetry { mustRetry = true }
            failure = caught.error
            throw caught.error
        } catch {
            failure = error
            throw error
        }
    }
}
