import Base
import Dispatch
import Synchronization

/// Work that waits for one of a database's own threads.
///
/// Calls that block (a disk, a server) never run on the cooperative pool. A task leaves its work here and suspends;
/// a thread takes it, does it and resumes the task. Work that waits longer than `patience`, or finds the queue
/// full, is refused with `DatabaseError.busy`.
package final class WorkQueue<Work: Sendable>: Sendable {
    private struct Entry {
        var work: Work
        var deadline: DispatchTime
    }

    private struct State {
        var entries: [Entry] = []
        /// Entries before this position have been taken.
        var head = 0
        var idleThreads = 0
        var timerIsSet = false
        var isClosed = false
        var count: Int { entries.count - head }

        mutating func takeFirst() -> Work {
            let work = entries[head].work
            head += 1
            if head == entries.count {
                entries.removeAll(keepingCapacity: true)
                head = 0
            } else if head > 1024 {
                entries.removeFirst(head)
                head = 0
            }
            return work
        }
    }

    private enum Outcome {
        case accepted(wakes: Bool, setsTimer: Bool)
        case full
        case closed
    }

    private let state = Mutex(State())
    private let wakeUp = DispatchSemaphore(value: 0)
    private let capacity: Int
    private let patience: DispatchTimeInterval
    private let refuse: @Sendable (Work, DatabaseError) -> Void

    /// - Parameters:
    ///   - capacity: how many may wait at once.
    ///   - patience: how long one may wait.
    ///   - refuse: answers work that is not going to be done.
    package init(
        capacity: Int, patience: Duration, refuse: @escaping @Sendable (_ work: Work, _ reason: DatabaseError) -> Void
    ) {
        self.capacity = capacity
        self.patience = .microseconds(Int(clamping: patience.microseconds))
        self.refuse = refuse
    }

    /// How many wait now.
    package var count: Int { state.withLock { $0.count } }

    /// Leaves work for a thread; refuses it at once where the queue is full or closed.
    package func push(_ work: Work) {
        let deadline = DispatchTime.now() + patience
        let outcome: Outcome = state.withLock { state in
            if state.isClosed { return .closed }
            if state.count >= capacity { return .full }
            state.entries.append(Entry(work: work, deadline: deadline))
            if state.idleThreads > 0 {
                state.idleThreads -= 1
                return .accepted(wakes: true, setsTimer: false)
            }
            defer { state.timerIsSet = true }
            return .accepted(wakes: false, setsTimer: !state.timerIsSet)
        }
        switch outcome {
        case .accepted(let wakes, let setsTimer):
            if wakes { wakeUp.signal() }
            if setsTimer { setTimer(deadline) }
        case .full: refuse(work, .busy)
        case .closed: refuse(work, .unavailable("the database is closed"))
        }
    }

    /// Waits for work; `nil` once the queue is closed and empty.
    package func next() -> Work? {
        take { state in state.takeFirst() }
    }

    /// Waits for work and takes all that is there, at most `limit`; `nil` once the queue is closed and empty.
    package func nextBatch(limit: Int) -> [Work]? {
        take { state in (0..<min(limit, state.count)).map { _ in state.takeFirst() } }
    }

    private func take<Taken: Sendable>(_ body: (inout sending State) -> Taken) -> Taken? {
        while true {
            var isOver = false
            let taken: Taken? = state.withLock { state in
                if state.count > 0 { return body(&state) }
                if state.isClosed { isOver = true } else { state.idleThreads += 1 }
                return nil
            }
            if let taken { return taken }
            if isOver { return nil }
            wakeUp.wait()
        }
    }

    /// Accepts no more; what waits is still done.
    package func close() {
        let sleepers = state.withLock { state in
            state.isClosed = true
            defer { state.idleThreads = 0 }
            return state.idleThreads
        }
        for _ in 0..<sleepers { wakeUp.signal() }
    }

    /// One timer at a time watches the head of the queue, so waiting costs nothing while threads keep up.
    private func setTimer(_ deadline: DispatchTime) {
        DispatchQueue.global().asyncAfter(deadline: deadline) { [weak self] in self?.refuseOverdue() }
    }

    private func refuseOverdue() {
        let now = DispatchTime.now()
        let (overdue, next): ([Work], DispatchTime?) = state.withLock { state in
            var overdue: [Work] = []
            while state.count > 0, state.entries[state.head].deadline <= now { overdue.append(state.takeFirst()) }
            state.timerIsSet = state.count > 0
            return (overdue, state.count > 0 ? state.entries[state.head].deadline : nil)
        }
        for work in overdue { refuse(work, .busy) }
        if let next { setTimer(next) }
    }
}
