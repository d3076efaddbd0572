import GRDB
import GRDBSQLite
import Store

/// One connection on its thread, with the statements it has prepared.
final class SQLiteSession {
    private let connection: GRDB.Database
    private var statements: [String: SQLiteStatement] = [:]
    private let statementLimit = 500

    init(_ connection: GRDB.Database) { self.connection = connection }

    var isInTransaction: Bool { sqlite3_get_autocommit(connection.sqliteConnection) == 0 }

    /// Runs a statement without parameters or rows.
    func run(_ text: String) throws {
        _ = try using(text) { try $0.step() }
    }

    func execute(_ sql: SQL) throws -> Int {
        try using(sql.text) { statement in
            try statement.bind(sql.bindings)
            let before = sqlite3_total_changes(connection.sqliteConnection)
            while try statement.step() {}
            // `sqlite3_changes` keeps the count of an earlier statement where this one changes nothing.
            let hasChanged = sqlite3_total_changes(connection.sqliteConnection) != before
            return hasChanged ? Int(sqlite3_changes(connection.sqliteConnection)) : 0
        }
    }

    func executeScript(_ text: String) throws {
        do {
            try connection.execute(sql: text)
        } catch let error as GRDB.DatabaseError {
            throw DatabaseError(error)
        }
    }

    func forEach(_ sql: SQL, _ body: (Row) -> Bool) throws {
        try using(sql.text) { statement in
            try statement.bind(sql.bindings)
            while try statement.step() {
                guard body(try statement.row()) else { return }
            }
        }
    }

    private func using<Result>(_ text: String, _ body: (SQLiteStatement) throws -> Result) throws -> Result {
        let statement = try prepare(text)
        statement.isInUse = true
        defer {
            statement.reset()
            statement.isInUse = false
        }
        return try body(statement)
    }

    /// A statement that runs within its own results is prepared a second time.
    private func prepare(_ text: String) throws -> SQLiteStatement {
        if let statement = statements[text], !statement.isInUse { return statement }
        let statement: SQLiteStatement
        do {
            statement = SQLiteStatement(try connection.makeStatement(sql: text))
        } catch let error as GRDB.DatabaseError {
            throw DatabaseError(error)
        }
        if statements.count >= statementLimit { statements = statements.filter { $0.value.isInUse } }
        if statements[text] == nil { statements[text] = statement }
        return statement
    }
}
