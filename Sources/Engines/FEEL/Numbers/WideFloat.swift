/// A binary floating-point number with a mantissa of 192 bits: whole powers without big integers.
///
/// Every operation truncates, so each adds an error below two units of the last place.
struct WideFloat {
    var a: UInt64  // highest, its top bit is set
    var b: UInt64
    var c: UInt64
    /// The value is (a, b, c) * 2^exponent.
    var exponent: Int

    init(_ value: UInt128) {
        let shift = value.leadingZeroBitCount
        let top = value << UInt128(shift)
        a = UInt64(truncatingIfNeeded: top >> 64)
        b = UInt64(truncatingIfNeeded: top)
        c = 0
        exponent = -64 - shift
    }

    @inline(__always)
    private init(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ exponent: Int) {
        self.a = a
        self.b = b
        self.c = c
        self.exponent = exponent
    }

    @inline(__always)
    static func * (x: WideFloat, y: WideFloat) -> WideFloat {
        @inline(__always)
        func wide(_ p: UInt64, _ q: UInt64) -> UInt128 {
            let product = p.multipliedFullWidth(by: q)
            return UInt128(product.high) << 64 | UInt128(product.low)
        }
        @inline(__always)
        func low(_ value: UInt128) -> UInt128 { value & 0xFFFF_FFFF_FFFF_FFFF }
        // Columns of the schoolbook product, from the third down dropped except for their carries.
        let ac = wide(x.a, y.c)
        let bb = wide(x.b, y.b)
        let ca = wide(x.c, y.a)
        let ab = wide(x.a, y.b)
        let ba = wide(x.b, y.a)
        let aa = wide(x.a, y.a)
        let column3 = (ac >> 64) + (bb >> 64) + (ca >> 64) + low(ab) + low(ba)
        let column2 = (column3 >> 64) + (ab >> 64) + (ba >> 64) + low(aa)
        let column1 = (column2 >> 64) + (aa >> 64)
        let p = UInt64(truncatingIfNeeded: column1)
        let q = UInt64(truncatingIfNeeded: column2)
        let r = UInt64(truncatingIfNeeded: column3)
        let exponent = x.exponent + y.exponent + 192
        if p >> 63 == 1 { return WideFloat(p, q, r, exponent) }
        return WideFloat(p << 1 | q >> 63, q << 1 | r >> 63, r << 1, exponent - 1)
    }

    static func power(_ base: WideFloat, _ exponent: Int) -> WideFloat {
        var rest = exponent
        var square = base
        var result: WideFloat?
        while true {
            if rest & 1 == 1 { result = result.map { $0 * square } ?? square }
            rest >>= 1
            if rest == 0 { return result ?? WideFloat(1) }
            square = square * square
        }
    }

    /// 1/x by Newton's iteration on a 64-bit start: 64, 128, 192 bits.
    var reciprocal: WideFloat {
        if a == 1 << 63 && b == 0 && c == 0 { return WideFloat(a, b, c, -exponent - 382) }
        // 2^127 / a with a in [2^63, 2^64): a first guess in (2^63, 2^64].
        let quotient = a == 1 << 63 ? UInt64.max : a.dividingFullWidth((1 << 63, 0)).quotient
        var guess = WideFloat(quotient, 0, 0, -exponent - 383)
        for _ in 0..<3 {
            // guess * (2 - x * guess); x * guess is just around one.
            let product = self * guess
            guess = guess * product.subtractedFromTwo
        }
        return guess
    }

    /// 2 - x for x close to 1.
    private var subtractedFromTwo: WideFloat {
        // In units of 2^-191 two is 2^192, and x either stands in these units or in half of them.
        let isBelowOne = exponent == -192
        var (p, q, r) = (a, b, c)
        if isBelowOne {
            (p, q, r) = (a >> 1, b >> 1 | a << 63, c >> 1 | b << 63)
        }
        // 2^192 - (p, q, r): the two's complement.
        let (z, carry1) = (~r).addingReportingOverflow(1)
        let (y, carry2) = (~q).addingReportingOverflow(carry1 ? 1 : 0)
        let x = (~p) &+ (carry2 ? 1 : 0)
        if x >> 63 == 1 { return WideFloat(x, y, z, -191) }
        return WideFloat(x << 1 | y >> 63, y << 1 | z >> 63, z << 1, -192)
    }

    /// The integer part and the first 64 bits of the fraction; nil unless the integer part has 65 to 127 bits.
    private var split: (whole: UInt128, fraction: UInt64)? {
        let cut = -exponent - 64
        guard cut > 0, cut < 64 else { return nil }
        let high = UInt128(a) << 64 | UInt128(b)
        return (high >> UInt128(cut), c >> UInt64(cut) | b << UInt64(64 - cut))
    }

    /// (coefficient * 10^scale)^power rounded to 34 digits, or nil where the 192 bits cannot decide.
    static func power(_ coefficient: UInt128, _ power: Int, exponent scale: Int) -> Decimal128? {
        let magnitude = abs(power)
        guard magnitude < 1 << 24 else { return nil }
        var value = WideFloat.power(WideFloat(coefficient), magnitude)
        if power < 0 { value = value.reciprocal }
        // Bring it to 34 digits before the point.
        let size = Double(value.exponent + 192) * 0.30102999566398120
        var places = 33 - Int(size.rounded(.down))
        guard abs(places) < 100_000 else { return nil }
        for _ in 0..<2 {
            let ten = WideFloat.power(WideFloat(10), abs(places))
            let scaled = places == 0 ? value : places > 0 ? value * ten : value * ten.reciprocal
            guard let (whole, fraction) = scaled.split else { return nil }
            if whole > Decimal128.maxCoefficient {
                places -= 1
                continue
            }
            if whole < Powers.ten[33] {
                places += 1
                continue
            }
            // About a hundred truncations, each amplified at most by the power: far below 2^40 of 2^64.
            let margin = UInt64(1) << 40
            let half = UInt64(1) << 63
            if fraction < margin || fraction > UInt64.max - margin { return nil }
            if fraction > half - margin && fraction < half + margin { return nil }
            let result = Decimal128.rounded(
                negative: false, fraction >= half ? whole + 1 : whole, exponent: scale * power - places, sticky: false)
            return result
        }
        return nil
    }
}
