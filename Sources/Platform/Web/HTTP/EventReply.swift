import Base
import ServiceLifecycle

/// Runs a handler of events until it ends, the client leaves or the program stops. A comment every 15 seconds keeps proxies
/// from closing the connection, and finds out who left.
struct EventReply: Sendable {
    let write: @Sendable (EventWriter) async throws -> Void

    func run(_ stream: StreamWriter, every pause: Duration = .seconds(15)) async throws {
        let events = EventWriter { try await stream.write($0) }
        let write = write
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await write(events) }
                group.addTask {
                    while true {
                        try await Task.sleep(for: pause)
                        try await events.comment()
                    }
                }
                defer { group.cancelAll() }
                do {
                    try await group.next()
                } catch is CancellationError where Task.isCancelled {}
            }
        }
    }
}
