import Base
import BuildingBlock
import Journal

@testable import Polity
@testable import Store

/// The work behind the pages, done until nothing is left to do: log, listeners, jobs, as `GovernmentServer` runs them side by side.
struct Machinery: Sendable {
    private let government: Government
    private let sequencer: Sequencer
    private let listeners: ListenerRunner
    private let handlers: [String: JobHandler]
    private let recurrences: [Recurrence]

    struct Failure: Error, CustomStringConvertible { let description: String }

    init(_ government: Government) {
        self.government = government
        let (time, logger) = (government.platform.time, government.platform.logger)
        sequencer = Sequencer(database: government.database, keys: government.keys, time: time, logger: logger)
        listeners = ListenerRunner(
            government.blocks.flatMap(\.listeners), database: government.database, time: time, logger: logger)
        handlers = Dictionary(government.blocks.flatMap(\.jobs).map { ($0.kind, $0) }) { $1 }
        recurrences = government.blocks.flatMap(\.recurrences)
    }

    func prepare() async throws { try await sequencer.prepare() }

    /// Throws where a listener or a job fails: in a simulated year nothing is ever down.
    func settle() async throws {
        let queue = government.platform.jobs
        try await Recurrence.enqueueDue(recurrences, in: queue)
        var hasMoved = true
        while hasMoved {
            try await sequencer.catchUp()
            let failed = try await listeners.catchUp()
            guard failed.isEmpty else {
                let status = try await government.database.read { try $0.listenerStatus() }
                throw Failure(description: "listeners failed: \(status.filter { $0.error != nil })")
            }
            let jobs = try await queue.lease(kinds: handlers.keys.sorted(), limit: 200, for: .seconds(86_400))
            hasMoved = !jobs.isEmpty
            for start in stride(from: 0, to: jobs.count, by: 4) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for job in jobs[start..<min(start + 4, jobs.count)] {
                        group.addTask {
                            guard let handler = handlers[job.kind] else { return }
                            do {
                                let outcome = try await handler.handle(job)
                                try await queue.complete(job, writing: outcome.write)
                            } catch {
                                throw Failure(description: "the job \(job.kind) failed: \(error)")
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }
}
