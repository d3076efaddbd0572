import Base

/// A few threads for calls that block: files, a connection of its own.
package final class BlockingThreads: Sendable {
    private struct Work: Sendable {
        let run: @Sendable () -> Void
        let refuse: @Sendable (any Error) -> Void
    }

    private let queue: WorkQueue<Work>
    private let threads: WorkerThreads

    package init(name: String, count: Int, capacity: Int = 10_000, patience: Duration = .seconds(30)) {
        let queue = WorkQueue<Work>(capacity: capacity, patience: patience) { $0.refuse($1) }
        self.queue = queue
        threads = WorkerThreads(name: name, count: count) { _ in
            while let work = queue.next() { work.run() }
        }
    }

    deinit { queue.close() }

    package func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.push(
                Work(
                    run: { continuation.resume(with: Swift.Result(catching: body)) },
                    refuse: { continuation.resume(throwing: $0) }))
        }
    }

    /// Finishes what was accepted.
    package func close() async {
        queue.close()
        await threads.ended()
    }
}
