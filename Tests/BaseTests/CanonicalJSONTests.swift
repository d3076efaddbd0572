import Base
import Testing

@Suite("JSON Canonicalization Scheme (RFC 8785)")
struct CanonicalJSONTests {
    private func canonical(_ text: String) throws -> String {
        String(decoding: try JSON(parsing: text).canonicalBytes(), as: UTF8.self)
    }

    @Test("The sample of §3.2.2 and §3.2.4")
    func sample() throws {
        let input = #"""
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """#
        #expect(
            try canonical(input)
                == #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
                + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#)
    }

    @Test("Members are sorted by UTF-16 code units (§3.2.3)")
    func sorting() throws {
        let input = #"""
            {"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
             "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"}
            """#
        let sorted = try JSON(parsing: try canonical(input)).object?.compactMap(\.value.string)
        #expect(
            sorted == [
                "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
                "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
            ])
    }

    @Test(
        "Numbers are written as ECMAScript writes them (appendix B)",
        arguments: [
            (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"), (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
            (0xc340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"), (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"), (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"), (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"), (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"), (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"), (0x41b3_de43_5555_5556, "333333333.3333334"),
            (0x41b3_de43_5555_5557, "333333333.33333343"), (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ] as [(UInt64, String)])
    func numbers(_ bits: UInt64, _ expected: String) throws {
        let bytes = try JSON.number(Double(bitPattern: bits)).canonicalBytes()
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test("What has no canonical form is refused")
    func refused() {
        #expect(throws: JSON.CanonicalError.notFinite) { try JSON.number(.infinity).canonicalBytes() }
        #expect(throws: JSON.CanonicalError.notFinite) { try JSON.number(.nan).canonicalBytes() }
        #expect(throws: JSON.CanonicalError.inexactInteger(9_007_199_254_740_993)) {
            try JSON.integer(9_007_199_254_740_993).canonicalBytes()
        }
        #expect(throws: JSON.CanonicalError.duplicateName("a")) { try (["a": 1, "a": 2] as JSON).canonicalBytes() }
    }

    @Test("The order and layout of the source never show", arguments: [21, 22, 23] as [UInt64])
    func stable(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<300 {
            let json = JSON.random(depth: 4, using: &random)
            guard let bytes = try? json.canonicalBytes() else { continue }
            #expect(
                try JSON(parsing: json.shuffled(using: &random).bytes(pretty: true)).canonicalBytes() == bytes,
                "seed \(seed)")
        }
    }
}

extension JSON {
    fileprivate func shuffled(using random: inout some RandomNumberGenerator) -> JSON {
        switch self {
        case .object(let members):
            .object(members.map { Member($0.name, $0.value.shuffled(using: &random)) }.shuffled(using: &random))
        case .array(let elements): .array(elements.map { $0.shuffled(using: &random) })
        default: self
        }
    }
}
