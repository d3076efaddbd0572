import Base

/// That this copy of the program leads something which one copy at a time may do: sequencing the log, a schedule.
///
/// Leadership can be lost (PostgreSQL ends it with its connection), and the loser learns of it a moment later. What is
/// led must therefore also be safe when two copies act at once for that moment: let each transaction check or change a
/// row that the other's would change too.
public protocol Leadership: Sendable {
    /// Whether it still holds; asks the server.
    func holds() async -> Bool
    /// Gives it up.
    func resign() async
}

extension Database {
    /// Waits until this copy leads `name`, and runs `body` while it does: again after a leadership was lost, until
    /// `body` returns or the task is cancelled. `body` is cancelled when the leadership is lost.
    ///
    /// - Parameter interval: how often to ask, both for leadership and whether it still holds.
    public func whileLeading(
        _ name: String, asking interval: Duration = .seconds(1), _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        while true {
            try Task.checkCancellation()
            // A server that is away for a while is not the end of leading.
            if let leadership = try? await tryToLead(name) {
                do {
                    let hasFinished = try await lead(leadership, asking: interval, body)
                    await leadership.resign()
                    if hasFinished { return }
                } catch {
                    await leadership.resign()
                    throw error
                }
            }
            try await Task.sleep(for: interval)
        }
    }

    /// Returns whether `body` came to its end while the leadership held.
    private func lead(
        _ leadership: any Leadership, asking interval: Duration, _ body: @escaping @Sendable () async throws -> Void
    ) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await body()
                return true
            }
            group.addTask {
                repeat { try await Task.sleep(for: interval) } while await leadership.holds()
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
    }
}
