import Base
import Logging
import Store
import Synchronization

/// Feeds one listener: at least once, in the order of the log, from its cursor.
struct Follower: Sendable {
    let listener: Listener
    let database: any Database
    let time: TimeSource
    let options: ListenerRunner.Options
    let logger: Logger

    /// How far this process has looked, beyond what the cursor says: acts that the listener does not follow are passed
    /// over without writing each time.
    struct Progress: Hashable, Sendable {
        /// As the cursor says.
        var written: Int
        var position: Int
        var writtenAt: Instant
    }

    /// What one look at the journal brought.
    enum Step: Hashable, Sendable {
        case caughtUp
        case moved
        /// The listener failed, for the nth time in a row, at one act.
        case failed(times: Int)
    }

    func run() async {
        var progress: Progress?
        while !Task.isCancelled {
            let seen = Wake.commits.generation
            var step = Step.failed(times: 1)
            do {
                step = try await self.step(&progress)
            } catch is CancellationError {
                return
            } catch {
                progress = nil
                logger.error(
                    "a listener cannot go on", metadata: ["listener": "\(listener.name)", "error": "\(error)"])
            }
            switch step {
            case .caughtUp:
                await Wake.commits.wait(since: seen, atMost: options.poll)
                // What is committed together is handled together.
                try? await Task.sleep(for: options.pause)
            case .moved: break
            case .failed(let times):
                try? await Task.sleep(for: .milliseconds(min(options.longestRest.milliseconds, 500 << min(times, 16))))
            }
        }
    }

    /// Handles what came since the cursor, at most one batch.
    func step(_ progress: inout Progress?) async throws -> Step {
        let next = try await look(from: progress)
        var now = next.progress
        if next.acts.isEmpty, !isDue(now, next.end) {
            let hasMoved = next.end > now.position
            now.position = next.end
            progress = now
            return hasMoved ? .moved : .caughtUp
        }
        let outcome = try await hand(next.acts, end: next.end, written: now.written)
        progress = outcome.progress
        return outcome.step
    }

    /// The cursor of a listener that follows little is written now and then all the same.
    private func isDue(_ progress: Progress, _ end: Int) -> Bool {
        end - progress.written >= options.window
            || (end > progress.written && progress.writtenAt + .seconds(5) < time.now())
    }

    /// The next acts that the listener follows, how far that is, and from where. Where the cursor is not as this process
    /// left it, because another copy moved it or the listener is to be rebuilt, the cursor counts.
    private func look(from known: Progress?) async throws -> (acts: [RecordedAct], end: Int, progress: Progress) {
        let (name, window, batch, now) = (listener.name, options.window, options.batch, time.now())
        let verbs = listener.verbs.sorted { $0.rawValue < $1.rawValue }
        return try await database.read { transaction in
            let cursor = try transaction.position(of: name)
            let progress = known?.written == cursor ? known : nil
            let from = progress ?? Progress(written: cursor, position: cursor, writtenAt: now)
            let end = min(try transaction.lastActNumber(), from.position + window)
            guard end > from.position else { return ([], from.position, from) }
            let followed: SQL = verbs.isEmpty ? "" : "AND verb IN (\(list: verbs))"
            let acts = try transaction.rows(
                """
                SELECT \(ActRow.columns) FROM journal_numbered_acts WHERE number > \(from.position) AND number <= \(end) \(followed)
                ORDER BY number LIMIT \(batch)
                """
            ).map { try ActRow($0).recorded }
            guard acts.count == batch, let last = acts.last?.index else { return (acts, end, from) }
            return (acts, Int(last) + 1, from)
        }
    }

    private func hand(
        _ acts: [RecordedAct], end: Int, written: Int
    ) async throws -> (step: Step, progress: Progress?) {
        var acts = acts[...]
        var end = end
        while true {
            let handling = Handling()
            do {
                return try await commit(acts, end: end, written: written, handling)
            } catch {
                guard let reached = handling.offset, !Self.isOfDatabase(error) else { throw error }
                if reached == 0 { return (.failed(times: try await note(error, at: acts.first)), nil) }
                // What came before the act that fails is not held up by it.
                acts = acts.prefix(reached)
                end = acts.last?.index.map { Int($0) + 1 } ?? end
            }
        }
    }

    private func commit(
        _ acts: ArraySlice<RecordedAct>, end: Int, written: Int, _ handling: Handling
    ) async throws -> (step: Step, progress: Progress?) {
        let (listener, now) = (listener, time.now())
        let isOurs = try await database.write { transaction in
            // Another copy of the program may have handled them, or the listener may be rebuilt: look again.
            guard try transaction.lockedPosition(of: listener.name, at: now) == written else { return false }
            for (offset, act) in acts.enumerated() {
                handling.reach(offset)
                try listener.handle(act, transaction)
            }
            handling.reach(nil)
            try transaction.move(listener.name, to: end, at: now)
            return true
        }
        return (.moved, isOurs ? Progress(written: end, position: end, writtenAt: now) : nil)
    }

    /// A database that is locked or gone is not the listener's fault.
    private static func isOfDatabase(_ error: any Error) -> Bool {
        switch error {
        case DatabaseError.busy, DatabaseError.unavailable: true
        default: false
        }
    }

    private func note(_ error: any Error, at act: RecordedAct?) async throws -> Int {
        let reason = String("\(error)".prefix(300))
        let (name, now) = (listener.name, time.now())
        let times = try await database.write { transaction in
            _ = try transaction.lockedPosition(of: name, at: now)
            return try transaction.note(failure: reason, of: name, at: now)
        }
        // The reason may quote what the act holds, so it stands in the database and not in the program's log.
        logger.warning(
            "a listener failed",
            metadata: [
                "listener": "\(name)", "act": "\(act?.act.id.description ?? "")", "error": "\(type(of: error))",
                "failures": "\(times)",
            ])
        return times
    }
}

/// At which act of a batch the handler is.
private final class Handling: Sendable {
    private let state = Mutex<Int?>(nil)
    var offset: Int? { state.withLock { $0 } }
    func reach(_ offset: Int?) { state.withLock { $0 = offset } }
}

extension Duration {
    fileprivate var milliseconds: Int { Int(microseconds / 1000) }
}
