/// A currency in use (ISO 4217, list one), with the number of digits of its minor unit.
///
/// Precious metals, drawing rights and test codes have no minor unit and are no currencies here.
public struct Currency: Hashable, Sendable, RawRepresentable {
    /// The alphabetic code: `EUR`.
    public let rawValue: String
    /// Digits after the decimal sign: 2 for most, 0 for the yen, 3 for the Kuwaiti dinar, 4 for the unidad de fomento.
    public let exponent: Int

    /// From its alphabetic code in capitals; `nil` for one that is not in use.
    public init?(rawValue: String) {
        guard let exponent = Self.exponents[rawValue] else { return nil }
        self.rawValue = rawValue
        self.exponent = exponent
    }

    private init(known: String, exponent: Int) {
        rawValue = known
        self.exponent = exponent
    }

    public static let euro = Currency(known: "EUR", exponent: 2)
    public static let usDollar = Currency(known: "USD", exponent: 2)
    public static let yen = Currency(known: "JPY", exponent: 0)
    public static let kuwaitiDinar = Currency(known: "KWD", exponent: 3)

    /// All codes, in alphabetical order.
    public static let codes: [String] = exponents.keys.sorted()

    /// Minor units in one major unit: 100 for the euro.
    var scale: Int64 { (0..<exponent).reduce(1) { scale, _ in scale * 10 } }

    private static let exponents: [String: Int] = {
        let table = [
            0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
            2: """
            AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
            CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD
            HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP
            MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD
            SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS
            VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
            """,
            3: "BHD IQD JOD KWD LYD OMR TND",
            4: "CLF UYW",
        ]
        var exponents: [String: Int] = [:]
        for (exponent, codes) in table {
            for code in codes.split(whereSeparator: \.isWhitespace) { exponents[String(code)] = exponent }
        }
        return exponents
    }()
}

extension Currency: CustomStringConvertible, Codable {
    public var description: String { rawValue }
}
