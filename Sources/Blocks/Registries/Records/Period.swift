import Base

/// From an instant on, until before another. `Instant.endless` where no end is known.
public struct Period: Hashable, Sendable {
    public var from: Instant
    public var until: Instant

    public init(from: Instant, until: Instant = .endless) {
        self.from = from
        self.until = until
    }

    public var isEmpty: Bool { from >= until }
    public var isEndless: Bool { until == .endless }
    public func contains(_ instant: Instant) -> Bool { from <= instant && instant < until }
    public func overlaps(_ other: Period) -> Bool { from < other.until && other.from < until }

    func intersection(_ other: Period) -> Period { Period(from: max(from, other.from), until: min(until, other.until)) }
}

extension Instant {
    /// Later than every instant that is written down: the end of what has no end yet.
    public static let endless = Instant(microseconds: .max)
}

/// The moment that is asked about, in both times: what was true at `valid`, as it was known at `recorded`.
public struct AsOf: Hashable, Sendable {
    public var valid: Instant
    /// `nil`: as it is known now.
    public var recorded: Instant?

    public init(valid: Instant, recorded: Instant? = nil) {
        self.valid = valid
        self.recorded = recorded
    }
}
