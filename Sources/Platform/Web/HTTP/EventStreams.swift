import Base
import Synchronization

/// How many event streams are open: each holds a connection for as long as somebody watches. A client here is a network's
/// address, behind which a whole office may sit.
final class EventStreams: Sendable {
    private struct Counts {
        var all = 0
        var byNetwork: [UInt64: Int] = [:]
    }
    private let counts = Mutex(Counts())
    private let limit: Int
    private let limitPerClient: Int

    init(limit: Int = 2000, limitPerClient: Int = 64) {
        self.limit = limit
        self.limitPerClient = limitPerClient
    }

    var open: Int { counts.withLock { $0.all } }

    /// Takes a place for a client at `address` and gives back what frees it. Throws a 503 `Problem` where there is none.
    func enter(_ address: String) throws -> @Sendable () -> Void {
        let network = ClientAddress(address)?.network ?? 0
        let isAdmitted = counts.withLock { counts in
            guard counts.all < limit, counts.byNetwork[network, default: 0] < limitPerClient else { return false }
            counts.all += 1
            counts.byNetwork[network, default: 0] += 1
            return true
        }
        guard isAdmitted else { throw Problem.unavailable }
        return { [self] in
            counts.withLock { counts in
                counts.all -= 1
                counts.byNetwork[network, default: 1] -= 1
                if counts.byNetwork[network] == 0 { counts.byNetwork[network] = nil }
            }
        }
    }
}
