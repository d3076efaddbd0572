import Base
import Synchronization

/// Tells waiting workers that something may have happened. A hint and nothing more: what must not be missed is in the
/// database, and every worker also looks there from time to time.
final class Wake: Sendable {
    /// Acts were committed in this process.
    static let commits = Wake()
    /// The log grew in this process.
    static let checkpoints = Wake()

    private struct State {
        var generation: UInt64 = 0
        var next = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    func signal() {
        let waiting = state.withLock { state in
            state.generation &+= 1
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in waiting.values { continuation.resume() }
    }

    var generation: UInt64 { state.withLock { $0.generation } }

    /// Returns once there was a signal since `seen`, or after `duration`, or when the task is cancelled.
    func wait(since seen: UInt64, atMost duration: Duration) async {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        let timeout = Task { [self] in
            try? await Task.sleep(for: duration)
            resume(id)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.generation != seen || Task.isCancelled { return true }
                    state.waiting[id] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            resume(id)
        }
        timeout.cancel()
    }

    private func resume(_ id: Int) {
        let continuation = state.withLock { $0.waiting.removeValue(forKey: id) }
        continuation?.resume()
    }
}
