/// How far a backup or a restore has come.
public struct BackupProgress: Sendable, Hashable {
    /// Done so far, and in all where that is known: pages on SQLite, rows on PostgreSQL.
    public var done: Int
    public var total: Int?

    public init(done: Int, total: Int?) {
        self.done = done
        self.total = total
    }
}

/// A database of which a consistent copy can be made while it is in use. The copy is one file in the engine's own
/// form: for SQLite a database file, for PostgreSQL an archive (see `PostgresArchive`).
public protocol BackupSource: Database {
    /// Copies one snapshot to a new file at `path`, and returns when the copy is on disk. Leaves nothing behind when it
    /// throws, be it because `progress` threw or the task was cancelled.
    func backUp(to path: String, progress: @escaping @Sendable (BackupProgress) throws -> Void) async throws
}
