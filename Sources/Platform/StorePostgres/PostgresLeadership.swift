import Crypto
import Store
import Synchronization

/// Leadership by an advisory lock, which lives as long as the connection that took it (PostgreSQL documentation,
/// §13.3.5).
final class PostgresLeadership: Leadership {
    /// The connection; used on the one thread alone, since it is reached only through `thread.run`.
    private let thread: BlockingThreads
    private let connection: Mutex<PostgresConnection?>

    private init(thread: BlockingThreads, connection: sending PostgresConnection) {
        self.thread = thread
        self.connection = Mutex(connection)
    }

    static func attempt(_ name: String, url: String) async throws -> PostgresLeadership? {
        let thread = BlockingThreads(name: "postgres-leader", count: 1)
        let key = SHA256.hash(data: Array(name.utf8)).prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        let leadership: PostgresLeadership? = try await thread.run {
            let connection = try PostgresConnection(url: url)
            let row = try connection.query("SELECT pg_try_advisory_lock(\(key))").first
            guard let row, try row[0] == true else { return nil }
            return PostgresLeadership(thread: thread, connection: connection)
        }
        if leadership == nil { await thread.close() }
        return leadership
    }

    func holds() async -> Bool {
        let answer = try? await thread.run { [self] in
            connection.withLock { connection in
                guard let open = connection else { return false }
                if (try? open.query("SELECT 1")) != nil { return true }
                connection = nil
                return false
            }
        }
        return answer ?? false
    }

    func resign() async {
        try? await thread.run { [self] in connection.withLock { $0 = nil } }
        await thread.close()
    }
}

extension PostgresDatabase {
    public func tryToLead(_ name: String) async throws -> (any Leadership)? {
        try await PostgresLeadership.attempt(name, url: url)
    }
}

extension PostgresConnection {
    /// The rows of a query outside any transaction.
    package func query(_ sql: SQL) throws -> [Row] {
        do { return try run(sql).rows() } catch let failure as Failure { throw failure.error }
    }
}
