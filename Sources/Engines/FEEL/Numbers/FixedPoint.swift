/// A signed binary fixed-point number with `bits` bits after the point, wrong by less than 2^(slack - bits).
struct FixedPoint {
    var negative: Bool
    var magnitude: BigInteger
    var bits: Int
    var slack = 1

    init(negative: Bool, magnitude: BigInteger, bits: Int, slack: Int = 1) {
        self.negative = negative
        self.magnitude = magnitude
        self.bits = bits
        self.slack = slack
    }

    init(_ value: Decimal128, bits: Int) {
        negative = value.isNegative
        self.bits = bits
        magnitude = FixedPoint.scaled(value, bits: bits)
    }

    private static func scaled(_ value: Decimal128, bits: Int) -> BigInteger {
        let coefficient = BigInteger(value.coefficient)
        if value.exponent >= 0 { return coefficient * BigInteger.power(of: 10, value.exponent) << bits }
        let divisor = BigInteger.power(of: 10, -value.exponent)
        return (coefficient << bits).quotientAndRemainder(dividingBy: divisor).quotient
    }

    var binary: BinaryApproximation {
        BinaryApproximation(
            negative: negative, mantissa: magnitude, exponent: -bits, error: BigInteger.one << slack)
    }

    /// This number times a decimal, kept with `bits` bits.
    func multiplied(by factor: Decimal128, bits: Int) -> FixedPoint {
        let product = magnitude * BigInteger(factor.coefficient)
        let power = BigInteger.power(of: 10, abs(factor.exponent))
        let scaled =
            factor.exponent >= 0 ? product * power : product.quotientAndRemainder(dividingBy: power).quotient
        // The factor is below 2^15 of the result's size wherever the result is used, and 64 bits are dropped.
        return FixedPoint(
            negative: negative != factor.isNegative, magnitude: scaled >> (self.bits - bits), bits: bits, slack: 24)
    }

    /// ln 2 by Machin's kind of formula: 18 artanh(1/26) - 2 artanh(1/4801) + 8 artanh(1/8749).
    static func ln2(_ bits: Int) -> BigInteger {
        let sum = inverseArtanh(26, bits) * BigInteger(18) + inverseArtanh(8749, bits) * BigInteger(8)
        return sum - inverseArtanh(4801, bits) * BigInteger(2)
    }

    private static func inverseArtanh(_ n: UInt128, _ bits: Int) -> BigInteger {
        let square = BigInteger(n * n)
        var term = (BigInteger.one << bits).quotientAndRemainder(dividingBy: BigInteger(n)).quotient
        var sum = term
        var odd: UInt128 = 3
        while !term.isZero {
            term = term.quotientAndRemainder(dividingBy: square).quotient
            sum = sum + term.quotientAndRemainder(dividingBy: BigInteger(odd)).quotient
            odd += 2
        }
        return sum
    }

    /// e^x as mantissa and binary exponent: x = k ln 2 + r, e^r by Taylor on r / 2^8, squared eight times.
    static func exponential(_ x: FixedPoint) -> BinaryApproximation {
        let bits = x.bits
        let ln2 = FixedPoint.ln2(bits + 32)
        var (quotient, _) = (x.magnitude << 32).quotientAndRemainder(dividingBy: ln2)
        if x.negative { quotient = quotient + .one }
        let whole = (ln2 * quotient) >> 32
        let rest = x.negative ? whole - x.magnitude : x.magnitude - whole
        let reduced = rest >> 8
        var term = BigInteger.one << bits
        var sum = term
        var n: UInt128 = 1
        while !term.isZero {
            term = ((term * reduced) >> bits).quotientAndRemainder(dividingBy: BigInteger(n)).quotient
            sum = sum + term
            n += 1
        }
        for _ in 0..<8 { sum = (sum * sum) >> bits }
        let k = Int(quotient.limbs.first ?? 0)
        return BinaryApproximation(
            negative: false, mantissa: sum, exponent: (x.negative ? -k : k) - bits,
            error: BigInteger.one << (max(24, x.slack + 4)))
    }

    /// ln x = k ln 2 + 2 artanh((m - 1) / (m + 1)) with m in [3/4, 3/2).
    static func logarithm(of x: Decimal128, bits: Int) -> FixedPoint {
        // Extra bits, so that numbers far below one keep their digits.
        let extra = bits + max(0, -x.exponent * 10 / 3)
        let scaled = FixedPoint.scaled(x, bits: extra)
        var k = scaled.bitWidth - 1 - extra
        var m = scaled << (bits + 8 - (extra + k))
        let work = bits + 8
        let one = BigInteger.one << work
        if !(m < one + (one >> 1)) {
            m = m >> 1
            k += 1
        }
        let isBelow = m < one
        let difference = isBelow ? one - m : m - one
        let z = (difference << work).quotientAndRemainder(dividingBy: m + one).quotient
        let square = (z * z) >> work
        var term = z
        var sum = z
        var odd: UInt128 = 3
        while !term.isZero {
            term = (term * square) >> work
            sum = sum + term.quotientAndRemainder(dividingBy: BigInteger(odd)).quotient
            odd += 2
        }
        let part = sum << 1
        let multiple = ln2(work) * BigInteger(UInt128(abs(k)))
        return combined(multiple, k < 0, part, isBelow, work: work, bits: bits)
    }

    private static func combined(
        _ a: BigInteger, _ aNegative: Bool, _ b: BigInteger, _ bNegative: Bool, work: Int, bits: Int
    ) -> FixedPoint {
        let shift = work - bits
        if aNegative == bNegative || a.isZero {
            return FixedPoint(
                negative: bNegative && a.isZero || aNegative && !a.isZero, magnitude: (a + b) >> shift, bits: bits,
                slack: 14)
        }
        let isFirstLarger = !(a < b)
        return FixedPoint(
            negative: isFirstLarger ? aNegative : bNegative,
            magnitude: (isFirstLarger ? a - b : b - a) >> shift, bits: bits, slack: 14)
    }
}
