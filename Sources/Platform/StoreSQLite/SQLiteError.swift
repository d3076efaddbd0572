import GRDB
import GRDBSQLite
import Store

extension Store.DatabaseError {
    /// From one of SQLite's extended result codes (sqlite.org/rescode.html).
    init(code: CInt, message: String) {
        // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY, _ROWID
        if [2067, 1555, 2579].contains(code) {
            // "UNIQUE constraint failed: accounts.email"
            let name = message.split(separator: ": ", maxSplits: 1).last.map { String($0) } ?? message
            self = .notUnique(name)
            return
        }
        switch code & 0xFF {
        case SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_MISMATCH: self = .constraint(message)
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_PERM,
            SQLITE_NOMEM, SQLITE_INTERRUPT, SQLITE_PROTOCOL:
            self = .unavailable(message)
        default: self = .statement(message)
        }
    }

    init(_ error: GRDB.DatabaseError) {
        self.init(code: error.extendedResultCode.rawValue, message: error.message ?? "\(error.resultCode)")
    }
}
