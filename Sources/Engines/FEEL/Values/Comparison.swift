extension FEELValue {
    /// FEEL's `=`: nil (null) where the kinds differ and neither is null. DMN 1.5, table 42.
    @inline(__always)
    static func equal(_ a: FEELValue, _ b: FEELValue) -> Bool? {
        switch (a, b) {
        case (.null, .null): return true
        case (.null, _), (_, .null): return false
        case (.boolean(let x), .boolean(let y)): return x == y
        case (.number(let x), .number(let y)): return x == y
        case (.string(let x), .string(let y)): return sameText(x, y)
        default:
            var budget = 1_000_000
            return equal(a, b, &budget)
        }
    }

    /// Values that share their parts may be far larger than they look, so that the comparison has a budget; nil beyond it.
    private static func equal(_ a: FEELValue, _ b: FEELValue, _ budget: inout Int) -> Bool? {
        budget -= 1
        if budget < 0 { return nil }
        switch (a, b) {
        case (.null, .null): return true
        case (.null, _), (_, .null): return false
        case (.boolean(let x), .boolean(let y)): return x == y
        case (.number(let x), .number(let y)): return x == y
        case (.string(let x), .string(let y)): return sameText(x, y)
        case (.list(let x), .list(let y)):
            guard x.count == y.count else { return false }
            for index in x.indices where equal(x[index], y[index], &budget) != true { return budget < 0 ? nil : false }
            return true
        case (.context(let x), .context(let y)): return equal(x, y, &budget)
        case (.range(let x), .range(let y)): return FEELRange.equal(x, y)
        case (.function(let x), .function(let y)): return x === y
        default: return compare(a, b).map { $0 == 0 }
        }
    }

    private static func equal(_ a: FEELContext, _ b: FEELContext, _ budget: inout Int) -> Bool? {
        guard a.count == b.count else { return false }
        for (key, value) in a.entries {
            guard let other = b[key] else { return false }
            if equal(value, other, &budget) != true { return budget < 0 ? nil : false }
        }
        return true
    }

    /// Whether the value, written out, has more than `limit` parts.
    package func isLarger(than limit: Int) -> Bool {
        var rest = limit
        return isLarger(&rest)
    }

    private func isLarger(_ rest: inout Int) -> Bool {
        rest -= 1
        if rest < 0 { return true }
        switch self {
        case .list(let items):
            for item in items where item.isLarger(&rest) { return true }
        case .context(let context):
            for value in context.values where value.isLarger(&rest) { return true }
        default: break
        }
        return false
    }

    /// Below, equal or above zero as `a` comes before, with or after `b`; nil where they have no order.
    /// DMN 1.5, 10.3.2.3 and table 44.
    @inline(__always)
    static func compare(_ a: FEELValue, _ b: FEELValue) -> Int? {
        if case .number(let x) = a, case .number(let y) = b { return Decimal128.compare(x, y) }
        return compareOthers(a, b)
    }

    /// Below, equal or above zero as `a` comes before, with or after `b`; nil where they have no order.
    public static func order(_ a: FEELValue, _ b: FEELValue) -> Int? { compare(a, b) }

    private static func compareOthers(_ a: FEELValue, _ b: FEELValue) -> Int? {
        switch (a, b) {
        case (.string(let x), .string(let y)): return order(x, y)
        case (.date(let x), .date(let y)): return order(x, y)
        case (.time(let x), .time(let y)): return order(x.comparable, y.comparable)
        case (.dateTime(let x), .dateTime(let y)): return order(x.comparable, y.comparable)
        case (.days(let x), .days(let y)): return order(x, y)
        case (.months(let x), .months(let y)): return order(x, y)
        default: return nil
        }
    }

    @inline(__always)
    private static func order<T: Comparable>(_ a: T, _ b: T) -> Int { a < b ? -1 : b < a ? 1 : 0 }

    /// By code points: the order of UTF-8 is the order of code points.
    private static func order(_ a: String, _ b: String) -> Int {
        if sameText(a, b) { return 0 }
        return a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1
    }

    /// A local time and one with a zone have no order.
    private static func order(_ a: (Int, Bool), _ b: (Int, Bool)) -> Int? {
        a.1 == b.1 ? order(a.0, b.0) : nil
    }
}

/// Whether two texts have the same code points. (Swift's `==` also equates composed and decomposed characters.)
@inline(__always)
package func sameText(_ a: String, _ b: String) -> Bool {
    a.utf8.count == b.utf8.count && sameBytes(a, b)
}

private func sameBytes(_ a: String, _ b: String) -> Bool {
    let answer = a.utf8.withContiguousStorageIfAvailable { x in
        b.utf8.withContiguousStorageIfAvailable { y in
            for index in 0..<x.count where x[index] != y[index] { return false }
            return true
        }
    }
    return (answer ?? nil) ?? a.utf8.elementsEqual(b.utf8)
}
