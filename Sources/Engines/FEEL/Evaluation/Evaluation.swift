/// One evaluation: its clock, its limits, and the reasons for the nulls it met.
///
/// An evaluation belongs to one task. Nothing it does depends on anything but its expression, its variables and the
/// moment given here.
public final class Evaluation {
    /// What an evaluation may cost before it is stopped.
    public struct Limits: Sendable {
        /// Steps: items visited, functions called, characters joined.
        public var steps: Int
        /// How deeply functions may call each other (fewer levels where their bodies nest deeply).
        public var depth: Int

        public init(steps: Int = 10_000_000, depth: Int = 512) {
            self.steps = steps
            self.depth = depth
        }
    }

    /// What `now()` and `today()` answer; without it they answer null.
    public let now: DateTime?
    private let maxDepth: Int
    /// What changes all the time, behind a pointer, so that no access has to be checked for overlaps.
    private let counters: UnsafeMutablePointer<Counters>
    /// Where frames have their variables, the last one on top.
    let stack: UnsafeMutablePointer<FEELValue>
    static let stackSize = 512

    private struct Counters {
        var stepsLeft: Int
        var depth = 0
        var stackTop = 0
    }

    /// Why values became null, in the order in which it happened; the first hundred.
    public private(set) var reasons: [String] = []
    /// Set where the evaluation went beyond its limits; its result is null then.
    public private(set) var wasStopped = false
    /// Whether the model writes down how its results come about.
    package let isTraced: Bool
    /// The bodies of the model's functions, where they may be called without the model.
    private let bodies: [ModelBody?]
    /// What a decision model remembers during the evaluation.
    package var model: AnyObject?

    public convenience init(now: DateTime? = nil, limits: Limits = Limits()) {
        self.init(now: now, limits: limits, bodies: [], isTraced: false)
    }

    package init(now: DateTime?, limits: Limits, bodies: [ModelBody?], isTraced: Bool) {
        self.now = now
        self.isTraced = isTraced
        self.bodies = isTraced ? [] : bodies
        maxDepth = limits.depth
        counters = .allocate(capacity: 1)
        counters.initialize(to: Counters(stepsLeft: limits.steps))
        stack = .allocate(capacity: Evaluation.stackSize)
    }

    deinit {
        counters.deallocate()
        stack.deallocate()
    }

    @inline(__always)
    func body(_ number: Int) -> ModelBody? { number < bodies.count ? bodies[number] : nil }

    /// Room for the variables of a frame; nil where the stack is full.
    @inline(__always)
    func push(_ count: Int) -> UnsafeMutablePointer<FEELValue>? {
        let top = counters.pointee.stackTop
        guard top + count <= Evaluation.stackSize else { return nil }
        counters.pointee.stackTop = top + count
        return stack + top
    }

    /// Gives room back; frames end in the reverse order of their beginning.
    @inline(__always)
    func pop(_ count: Int) { counters.pointee.stackTop -= count }

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
        counters.pointee.stepsLeft &-= count
        return counters.pointee.stepsLeft >= 0 || stop("the evaluation was stopped: it takes more steps than allowed")
    }

    @inline(never)
    private func stop(_ reason: String) -> Bool {
        if !wasStopped {
            wasStopped = true
            reasons.append(reason)
        }
        counters.pointee.stepsLeft = -1
        return false
    }

    /// The value as the result of the evaluation: null where it was stopped, or where the value is larger than allowed.
    package func finish(_ value: FEELValue) -> FEELValue {
        if !wasStopped, value.isLarger(than: 1_000_000) {
            _ = stop("the evaluation was stopped: its result has more than a million parts")
        }
        return wasStopped ? .null : value
    }

    /// Goes one call deeper; false where that is too deep.
    @inline(__always)
    package func enter(_ weight: Int = 1) -> Bool {
        counters.pointee.depth += weight
        if counters.pointee.depth <= maxDepth { return true }
        counters.pointee.depth -= weight
        return stop("the evaluation was stopped: functions call each other more than \(maxDepth) levels deep")
    }

    @inline(__always)
    package func leave(_ weight: Int = 1) { counters.pointee.depth -= weight }

    package var reasonCount: Int { reasons.count }

    /// Forgets the reasons after the first `count`, where a null was only a probe.
    package func forgetReasons(after count: Int) {
        if reasons.count > count { reasons.removeLast(reasons.count - count) }
    }
}
