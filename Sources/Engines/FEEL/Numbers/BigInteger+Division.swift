extension BigInteger {
    /// Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D. A zero divisor gives zeros.
    func quotientAndRemainder(dividingBy divisor: BigInteger) -> (quotient: BigInteger, remainder: BigInteger) {
        if divisor.isZero { return (BigInteger(0), BigInteger(0)) }
        if self < divisor { return (BigInteger(0), self) }
        if divisor.limbs.count == 1 { return divided(by: divisor.limbs[0]) }
        let shift = divisor.limbs[divisor.limbs.count - 1].leadingZeroBitCount
        let v = (divisor << shift).limbs
        var u = (self << shift).limbs
        if u.count == limbs.count { u.append(0) }
        let n = v.count
        var quotient = [UInt64](repeating: 0, count: u.count - n)
        for j in stride(from: u.count - n - 1, through: 0, by: -1) {
            quotient[j] = BigInteger.step(&u, v, at: j)
        }
        return (BigInteger(limbs: quotient), BigInteger(limbs: Array(u[0..<n])) >> shift)
    }

    private func divided(by divisor: UInt64) -> (BigInteger, BigInteger) {
        var quotient = limbs
        var rest: UInt64 = 0
        for index in limbs.indices.reversed() {
            (quotient[index], rest) = divisor.dividingFullWidth((rest, limbs[index]))
        }
        return (BigInteger(limbs: quotient), BigInteger(UInt128(rest)))
    }

    /// One digit of the quotient: subtracts it times `v` from `u` at place `j`.
    private static func step(_ u: inout [UInt64], _ v: [UInt64], at j: Int) -> UInt64 {
        let n = v.count
        let top = UInt128(u[j + n]) << 64 | UInt128(u[j + n - 1])
        var digit = top / UInt128(v[n - 1])
        var rest = top % UInt128(v[n - 1])
        while digit >> 64 != 0 || digit * UInt128(v[n - 2]) > (rest << 64 | UInt128(u[j + n - 2])) {
            digit -= 1
            rest += UInt128(v[n - 1])
            if rest >> 64 != 0 { break }
        }
        var borrow: UInt64 = 0
        var carry: UInt64 = 0
        for i in 0..<n {
            let product = digit * UInt128(v[i]) + UInt128(carry)
            carry = UInt64(truncatingIfNeeded: product >> 64)
            let (first, under1) = u[i + j].subtractingReportingOverflow(UInt64(truncatingIfNeeded: product))
            let (second, under2) = first.subtractingReportingOverflow(borrow)
            u[i + j] = second
            borrow = (under1 ? 1 : 0) + (under2 ? 1 : 0)
        }
        let (first, under1) = u[j + n].subtractingReportingOverflow(carry)
        let (second, under2) = first.subtractingReportingOverflow(borrow)
        u[j + n] = second
        if under1 || under2 {
            digit -= 1
            addBack(&u, v, at: j)
        }
        return UInt64(truncatingIfNeeded: digit)
    }

    private static func addBack(_ u: inout [UInt64], _ v: [UInt64], at j: Int) {
        var carry: UInt64 = 0
        for i in v.indices {
            let sum = UInt128(u[i + j]) + UInt128(v[i]) + UInt128(carry)
            u[i + j] = UInt64(truncatingIfNeeded: sum)
            carry = UInt64(truncatingIfNeeded: sum >> 64)
        }
        u[j + v.count] &+= carry
    }

    /// The largest integer whose square is not above this one (Newton from above).
    var squareRoot: BigInteger {
        if isZero { return self }
        var guess = BigInteger.one << ((bitWidth + 1) / 2)
        while true {
            let next = (guess + quotientAndRemainder(dividingBy: guess).quotient) >> 1
            if !(next < guess) { return guess }
            guess = next
        }
    }

    /// How many decimal digits; at most one too many is avoided by looking.
    var decimalDigits: Int {
        if isZero { return 1 }
        let guess = Int(Double(bitWidth - 1) * 0.301029995663981195) + 1
        return self < BigInteger.power(of: 10, guess) ? guess : guess + 1
    }

    /// This integer times 10^exponent, rounded half to even to 34 digits; nil on overflow.
    func decimal(negative: Bool, exponent: Int, sticky: Bool = false) -> Decimal128? {
        var value = self
        var exponent = exponent
        var sticky = sticky
        if limbs.count > 2 || limbs.count == 2 && limbs[1] >> 56 != 0 {
            let cut = max(0, decimalDigits - 36)
            let (quotient, remainder) = quotientAndRemainder(dividingBy: BigInteger.power(of: 10, cut))
            sticky = sticky || !remainder.isZero
            value = quotient
            exponent += cut
        }
        let low = UInt128(value.limbs.first ?? 0)
        let high = value.limbs.count > 1 ? UInt128(value.limbs[1]) << 64 : 0
        return Decimal128.rounded(negative: negative, high | low, exponent: exponent, sticky: sticky)
    }
}
