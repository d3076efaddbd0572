import Synchronization

/// A clock that moves only when it is told to: for tests and simulations.
public final class ManualClock: Sendable {
    private let instant: Mutex<Instant>

    public init(_ start: Instant) { instant = Mutex(start) }

    public var now: Instant { instant.withLock { $0 } }
    public func advance(by duration: Duration) { instant.withLock { $0 = $0 + duration } }
    public func set(_ instant: Instant) { self.instant.withLock { $0 = instant } }

    public var timeSource: TimeSource { TimeSource { [self] in now } }
}
