import Base
import Store
import Synchronization

/// Tells pages that are open about changes of the requests that they show. One reader of the database serves all of
/// them, so a thousand open pages cost one small query a second; and a change made by another copy of the program is
/// seen too.
public final class LiveRequests: Sendable {
    public enum Change: Hashable, Sendable {
        case changed(RequestStatus)
        /// Nothing happened for a while: proxies should not think that the connection is dead.
        case quiet
    }

    private struct Listener {
        var request: Identifier<ServiceRequest>
        var version: Int64
        var continuation: AsyncStream<Change>.Continuation
        var rounds = 0
    }

    private struct State {
        var listeners: [Int: Listener] = [:]
        var next = 0
        var isWatching = false
    }

    private let database: any Database
    private let interval: Duration
    /// After how many rounds without news a sign of life is given.
    private let quietRounds: Int
    private let state = Mutex(State())

    public init(_ database: any Database, interval: Duration = .seconds(1), quietRounds: Int = 20) {
        self.database = database
        self.interval = interval
        self.quietRounds = quietRounds
    }

    /// How many pages are listening.
    public var count: Int { state.withLock { $0.listeners.count } }

    /// The changes of a request after `version`, until the caller stops listening.
    public func changes(of request: Identifier<ServiceRequest>, since version: Int64) -> AsyncStream<Change> {
        AsyncStream(bufferingPolicy: .bufferingNewest(4)) { continuation in
            let (id, starts) = state.withLock { state -> (Int, Bool) in
                let id = state.next
                state.next += 1
                state.listeners[id] = Listener(request: request, version: version, continuation: continuation)
                let starts = !state.isWatching
                state.isWatching = true
                return (id, starts)
            }
            continuation.onTermination = { [weak self] _ in
                self?.state.withLock { _ = $0.listeners.removeValue(forKey: id) }
            }
            if starts { Task { [weak self] in await self?.watch() } }
        }
    }

    /// Runs for as long as anybody listens.
    private func watch() async {
        while true {
            try? await Task.sleep(for: interval)
            let requests = state.withLock { state -> [Identifier<ServiceRequest>]? in
                if state.listeners.isEmpty {
                    state.isWatching = false
                    return nil
                }
                return Array(Set(state.listeners.values.map(\.request)))
            }
            guard let requests else { return }
            // A database that does not answer now is asked again in the next round.
            guard let now = try? await states(of: requests) else { continue }
            state.withLock { tell(&$0, now) }
        }
    }

    private func states(of requests: [Identifier<ServiceRequest>]) async throws
        -> [Identifier<ServiceRequest>: (version: Int64, status: RequestStatus)]
    {
        var found: [Identifier<ServiceRequest>: (version: Int64, status: RequestStatus)] = [:]
        for start in stride(from: 0, to: requests.count, by: 500) {
            let some = Array(requests[start..<min(start + 500, requests.count)])
            let rows = try await database.read { transaction in
                try transaction.rows(
                    "SELECT id, version, status FROM service_requests_requests WHERE id IN (\(list: some))")
            }
            for row in rows { found[try row[0]] = (try row[1], try row[2]) }
        }
        return found
    }

    private func tell(
        _ state: inout State, _ now: [Identifier<ServiceRequest>: (version: Int64, status: RequestStatus)]
    ) {
        for (id, listener) in state.listeners {
            guard let current = now[listener.request] else { continue }
            var listener = listener
            if current.version != listener.version {
                (listener.version, listener.rounds) = (current.version, 0)
                listener.continuation.yield(.changed(current.status))
            } else {
                listener.rounds += 1
                if listener.rounds >= quietRounds {
                    listener.rounds = 0
                    listener.continuation.yield(.quiet)
                }
            }
            state.listeners[id] = listener
        }
    }
}
