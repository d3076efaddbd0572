/// A decimal number of 34 digits: IEEE 754-2008 decimal128 without infinities and NaN (FEEL has null instead).
///
/// The 128 bits hold the sign (1), the biased exponent (14) and an integer coefficient below 10^34 (113), so a value
/// is two machine words. Numbers that are equal may differ in their trailing zeros (`1.0` and `1.00`); `==` and hashing
/// look at the value, `exponent` and `description` at the zeros. DMN 1.5, 10.3.2.3.1.
public struct Decimal128: Sendable {
    var high: UInt64
    var low: UInt64

    static let bias = 6176
    static let maxExponent = 6111
    static let minExponent = -6176
    static let digits = 34
    /// 10^34 - 1, the largest coefficient.
    static let maxCoefficient = Powers.ten[34] - 1

    @inline(__always)
    init(negative: Bool, coefficient: UInt128, exponent: Int) {
        low = UInt64(truncatingIfNeeded: coefficient)
        high =
            (negative ? 1 << 63 : 0) | UInt64(truncatingIfNeeded: exponent &+ Decimal128.bias) << 49
            | UInt64(truncatingIfNeeded: coefficient >> 64)
    }

    public static let zero = Decimal128(0)
    public static let one = Decimal128(1)

    /// The number `value`, exactly.
    @inline(__always)
    public init(_ value: Int) {
        low = UInt64(value.magnitude)
        high = (value < 0 ? 1 << 63 : 0) | UInt64(Decimal128.bias) << 49
    }

    @inline(__always)
    var coefficient: UInt128 { UInt128(high & 0x1_FFFF_FFFF_FFFF) << 64 | UInt128(low) }

    /// The coefficient where it fits one word.
    @inline(__always)
    var small: UInt64? { high & 0x1_FFFF_FFFF_FFFF == 0 ? low : nil }

    @inline(__always)
    var exponent: Int { Int(high >> 49 & 0x3FFF) &- Decimal128.bias }

    /// True for numbers below zero.
    @inline(__always)
    public var isNegative: Bool { high >> 63 == 1 && !isZero }

    @inline(__always)
    var sign: Bool { high >> 63 == 1 }

    @inline(__always)
    public var isZero: Bool { low == 0 && high & 0x1_FFFF_FFFF_FFFF == 0 }

    public static prefix func - (value: Decimal128) -> Decimal128 {
        if value.isZero { return value }
        var result = value
        result.high ^= 1 << 63
        return result
    }

    public var magnitude: Decimal128 {
        var result = self
        result.high &= ~(1 << 63)
        return result
    }

    /// The whole number that this is, or nil where it has a fraction or does not fit.
    public var exactInt: Int? {
        let number = trimmed
        var magnitude = number.coefficient
        guard number.exponent >= 0, number.exponent < 20 else { return magnitude == 0 ? 0 : nil }
        let (scaled, overflow) = magnitude.multipliedReportingOverflow(by: Powers.ten[number.exponent])
        if overflow || scaled > UInt128(Int.max) { return nil }
        magnitude = scaled
        return sign ? -Int(magnitude) : Int(magnitude)
    }

    public var isInteger: Bool { exponent >= 0 || trimmed.exponent >= 0 || isZero }

    /// The same number with the trailing zeros of its fraction and its coefficient removed.
    var trimmed: Decimal128 {
        if isZero { return .zero }
        var coefficient = self.coefficient
        var exponent = self.exponent
        if let small, exponent == 0, small % 10 != 0 { return self }
        while coefficient % 10 == 0 && exponent < Decimal128.maxExponent {
            coefficient /= 10
            exponent += 1
        }
        return Decimal128(negative: sign, coefficient: coefficient, exponent: exponent)
    }

    /// The nearest binary number.
    public var double: Double { Double(description) ?? 0 }
}

extension Decimal128: Equatable, Comparable, Hashable {
    @inline(__always)
    public static func == (a: Decimal128, b: Decimal128) -> Bool {
        if a.high == b.high && a.low == b.low { return true }
        return compare(a, b) == 0
    }

    @inline(__always)
    public static func < (a: Decimal128, b: Decimal128) -> Bool { compare(a, b) < 0 }

    public func hash(into hasher: inout Hasher) {
        let number = trimmed
        hasher.combine(number.high)
        hasher.combine(number.low)
    }

    /// -1, 0 or 1 as `a` is below, equal to or above `b`.
    @inline(__always)
    static func compare(_ a: Decimal128, _ b: Decimal128) -> Int {
        if a.high >> 49 == b.high >> 49, let x = a.small, let y = b.small, !a.sign {
            return x < y ? -1 : x == y ? 0 : 1
        }
        return compareSlowly(a, b)
    }

    private static func compareSlowly(_ a: Decimal128, _ b: Decimal128) -> Int {
        if a.isZero { return b.isZero ? 0 : b.sign ? 1 : -1 }
        if b.isZero { return a.sign ? -1 : 1 }
        if a.sign != b.sign { return a.sign ? -1 : 1 }
        let order = compareMagnitudes(a, b)
        return a.sign ? -order : order
    }

    private static func compareMagnitudes(_ a: Decimal128, _ b: Decimal128) -> Int {
        let x = a.coefficient
        let y = b.coefficient
        let topA = Powers.digits(x) + a.exponent
        let topB = Powers.digits(y) + b.exponent
        if topA != topB { return topA < topB ? -1 : 1 }
        // The leading digits stand at the same place, so the exponents differ by less than 34.
        let shift = a.exponent - b.exponent
        if shift == 0 { return x < y ? -1 : x == y ? 0 : 1 }
        let (wide, narrow) = shift > 0 ? (x, y) : (y, x)
        let scaled = wide.multipliedFullWidth(by: Powers.ten[abs(shift)])
        let order = scaled.high > 0 ? 1 : scaled.low < narrow ? -1 : scaled.low == narrow ? 0 : 1
        return shift > 0 ? order : -order
    }
}

extension Decimal128: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self.init(value) }
}

/// The powers of ten that a UInt128 holds.
enum Powers {
    static let ten: [UInt128] = {
        var powers: [UInt128] = [1]
        for _ in 0..<38 { powers.append(powers[powers.count - 1] * 10) }
        return powers
    }()

    /// How many decimal digits `value` has; 0 has one.
    static func digits(_ value: UInt128) -> Int {
        if value < 10 { return 1 }
        // 1233/4096 is just above log10(2).
        let guess = ((128 - value.leadingZeroBitCount) * 1233) >> 12
        return guess < 39 && value >= ten[guess] ? guess + 1 : guess
    }
}
