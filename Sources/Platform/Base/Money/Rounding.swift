/// How a value between two representable ones becomes one of them. Always named: the law of a fee says which.
public enum Rounding: String, Hashable, Sendable, Codable, CaseIterable {
    /// Away from zero.
    case up
    /// Toward zero.
    case down
    /// Toward positive infinity.
    case ceiling
    /// Toward negative infinity.
    case floor
    /// To the nearest; a half away from zero (commercial rounding).
    case halfUp = "half-up"
    /// To the nearest; a half toward zero.
    case halfDown = "half-down"
    /// To the nearest; a half to the even neighbour (bankers' rounding).
    case halfEven = "half-even"

    /// `numerator ÷ denominator`, rounded. The denominator is not zero.
    func quotient(_ numerator: Int128, _ denominator: Int128) -> Int128 {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        guard remainder != 0 else { return quotient }
        let isNegative = (numerator < 0) != (denominator < 0)
        let away = quotient + (isNegative ? -1 : 1)
        // The remainder against what is left of the divisor, so that doubling cannot overflow.
        let rest = remainder.magnitude
        let other = denominator.magnitude - rest
        switch self {
        case .up: return away
        case .down: return quotient
        case .ceiling: return isNegative ? quotient : away
        case .floor: return isNegative ? away : quotient
        case .halfUp: return rest >= other ? away : quotient
        case .halfDown: return rest > other ? away : quotient
        case .halfEven:
            if rest == other { return quotient % 2 == 0 ? quotient : away }
            return rest > other ? away : quotient
        }
    }
}

/// An exact fraction: a rate of 20 % is `Ratio(20, 100)`.
public struct Ratio: Hashable, Sendable {
    public let numerator: Int64
    public let denominator: Int64

    /// `nil` for a denominator of zero.
    public init?(_ numerator: Int64, _ denominator: Int64) {
        guard denominator != 0 else { return nil }
        self.numerator = numerator
        self.denominator = denominator
    }

    /// `percent` hundredths.
    public static func percent(_ percent: Int64) -> Ratio { Ratio(known: percent, 100) }

    private init(known numerator: Int64, _ denominator: Int64) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// From decimal digits: `0.196`, `-2`. `nil` for anything else or more than eighteen digits.
    public init?(decimal text: String) {
        guard let number = DecimalDigits(text), number.digits <= 18, number.decimals <= 18 else { return nil }
        let scale = (0..<number.decimals).reduce(Int64(1)) { scale, _ in scale * 10 }
        self.init(number.unscaled, scale)
    }
}

/// A decimal number as it is written: an optional minus, digits, and digits after a point.
struct DecimalDigits {
    private(set) var unscaled: Int64 = 0
    private(set) var decimals = 0
    private(set) var digits = 0

    /// `nil` for anything else, and for what overflows 64 bits.
    init?(_ text: String) {
        var bytes = Array(text.utf8)[...]
        let negative = bytes.first == UInt8(ascii: "-")
        if negative { bytes.removeFirst() }
        var hasPoint = false
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "."), !hasPoint, index > 0, index < bytes.count - 1 {
                hasPoint = true
                continue
            }
            guard case let digit = byte &- UInt8(ascii: "0"), digit < 10 else { return nil }
            let (tenfold, overflow) = unscaled.multipliedReportingOverflow(by: 10)
            // Counting downward from zero reaches the most negative number too.
            let (next, overflows) = tenfold.subtractingReportingOverflow(Int64(digit))
            guard !overflow, !overflows else { return nil }
            unscaled = next
            digits += 1
            if hasPoint { decimals += 1 }
        }
        guard digits > 0 else { return nil }
        if !negative {
            guard unscaled != .min else { return nil }
            unscaled = -unscaled
        }
    }
}
