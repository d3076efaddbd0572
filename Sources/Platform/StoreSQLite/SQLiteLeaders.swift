import Store
import Synchronization

/// Who leads what in this process.
final class SQLiteLeaders: Sendable {
    private let holders = Mutex<[String: SQLiteLeadership]>([:])

    func tryToLead(_ name: String) -> SQLiteLeadership? {
        holders.withLock { holders in
            guard holders[name] == nil else { return nil }
            let leadership = SQLiteLeadership(name: name, among: self)
            holders[name] = leadership
            return leadership
        }
    }

    func holds(_ leadership: SQLiteLeadership) -> Bool {
        holders.withLock { $0[leadership.name] === leadership }
    }

    func resign(_ leadership: SQLiteLeadership) {
        holders.withLock { holders in
            if holders[leadership.name] === leadership { holders[leadership.name] = nil }
        }
    }
}

final class SQLiteLeadership: Leadership {
    let name: String
    private let leaders: SQLiteLeaders

    init(name: String, among leaders: SQLiteLeaders) {
        self.name = name
        self.leaders = leaders
    }

    func holds() async -> Bool { leaders.holds(self) }
    func resign() async { leaders.resign(self) }
}

extension SQLiteDatabase {
    public func tryToLead(_ name: String) async throws -> (any Leadership)? { leaders.tryToLead(name) }
}
