/// The operations return nil where IEEE 754 says infinity or NaN: overflow, division by zero.
extension Decimal128 {
    public static func + (a: Decimal128, b: Decimal128) -> Decimal128? {
        if a.high >> 49 == b.high >> 49, let x = a.small, let y = b.small {
            let (sum, carry) = x.addingReportingOverflow(y)
            if !carry {
                var result = a
                result.low = sum
                return result
            }
        }
        return addSlowly(a, b)
    }

    public static func - (a: Decimal128, b: Decimal128) -> Decimal128? { a + (-b) }

    private static func addSlowly(_ a: Decimal128, _ b: Decimal128) -> Decimal128? {
        let (wide, narrow) = a.exponent >= b.exponent ? (a, b) : (b, a)
        var shift = wide.exponent - narrow.exponent
        if wide.isZero { return shift == 0 || !narrow.isZero ? narrow : narrow }
        if narrow.isZero { return padded(wide, towards: narrow.exponent) }
        var large = wide.coefficient
        var small = narrow.coefficient
        var exponent = wide.exponent
        // Room for 37 digits: three more than a result keeps, so that what is cut off the other one decides only by
        // being there (sticky).
        let room = max(0, 37 - Powers.digits(large))
        let up = min(room, shift)
        large *= Powers.ten[up]
        exponent -= up
        shift -= up
        var sticky = false
        if shift > 0 {
            if shift > 38 {
                sticky = true
                small = 0
            } else {
                let (quotient, remainder) = small.quotientAndRemainder(dividingBy: Powers.ten[shift])
                small = quotient
                sticky = remainder != 0
            }
        }
        if wide.sign == narrow.sign {
            return rounded(negative: wide.sign, large + small, exponent: exponent, sticky: sticky)
        }
        if large >= small {
            let difference = large - small
            if difference == 0 && !sticky { return Decimal128(negative: false, coefficient: 0, exponent: exponent) }
            return rounded(
                negative: wide.sign, sticky ? difference - 1 : difference, exponent: exponent, sticky: sticky)
        }
        return rounded(negative: narrow.sign, small - large, exponent: exponent, sticky: sticky)
    }

    /// The same number with as many trailing zeros as fit, down to `exponent` (the ideal exponent of a sum).
    private static func padded(_ value: Decimal128, towards exponent: Int) -> Decimal128 {
        let room = digits - Powers.digits(value.coefficient)
        let shift = min(room, value.exponent - exponent)
        if shift <= 0 { return value }
        return Decimal128(
            negative: value.sign, coefficient: value.coefficient * Powers.ten[shift], exponent: value.exponent - shift)
    }

    public static func * (a: Decimal128, b: Decimal128) -> Decimal128? {
        let negative = a.sign != b.sign
        let exponent = a.exponent + b.exponent
        if let x = a.small, let y = b.small {
            let product = x.multipliedFullWidth(by: y)
            return rounded(
                negative: negative, UInt128(product.high) << 64 | UInt128(product.low), exponent: exponent,
                sticky: false)
        }
        let product = a.coefficient.multipliedFullWidth(by: b.coefficient)
        if product.high == 0 { return rounded(negative: negative, product.low, exponent: exponent, sticky: false) }
        // At most 68 digits: cutting `cut` of them leaves at most 38.
        let cut = min(38, Powers.digits(a.coefficient) + Powers.digits(b.coefficient) - 37)
        let (quotient, remainder) = Powers.ten[cut].dividingFullWidth((product.high, product.low))
        return rounded(negative: negative, quotient, exponent: exponent + cut, sticky: remainder != 0)
    }

    public static func / (a: Decimal128, b: Decimal128) -> Decimal128? {
        if b.isZero { return nil }
        let ideal = a.exponent - b.exponent
        let negative = a.sign != b.sign
        let divisor = b.coefficient
        if a.isZero { return rounded(negative: false, 0, exponent: ideal, sticky: false) }
        let up = digits - Powers.digits(a.coefficient)
        let more = Powers.digits(divisor) + 1
        let dividend = a.coefficient * Powers.ten[up]
        let wide = dividend.multipliedFullWidth(by: Powers.ten[more])
        let (quotient, remainder) =
            wide.high == 0 ? wide.low.quotientAndRemainder(dividingBy: divisor) : divisor.dividingFullWidth(wide)
        let exponent = ideal - up - more
        if remainder != 0 { return rounded(negative: negative, quotient, exponent: exponent, sticky: true) }
        return exact(negative: negative, quotient, exponent: exponent, ideal: ideal)
    }

    /// An exact quotient sheds trailing zeros up to its ideal exponent (IEEE 754-2008, 5.2).
    private static func exact(negative: Bool, _ coefficient: UInt128, exponent: Int, ideal: Int) -> Decimal128? {
        var coefficient = coefficient
        var exponent = exponent
        for step in [16, 8, 4, 2, 1] {
            while ideal - exponent >= step {
                let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: Powers.ten[step])
                if remainder != 0 { break }
                coefficient = quotient
                exponent += step
            }
        }
        return rounded(negative: negative, coefficient, exponent: exponent, sticky: false)
    }

    /// `a - b * floor(a / b)`: the remainder takes the sign of the divisor. DMN 1.5, 10.3.4.5 `modulo`.
    public static func modulo(_ a: Decimal128, _ b: Decimal128) -> Decimal128? {
        guard !b.isZero else { return nil }
        let exponent = min(a.exponent, b.exponent)
        let x = BigInteger(a.coefficient) * BigInteger.power(of: 10, a.exponent - exponent)
        let y = BigInteger(b.coefficient) * BigInteger.power(of: 10, b.exponent - exponent)
        var rest = x.quotientAndRemainder(dividingBy: y).remainder
        if !rest.isZero && a.sign != b.sign { rest = y - rest }
        return rest.decimal(negative: b.sign, exponent: exponent)
    }

    /// Rounds half to even to 34 digits and into the range of exponents; `sticky` says that the true value lies above
    /// `coefficient` by less than one unit.
    static func rounded(negative: Bool, _ coefficient: UInt128, exponent: Int, sticky: Bool) -> Decimal128? {
        var coefficient = coefficient
        var exponent = exponent
        var sticky = sticky
        if coefficient > maxCoefficient || exponent < minExponent {
            let cut = max(Powers.digits(coefficient) - digits, minExponent - exponent)
            (coefficient, sticky) = cutting(coefficient, by: cut, sticky: sticky)
            exponent += cut
            if coefficient > maxCoefficient {
                coefficient /= 10
                exponent += 1
            }
        }
        if exponent > maxExponent {
            if coefficient == 0 { return Decimal128(negative: false, coefficient: 0, exponent: maxExponent) }
            let pad = exponent - maxExponent
            guard pad + Powers.digits(coefficient) <= digits else { return nil }
            coefficient *= Powers.ten[pad]
            exponent = maxExponent
        }
        return Decimal128(negative: negative && coefficient != 0, coefficient: coefficient, exponent: exponent)
    }

    private static func cutting(_ coefficient: UInt128, by cut: Int, sticky: Bool) -> (UInt128, Bool) {
        if cut > 38 { return (0, coefficient != 0 || sticky) }
        let unit = Powers.ten[cut]
        let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: unit)
        let half = unit / 2
        let up = remainder > half || remainder == half && (sticky || quotient & 1 == 1)
        return (up ? quotient + 1 : quotient, sticky || remainder != 0)
    }
}
