import Testing

@testable import FEEL

@Suite("Decimals of 34 digits (IEEE 754-2008 decimal128; DMN 1.5, 10.3.2.3.1)")
struct DecimalTests {
    private func decimal(_ text: String) throws -> Decimal128 { try #require(Decimal128(text)) }

    @Test(
        "Operations round half to even to 34 digits",
        arguments: [
            ("1", "/", "3", "0.3333333333333333333333333333333333"),
            ("2", "/", "3", "0.6666666666666666666666666666666667"),
            ("1", "/", "8", "0.125"), ("100", "/", "10", "10"), ("0.1", "+", "0.2", "0.3"),
            ("1.10", "+", "2.20", "3.30"),
            ("9999999999999999999999999999999999", "+", "1", "10000000000000000000000000000000000"),
            (
                "9999999999999999999999999999999999", "*", "9999999999999999999999999999999999",
                "99999999999999999999999999999999980000000000000000000000000000000000"
            ),
            ("1", "-", "0.00000000000000000000000000000000001", "0.9999999999999999999999999999999999" + "9"),
            ("1e34", "-", "0.4", "10000000000000000000000000000000000"),
            ("1000000000000000000000000000000000", "+", "0.5", "1000000000000000000000000000000000"),
            ("1000000000000000000000000000000001", "+", "0.5", "1000000000000000000000000000000002"),
            ("12345678901234567890", "*", "98765432109876543210", "1219326311370217952237463801111263526900"),
            ("-7", "*", "6", "-42"),
        ])
    func operations(_ a: String, _ op: String, _ b: String, _ expected: String) throws {
        let (x, y) = (try decimal(a), try decimal(b))
        let result: Decimal128?
        switch op {
        case "+": result = x + y
        case "-": result = x - y
        case "*": result = x * y
        default: result = x / y
        }
        let rounded = try decimal(expected)
        #expect(result == rounded, "\(a) \(op) \(b) = \(String(describing: result))")
    }

    @Test("Overflow and division by zero give nothing; underflow goes to zero")
    func limits() throws {
        let large = try decimal("9e6144")
        let tiny = try decimal("1e-6176")
        let zero = Decimal128.zero
        #expect(large * 10 == nil)
        #expect(Decimal128.one / zero == nil)
        #expect(tiny / 10 == zero)
        #expect(try decimal("1e6144").description.count == 6145)
        #expect(Decimal128("1e6145") == nil)
    }

    @Test("Equal numbers compare and hash alike, whatever their zeros")
    func equality() throws {
        #expect(try decimal("1.0") == decimal("1.000"))
        #expect(try decimal("1.0").hashValue == decimal("1.000").hashValue)
        #expect(try decimal("100") == decimal("1e2"))
        #expect(try decimal("-0") == decimal("0"))
        #expect(try decimal("1e30") > decimal("999999999999999999999999999999"))
        #expect(try decimal("-2") < decimal("0.1"))
    }

    @Test(
        "Functions are correct to the last of 34 digits",
        arguments: [
            ("exp", "1", "2.718281828459045235360287471352662"), ("exp", "-1", "0.3678794411714423215955237701614609"),
            ("log", "2", "0.6931471805599453094172321214581766"), ("log", "10", "2.302585092994045684017991454684364"),
            ("sqrt", "2", "1.414213562373095048801688724209698"), ("sqrt", "144", "12"),
            ("sqrt", "10", "3.162277660168379331998893544432719"), ("log", "1", "0"), ("exp", "0", "1"),
        ])
    func functions(_ name: String, _ argument: String, _ expected: String) throws {
        let x = try decimal(argument)
        let result = name == "exp" ? x.exponential : name == "log" ? x.logarithm : x.squareRoot
        let wanted = try decimal(expected)
        #expect(result == wanted, "\(name)(\(argument)) = \(String(describing: result))")
    }

    @Test(
        "Powers are correct to the last of 34 digits",
        arguments: [
            ("2", "10", "1024"), ("2", "-2", "0.25"), ("2", "0.5", "1.414213562373095048801688724209698"),
            ("-2", "3", "-8"),
            ("10", "6000", "1e6000"), ("4", "0.5", "2"), ("1.1", "10", "2.5937424601"), ("0", "5", "0"),
            ("1.01", "-360", "0.02781668920935512001678086603433911"),
            ("7", "100", "3.234476509624757991344647769100217E+84"),
            ("1.003291666666666666666666666666667", "-360", "0.3063417540868582522523639108764134"),
            ("2.5", "3.3", "20.56847194272245958599172219051643"),
            ("0.7", "-12.25", "78.98579792854147504976710644097820"),
            ("123456789.123456789", "7", "4.371241926807549465358120895172406E+56"),
            ("1.0000000001", "1000000", "1.000100005000161670333392000601391"),
        ])
    func powers(_ base: String, _ exponent: String, _ expected: String) throws {
        let power = try decimal(exponent)
        let result = try #require(decimal(base).power(power))
        let wanted = try decimal(expected)
        #expect(result == wanted, "\(base) ** \(exponent) = \(result)")
    }

    @Test("Whole powers in wide binary agree with exact multiplication")
    func widePowers() throws {
        var random = SeededRandom(20_260_301)
        for _ in 0..<300 {
            let coefficient = UInt128(random.next() >> 20) + 2
            let power = Int(random.next() % 40) + 2
            var product = BigInteger.one
            for _ in 0..<power { product = product * BigInteger(coefficient) }
            let exact = product.decimal(negative: false, exponent: 0)
            if let fast = WideFloat.power(coefficient, power, exponent: 0) {
                #expect(fast == exact, "\(coefficient) ** \(power), seed \(random.seed)")
            }
            let whole = try #require(exact)
            guard let inverse = Decimal128.one / whole else { continue }
            let unit = try decimal("2e-33")
            guard let bound = inverse * unit else { continue }
            if let fast = WideFloat.power(coefficient, -power, exponent: 0) {
                let difference = fast - inverse
                let error = try #require(difference).magnitude
                #expect(error <= bound, "\(coefficient) ** -\(power)")
            }
        }
    }

    @Test("Quotients are the nearest decimals, and sums undo themselves")
    func properties() throws {
        var random = SeededRandom(7)
        for _ in 0..<2000 {
            let a = random.decimal()
            let b = random.decimal()
            guard !b.isZero, let quotient = a / b else { continue }
            // |a - q b| is at most half a unit of q, times b: compared exactly, in whole numbers.
            let scale = min(a.exponent, quotient.exponent + b.exponent)
            let left = BigInteger(a.coefficient) * BigInteger.power(of: 10, a.exponent - scale)
            let right =
                BigInteger(quotient.coefficient) * BigInteger(b.coefficient)
                * BigInteger.power(of: 10, quotient.exponent + b.exponent - scale)
            let unit = BigInteger(b.coefficient) * BigInteger.power(of: 10, quotient.exponent + b.exponent - scale)
            let distance = left < right ? right - left : left - right
            #expect(!(unit < distance + distance), "\(a) / \(b) = \(quotient), seed \(random.seed)")
            #expect(a - a == .zero)
            #expect(Decimal128(a.description) == a, "seed \(random.seed)")
        }
    }

    @Test(
        "Rounding follows its mode",
        arguments: [
            ("5.5", RoundingMode.up, "6"), ("-5.5", .up, "-6"), ("5.5", .down, "5"), ("5.5", .halfUp, "6"),
            ("5.5", .halfDown, "5"),
            ("-1.5", .halfUp, "-2"), ("2.5", .halfEven, "2"), ("3.5", .halfEven, "4"), ("-1.2", .floor, "-2"),
            ("-1.2", .ceiling, "-1"),
        ])
    func rounding(_ value: String, _ mode: RoundingMode, _ expected: String) throws {
        #expect(try decimal(value).rounded(scale: 0, mode) == decimal(expected))
    }
}

/// A repeatable source of numbers (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    init(_ seed: UInt64) {
        self.seed = seed
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Of any length up to 34 digits.
    mutating func decimal() -> Decimal128 {
        let digits = Int(next() % 34) + 1
        let wide = UInt128(next()) << 64 | UInt128(next())
        let coefficient = wide % Powers.ten[digits]
        return Decimal128(negative: next() % 2 == 0, coefficient: coefficient, exponent: Int(next() % 40) - 20)
    }
}
