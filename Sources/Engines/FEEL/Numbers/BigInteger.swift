/// A non-negative integer of any size: what the functions of `Decimal128` need beyond 128 bits, and no more.
struct BigInteger: Equatable, Sendable {
    /// Little endian, without leading zeros; zero has none.
    private(set) var limbs: [UInt64]

    init(limbs: [UInt64]) {
        self.limbs = limbs
        while self.limbs.last == 0 { self.limbs.removeLast() }
    }

    init(_ value: UInt128) {
        self.init(limbs: [UInt64(truncatingIfNeeded: value), UInt64(truncatingIfNeeded: value >> 64)])
    }

    static let one = BigInteger(1)

    var isZero: Bool { limbs.isEmpty }

    var bitWidth: Int { limbs.isEmpty ? 0 : limbs.count * 64 - limbs[limbs.count - 1].leadingZeroBitCount }

    static func power(of base: UInt64, _ exponent: Int) -> BigInteger {
        var result = BigInteger.one
        var square = BigInteger(UInt128(base))
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = result * square }
            rest >>= 1
            if rest > 0 { square = square * square }
        }
        return result
    }

    static func < (a: BigInteger, b: BigInteger) -> Bool {
        if a.limbs.count != b.limbs.count { return a.limbs.count < b.limbs.count }
        for index in a.limbs.indices.reversed() where a.limbs[index] != b.limbs[index] {
            return a.limbs[index] < b.limbs[index]
        }
        return false
    }

    static func + (a: BigInteger, b: BigInteger) -> BigInteger {
        let (long, short) = a.limbs.count >= b.limbs.count ? (a.limbs, b.limbs) : (b.limbs, a.limbs)
        var sum = long
        var carry: UInt64 = 0
        for index in sum.indices {
            if index >= short.count && carry == 0 { break }
            let (first, over1) = sum[index].addingReportingOverflow(index < short.count ? short[index] : 0)
            let (second, over2) = first.addingReportingOverflow(carry)
            sum[index] = second
            carry = (over1 ? 1 : 0) + (over2 ? 1 : 0)
        }
        if carry > 0 { sum.append(carry) }
        return BigInteger(limbs: sum)
    }

    /// The difference; zero where `b` is larger.
    static func - (a: BigInteger, b: BigInteger) -> BigInteger {
        if a < b { return BigInteger(0) }
        var difference = a.limbs
        var borrow: UInt64 = 0
        for index in difference.indices {
            if index >= b.limbs.count && borrow == 0 { break }
            let (first, under1) = difference[index].subtractingReportingOverflow(
                index < b.limbs.count ? b.limbs[index] : 0)
            let (second, under2) = first.subtractingReportingOverflow(borrow)
            difference[index] = second
            borrow = (under1 ? 1 : 0) + (under2 ? 1 : 0)
        }
        return BigInteger(limbs: difference)
    }

    static func * (a: BigInteger, b: BigInteger) -> BigInteger {
        if a.isZero || b.isZero { return BigInteger(0) }
        var product = [UInt64](repeating: 0, count: a.limbs.count + b.limbs.count)
        for i in a.limbs.indices {
            var carry: UInt64 = 0
            for j in b.limbs.indices {
                let wide = a.limbs[i].multipliedFullWidth(by: b.limbs[j])
                let sum = UInt128(wide.high) << 64 + UInt128(wide.low) + UInt128(product[i + j]) + UInt128(carry)
                product[i + j] = UInt64(truncatingIfNeeded: sum)
                carry = UInt64(truncatingIfNeeded: sum >> 64)
            }
            product[i + b.limbs.count] = carry
        }
        return BigInteger(limbs: product)
    }

    static func << (a: BigInteger, count: Int) -> BigInteger {
        if count < 0 { return a >> -count }
        if a.isZero { return a }
        let (words, bits) = (count / 64, count % 64)
        var result = [UInt64](repeating: 0, count: words)
        if bits == 0 { return BigInteger(limbs: result + a.limbs) }
        var carry: UInt64 = 0
        for limb in a.limbs {
            result.append(limb << bits | carry)
            carry = limb >> (64 - bits)
        }
        result.append(carry)
        return BigInteger(limbs: result)
    }

    static func >> (a: BigInteger, count: Int) -> BigInteger {
        if count < 0 { return a << -count }
        let (words, bits) = (count / 64, count % 64)
        if words >= a.limbs.count { return BigInteger(0) }
        var result = Array(a.limbs[words...])
        if bits == 0 { return BigInteger(limbs: result) }
        for index in result.indices {
            let above = index + 1 < result.count ? result[index + 1] << (64 - bits) : 0
            result[index] = result[index] >> bits | above
        }
        return BigInteger(limbs: result)
    }

    /// True where one of the lowest `count` bits is set.
    func hasBits(below count: Int) -> Bool { !(self - ((self >> count) << count)).isZero }
}
