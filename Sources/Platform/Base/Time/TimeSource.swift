import Foundation

/// Where the time comes from. It is passed to whatever needs it, never read from the surroundings, so that a
/// simulation or a test decides what "now" is.
public struct TimeSource: Sendable {
    public var now: @Sendable () -> Instant

    public init(now: @escaping @Sendable () -> Instant) { self.now = now }

    /// The machine's clock.
    public static let system = TimeSource {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    /// A clock that always shows `instant`.
    public static func fixed(_ instant: Instant) -> TimeSource { TimeSource { instant } }
}
