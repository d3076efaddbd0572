import Base

/// A database: one SQLite file, or a PostgreSQL cluster. What a block may do with it is the same on both.
///
/// - A **write** is serializable: its outcome is as if writes ran one after the other. SQLite has one writer;
///   PostgreSQL runs them side by side (`SERIALIZABLE`) and runs one again that met another.
/// - A **read** sees one snapshot: no half of a write, and nothing that was committed after its first statement.
/// - Text is compared by its code points, `LIKE` minds case, and text with U+0000 is refused.
///
/// The closures are synchronous on purpose: nothing can wait for the network inside a transaction.
public protocol Database: Sendable {
    var dialect: Dialect { get }

    /// Reads one consistent snapshot. The closure runs on the database's own thread.
    func read<Result: Sendable>(_ body: @escaping @Sendable (any ReadTransaction) throws -> Result) async throws
        -> Result

    /// Writes in one transaction. When this returns, the write is durable; when it throws, nothing was written
    /// (save where PostgreSQL is lost at the very moment of the commit: the error then says that nobody knows).
    /// The closure may run more than once (PostgreSQL: serialization failures), so it must have no other effects.
    @discardableResult
    func write<Result: Sendable>(_ body: @escaping @Sendable (any WriteTransaction) throws -> Result) async throws
        -> Result

    /// Whether the database answers and takes a write; throws the reason where it does not. For `/readyz`.
    func check() async throws

    /// Leads `name` from now on, among all copies of the program on this database; `nil` where another one leads.
    /// On SQLite, whose file belongs to one copy, another holder within this one.
    func tryToLead(_ name: String) async throws -> (any Leadership)?

    /// Finishes what was accepted, then lets go of the file or the server.
    func close() async
}

/// What can be asked within a snapshot. Valid only inside the closure that received it.
///
/// A statement that throws ends its transaction on both engines: later statements throw the same error and a write
/// is undone, even where the closure catches the error. Where a failure is expected, `WriteTransaction.savepoint`
/// contains it.
public protocol ReadTransaction {
    var dialect: Dialect { get }
    /// All rows of a query.
    func rows(_ sql: SQL) throws -> [Row]
    /// The first row, or `nil`. Where a query could find many, let it say `LIMIT 1`.
    func row(_ sql: SQL) throws -> Row?
    /// Each row in turn, without holding them all; return `false` to stop. Other statements may run in between.
    func forEach(_ sql: SQL, _ body: (Row) throws -> Bool) throws
}

extension ReadTransaction {
    public func row(_ sql: SQL) throws -> Row? {
        var found: Row?
        try forEach(sql) {
            found = $0
            return false
        }
        return found
    }

    /// The first column of the first row, or `nil` where there is no row or it is NULL.
    public func value<Value: SQLConvertible>(_ type: Value.Type = Value.self, _ sql: SQL) throws -> Value? {
        guard let row = try row(sql) else { return nil }
        return try row[0]
    }
}

/// What can be done within a write. Valid only inside the closure that received it.
public protocol WriteTransaction: ReadTransaction {
    /// Runs a statement and returns how many rows it changed.
    @discardableResult
    func execute(_ sql: SQL) throws -> Int

    /// Runs a statement whose outcome nothing in the transaction has to wait for. It may travel with the next one or with the
    /// commit, which saves PostgreSQL a round trip; the order stays, and where it fails, the next statement or the commit does.
    func executeLater(_ sql: SQL) throws

    /// Runs several statements without parameters: the text of a migration, never text from input.
    func executeScript(_ text: String) throws

    /// Runs `body`; when it throws, what it wrote is undone and the rest of the transaction goes on. For a statement
    /// whose failure is expected and understood:
    ///
    /// ```swift
    /// do { try tx.savepoint { try tx.execute(insert) } } catch DatabaseError.notUnique { return .taken }
    /// ```
    @discardableResult
    func savepoint<Result>(_ body: () throws -> Result) throws -> Result

    /// Runs `body` once the transaction is durable; never when it fails. For waking workers, nothing more:
    /// what must not be lost is a row.
    func afterCommit(_ body: @escaping @Sendable () -> Void)
}

extension WriteTransaction {
    public func executeLater(_ sql: SQL) throws { try execute(sql) }
}

/// Where the two engines differ. Kept to a handful: what needs more is two small files side by side.
public enum Dialect: String, Sendable, CaseIterable {
    case sqlite
    case postgres
}

/// Why the database did not do what it was asked.
public enum DatabaseError: Error, Hashable, Sendable {
    /// A unique constraint or primary key was violated; the name of the constraint or `table.column`.
    case notUnique(String)
    /// Another constraint was violated (foreign key, check, not null).
    case constraint(String)
    /// Locked for longer than the busy timeout, or no connection to be had in time.
    case busy
    /// The file, the disk or the server cannot be reached or is full: a 503, worth trying again later.
    case unavailable(String)
    /// A statement that the engine refuses: a mistake in the program.
    case statement(String)
    case noColumn(String)
    case unexpectedValue(column: String, expected: String)
    /// A migration that was applied before differs from the program's, or the database is newer than the program.
    case migration(String)
}
