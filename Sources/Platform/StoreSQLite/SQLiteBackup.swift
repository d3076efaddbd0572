import Foundation
import GRDB
import Store
import Synchronization

extension SQLiteDatabase: BackupSource {
    /// SQLite's online backup (sqlite.org/backup.html), of one snapshot: writers go on meanwhile and are not in it.
    public func backUp(
        to path: String, progress: @escaping @Sendable (BackupProgress) throws -> Void
    ) async throws {
        let threads = BlockingThreads(name: "sqlite-backup", count: 1)
        let isCancelled = Mutex(false)
        do {
            try await withTaskCancellationHandler {
                try await threads.run { [pool] in
                    guard !FileManager.default.fileExists(atPath: path) else {
                        throw DatabaseError.unavailable("there is a file already where the backup is to be")
                    }
                    do {
                        try Self.copy(pool, to: path) { step in
                            try progress(step)
                            if isCancelled.withLock({ $0 }) { throw CancellationError() }
                        }
                    } catch {
                        for ending in ["", "-journal", "-wal", "-shm"] { unlink(path + ending) }
                        throw error
                    }
                }
            } onCancel: {
                isCancelled.withLock { $0 = true }
            }
        } catch let error as GRDB.DatabaseError {
            throw DatabaseError(error)
        }
        await threads.close()
    }

    private static func copy(
        _ pool: DatabasePool, to path: String, progress: @escaping (BackupProgress) throws -> Void
    ) throws {
        let destination = try DatabaseQueue(path: path)
        try pool.backup(to: destination, pagesPerStep: 500) { step in
            try progress(
                BackupProgress(done: step.completedPageCount, total: step.totalPageCount))
        }
        try destination.close()
        try LocalFile(path: path, .read).sync()
        try LocalFile.syncFolder(folder(of: path))
    }

    /// Puts a backup in the place of a database that is not open. Throws, and changes nothing, where the backup is
    /// not sound.
    public static func restore(from backup: String, to path: String) async throws {
        let threads = BlockingThreads(name: "sqlite-restore", count: 1)
        do {
            try await threads.run {
                let aside = path + ".restoring"
                defer { for ending in ["", "-journal", "-wal", "-shm"] { unlink(aside + ending) } }
                do {
                    try? FileManager.default.removeItem(atPath: aside)
                    try FileManager.default.copyItem(atPath: backup, toPath: aside)
                } catch {
                    throw DatabaseError.unavailable("the backup cannot be copied")
                }
                let copy = try DatabaseQueue(path: aside)
                let verdict = try copy.read { db in try String.fetchOne(db, sql: "PRAGMA integrity_check") }
                try copy.close()
                guard verdict == "ok" else { throw DatabaseError.unavailable("the backup is damaged") }
                try LocalFile(path: aside, .read).sync()
                // What the old database left in its log must not be played into the new one.
                for ending in ["-wal", "-shm", "-journal"] { unlink(path + ending) }
                guard rename(aside, path) == 0 else { throw LocalFile.failure() }
                try LocalFile.syncFolder(folder(of: path))
            }
        } catch let error as GRDB.DatabaseError {
            throw DatabaseError(error)
        }
        await threads.close()
    }

    private static func folder(of path: String) -> String {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return folder.isEmpty ? "." : folder
    }
}
