/// How a number is rounded to a scale. DMN 1.5, 10.3.4.5.
public enum RoundingMode: Sendable {
    case halfEven, up, down, halfUp, halfDown, floor, ceiling
}

extension Decimal128 {
    /// The number with `scale` digits after the point (before it, where `scale` is negative).
    ///
    /// nil where the scale is outside -6111…6176 or the result has more than 34 digits.
    public func rounded(scale: Int, _ mode: RoundingMode) -> Decimal128? {
        guard scale >= -Decimal128.maxExponent, scale <= -Decimal128.minExponent else { return nil }
        let cut = -scale - exponent
        if cut <= 0 {
            // Zeros are appended as far as 34 digits allow; the value does not change.
            let pad = min(-cut, Decimal128.digits - Powers.digits(coefficient))
            return Decimal128(negative: sign, coefficient: coefficient * Powers.ten[pad], exponent: exponent - pad)
        }
        let unit = cut > 38 ? nil : Powers.ten[cut]
        let quotient = unit.map { coefficient / $0 } ?? 0
        let remainder = unit.map { coefficient % $0 } ?? coefficient
        let half = unit.map { $0 / 2 }
        let isUp = roundsUp(mode, odd: quotient & 1 == 1, remainder: remainder, half: half)
        return Decimal128.rounded(negative: sign, isUp ? quotient + 1 : quotient, exponent: -scale, sticky: false)
    }

    private func roundsUp(_ mode: RoundingMode, odd: Bool, remainder: UInt128, half: UInt128?) -> Bool {
        if remainder == 0 { return false }
        let isAbove = half.map { remainder > $0 } ?? false
        let isHalf = half.map { remainder == $0 } ?? false
        switch mode {
        case .up: return true
        case .down: return false
        case .floor: return sign
        case .ceiling: return !sign
        case .halfUp: return isAbove || isHalf
        case .halfDown: return isAbove
        case .halfEven: return isAbove || isHalf && odd
        }
    }

    /// The square root, correctly rounded; nil below zero.
    public var squareRoot: Decimal128? {
        if isZero { return .zero }
        if sign { return nil }
        // 72 digits under the root give 36 of the root: two more than the result keeps.
        var shift = 72 - Powers.digits(coefficient)
        if (exponent - shift) % 2 != 0 { shift += 1 }
        let scaled = BigInteger(coefficient) * BigInteger.power(of: 10, shift)
        let root = scaled.squareRoot
        let isExact = root * root == scaled
        let exponent = (exponent - shift) / 2
        guard let result = root.decimal(negative: false, exponent: exponent, sticky: !isExact) else { return nil }
        return isExact ? result.trimmedFraction : result
    }

    /// Without the trailing zeros after the point.
    var trimmedFraction: Decimal128 {
        if exponent >= 0 { return self }
        var coefficient = self.coefficient
        var exponent = self.exponent
        while exponent < 0, coefficient % 10 == 0 {
            coefficient /= 10
            exponent += 1
        }
        return Decimal128(negative: sign, coefficient: coefficient, exponent: exponent)
    }
}
