/// A range of numbers, strings, dates, times or durations. DMN 1.5, 10.3.2.7.
public final class FEELRange: Sendable {
    /// How the range was written: `[a..b]`, or as a comparison such as `(< b)`, which leaves one side open.
    public enum Form: Sendable, Hashable {
        case interval, less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
    }

    public let form: Form
    /// null where the range has no lower end.
    public let start: FEELValue
    public let startIncluded: Bool
    /// null where the range has no upper end.
    public let end: FEELValue
    public let endIncluded: Bool

    public init(
        form: Form = .interval, start: FEELValue, startIncluded: Bool, end: FEELValue, endIncluded: Bool
    ) {
        self.form = form
        self.start = start
        self.startIncluded = startIncluded
        self.end = end
        self.endIncluded = endIncluded
    }

    /// The range that a comparison with `value` describes.
    init(_ form: Form, _ value: FEELValue) {
        self.form = form
        let isStart = form == .greater || form == .greaterOrEqual || form == .equal || form == .notEqual
        let isEnd = form == .less || form == .lessOrEqual || form == .equal || form == .notEqual
        start = isStart ? value : .null
        startIncluded = form == .greaterOrEqual || form == .equal
        end = isEnd ? value : .null
        endIncluded = form == .lessOrEqual || form == .equal
    }

    /// Whether `value` lies within; nil where it cannot be compared with the ends.
    public func contains(_ value: FEELValue) -> Bool? {
        switch form {
        case .equal: return FEELValue.equal(value, start)
        case .notEqual: return FEELValue.equal(value, start).map { !$0 }
        case .less: return FEELValue.compare(value, end).map { $0 < 0 }
        case .lessOrEqual: return FEELValue.compare(value, end).map { $0 <= 0 }
        case .greater: return FEELValue.compare(value, start).map { $0 > 0 }
        case .greaterOrEqual: return FEELValue.compare(value, start).map { $0 >= 0 }
        case .interval:
            guard let low = FEELValue.compare(value, start), let high = FEELValue.compare(value, end) else {
                return nil
            }
            return (startIncluded ? low >= 0 : low > 0) && (endIncluded ? high <= 0 : high < 0)
        }
    }

    static func equal(_ a: FEELRange, _ b: FEELRange) -> Bool {
        a.form == b.form && a.startIncluded == b.startIncluded && a.endIncluded == b.endIncluded
            && FEELValue.equal(a.start, b.start) == true && FEELValue.equal(a.end, b.end) == true
    }
}
