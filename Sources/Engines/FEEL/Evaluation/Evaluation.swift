/// One evaluation: its clock, its limits, and the reasons for the nulls it met.
///
/// An evaluation belongs to one task. Nothing it does depends on anything but its expression, its variables and the
/// moment given here.
public final class Evaluation {
    /// What an evaluation may cost before it is stopped.
    public struct Limits: Sendable {
        /// Steps: items visited, functions called, characters joined.
        public var steps: Int
        /// How deeply functions may call each other.
        public var depth: Int

        public init(steps: Int = 10_000_000, depth: Int = 256) {
            self.steps = steps
            self.depth = depth
        }
    }

    /// What `now()` and `today()` answer; without it they answer null.
    public let now: DateTime?
    private var stepsLeft: Int
    private let maxDepth: Int
    private(set) var depth = 0
    /// Why values became null, in the order in which it happened; the first hundred.
    public private(set) var reasons: [String] = []
    /// Set where the evaluation went beyond its limits; its result is null then.
    public private(set) var wasStopped = false
    /// Whether the model writes down how its results come about.
    package var isTraced = false
    /// What a decision model remembers during the evaluation.
    package var model: AnyObject?

    public init(now: DateTime? = nil, limits: Limits = Limits()) {
        self.now = now
        stepsLeft = limits.steps
        maxDepth = limits.depth
    }

    /// Remembers why a value is null; gives null.
    @inline(never)
    @discardableResult
    public func null(_ reason: @autoclosure () -> String) -> FEELValue {
        if reasons.count < 100 { reasons.append(reason()) }
        return .null
    }

    /// Pays for `count` steps. False once the evaluation has been stopped.
    @inline(__always)
    package func spend(_ count: Int = 1) -> Bool {
        stepsLeft &-= count
        return stepsLeft >= 0 || stop("the evaluation was stopped: it takes more steps than allowed")
    }

    @inline(never)
    private func stop(_ reason: String) -> Bool {
        if !wasStopped {
            wasStopped = true
            reasons.append(reason)
        }
        stepsLeft = -1
        return false
    }

    /// Goes one call deeper; false where that is too deep.
    @inline(__always)
    package func enter() -> Bool {
        depth += 1
        if depth <= maxDepth { return true }
        depth -= 1
        return stop("the evaluation was stopped: functions call each other more than \(maxDepth) levels deep")
    }

    @inline(__always)
    package func leave() { depth -= 1 }

    package var reasonCount: Int { reasons.count }

    /// Forgets the reasons after the first `count`, where a null was only a probe.
    package func forgetReasons(after count: Int) {
        if reasons.count > count { reasons.removeLast(reasons.count - count) }
    }
}
