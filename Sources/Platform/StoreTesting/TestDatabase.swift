import Base
import Foundation
import Store
import StorePostgres
import StoreSQLite

/// Databases for tests: fresh, empty or migrated, gone when the test is over.
public enum TestDatabase {
    /// A PostgreSQL database takes 6 connections of the server's 400, and this machine has few cores.
    private static let turnstile = Turnstile(16)

    /// Gives `body` a fresh database of `engine` with `migrations` applied.
    @discardableResult
    public static func with<Result: Sendable>(
        _ engine: Engine, migrations: [Migration] = [], _ body: (any Database) async throws -> Result
    ) async throws -> Result {
        await turnstile.enter()
        defer { turnstile.leave() }
        let (database, discard) = try await fresh(engine)
        do {
            try await Migrator(migrations).run(on: database)
            let result = try await body(database)
            await discard()
            return result
        } catch {
            await discard()
            throw error
        }
    }

    /// A fresh database, and what throws it away; for a suite that keeps one over many tests.
    public static func fresh(
        _ engine: Engine
    ) async throws -> (database: any Database, discard: @Sendable () async -> Void) {
        switch engine {
        case .sqlite:
            let folder = try TemporaryFolder()
            let database = try SQLiteDatabase(path: folder.path + "/test.sqlite")
            return (
                database,
                {
                    await database.close()
                    folder.remove()
                }
            )
        case .postgres:
            let server = try await PostgresServer.shared()
            let url = try await server.createDatabase()
            var options = PostgresDatabase.Options()
            options.connections = 6
            let database = PostgresDatabase(url: url, options: options)
            return (
                database,
                {
                    await database.close()
                    await server.dropDatabase(url)
                }
            )
        }
    }
}
