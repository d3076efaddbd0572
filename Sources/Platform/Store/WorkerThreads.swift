import Dispatch
import Foundation

/// Threads of a database's own, each running `body` until it returns.
package final class WorkerThreads: Sendable {
    private let group = DispatchGroup()

    package init(name: String, count: Int, body: @escaping @Sendable (_ index: Int) -> Void) {
        for index in 0..<count {
            group.enter()
            let thread = Thread { [group] in
                body(index)
                group.leave()
            }
            thread.name = "\(name)-\(index)"
            thread.start()
        }
    }

    /// Returns once every thread has ended.
    package func ended() async {
        await withCheckedContinuation { continuation in
            group.notify(queue: .global()) { continuation.resume() }
        }
    }
}
