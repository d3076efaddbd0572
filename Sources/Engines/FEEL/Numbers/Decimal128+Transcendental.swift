/// `exp`, `log` and powers, correctly rounded: each is computed with an error bound in binary fixed point, and with
/// more bits until the bound no longer straddles a rounding boundary (Ziv's method).
extension Decimal128 {
    /// e to the power of this number; nil on overflow.
    public var exponential: Decimal128? {
        if isZero { return .one }
        if self > 15_000 { return nil }
        if self < -15_000 { return .zero }
        return Decimal128.settled { bits in
            FixedPoint.exponential(FixedPoint(self, bits: bits))
        }
    }

    /// The natural logarithm; nil at and below zero.
    public var logarithm: Decimal128? {
        guard !sign, !isZero else { return nil }
        if self == .one { return .zero }
        return Decimal128.settled { bits in FixedPoint.logarithm(of: self, bits: bits).binary }
    }

    /// This number to the power of `exponent`.
    ///
    /// nil where the result is not a real number, is infinite or too large.
    public func power(_ exponent: Decimal128) -> Decimal128? {
        if exponent.isZero { return .one }
        if isZero { return exponent.isNegative ? nil : .zero }
        if let whole = exponent.exactInt, abs(whole) < 1 << 30 { return integerPower(whole) }
        if sign {
            guard exponent.isInteger else { return nil }
            return magnitude.realPower(exponent).map { exponent.isOddInteger ? -$0 : $0 }
        }
        return realPower(exponent)
    }

    public var isOddInteger: Bool {
        guard isInteger else { return false }
        return Decimal128.modulo(magnitude, 2) == .one
    }

    private func integerPower(_ whole: Int) -> Decimal128? {
        let number = trimmed
        let negative = sign && whole % 2 != 0
        if number.coefficient == 1 {
            return Decimal128.rounded(negative: negative, 1, exponent: number.exponent * whole, sticky: false)
        }
        let bits = (128 - number.coefficient.leadingZeroBitCount) * abs(whole)
        if whole > 0 && bits < 112 {
            var result: UInt128 = 1
            for _ in 0..<whole { result *= number.coefficient }
            return Decimal128.rounded(
                negative: negative, result, exponent: number.exponent * whole, sticky: false)
        }
        if let fast = WideFloat.power(number.coefficient, whole, exponent: number.exponent) {
            return negative ? -fast : fast
        }
        // Exact where the whole result is of moderate size; the rest cannot lie on a boundary.
        if whole > 0 && bits < 4096 {
            var result = BigInteger.one
            let base = BigInteger(number.coefficient)
            for _ in 0..<whole { result = result * base }
            return result.decimal(negative: negative, exponent: number.exponent * whole)
        }
        return magnitude.realPower(Decimal128(whole)).map { negative ? -$0 : $0 }
    }

    private func realPower(_ exponent: Decimal128) -> Decimal128? {
        if self == .one { return .one }
        guard let size = (logarithm.flatMap { $0 * exponent }) else { return nil }
        if size > 15_000 { return nil }
        if size < -15_000 { return .zero }
        let result = Decimal128.settled { bits in
            let log = FixedPoint.logarithm(of: self, bits: bits + 64)
            return FixedPoint.exponential(log.multiplied(by: exponent, bits: bits))
        }
        return result?.trimmedFraction
    }

    /// Rounds once the approximation is good enough: where its lowest and its highest possible value round alike.
    private static func settled(_ approximate: (Int) -> BinaryApproximation) -> Decimal128? {
        var bits = 192
        while true {
            let value = approximate(bits)
            let low = value.rounded(offset: -1)
            let high = value.rounded(offset: 1)
            // Beyond 1600 bits the value is a boundary for every purpose: take the nearest.
            if low == high || bits > 1600 { return value.rounded(offset: 0) }
            bits *= 2
        }
    }
}

/// `mantissa * 2^exponent`, wrong by at most `error` units of the mantissa.
struct BinaryApproximation {
    var negative: Bool
    var mantissa: BigInteger
    var exponent: Int
    var error: BigInteger

    /// The decimal nearest to the value moved by `offset` times the error.
    func rounded(offset: Int) -> Decimal128? {
        let moved = offset == 0 ? mantissa : offset > 0 ? mantissa + error : mantissa - error
        if exponent >= 0 { return (moved << exponent).decimal(negative: negative, exponent: 0) }
        // Enough decimal places for 36 digits of the quotient.
        let size = Double(moved.bitWidth + exponent) * 0.30103
        let places = max(0, 38 - Int(size))
        let scaled = moved * BigInteger.power(of: 10, places)
        return (scaled >> -exponent).decimal(
            negative: negative, exponent: -places, sticky: scaled.hasBits(below: -exponent))
    }
}
