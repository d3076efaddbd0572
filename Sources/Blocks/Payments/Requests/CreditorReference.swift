import Base
import Store

/// A structured creditor reference (ISO 11649): `RF`, two check digits (ISO/IEC 7064, MOD 97-10) and up to 21 letters and
/// digits. Banks carry it unchanged, so a transfer finds its request by it.
public struct CreditorReference: Hashable, Sendable {
    /// Without spaces: `RF18539007547034`.
    public let text: String

    /// The reference of a body of 1 to 21 capital letters and digits; `nil` for any other body.
    public init?(body: String) {
        guard (1...21).contains(body.utf8.count), let rest = MOD97.remainder(of: body + "RF00") else { return nil }
        let check = 98 - rest
        text = "RF" + (check < 10 ? "0" : "") + "\(check)" + body
    }

    /// A new one of twelve random digits.
    public init(using random: inout some RandomNumberGenerator) {
        let number = Int64.random(in: 100_000_000_000...999_999_999_999, using: &random)
        self.init(known: "\(number)")
    }

    private init(known body: String) {
        // Digits always have a check.
        let check = 98 - (MOD97.remainder(of: body + "RF00") ?? 0)
        text = "RF" + (check < 10 ? "0" : "") + "\(check)" + body
    }

    /// As people read it: in groups of four.
    public var grouped: String { text.groupedByFour }
}

extension CreditorReference: LosslessStringConvertible, SQLConvertible {
    public var description: String { text }

    /// From what people type: in either case, with or without spaces. `nil` where the check digits do not fit.
    public init?(_ typed: String) {
        let text = typed.uppercased().filter { $0 != " " && $0 != "-" && $0 != "\u{A0}" }
        guard text.hasPrefix("RF"), (5...25).contains(text.utf8.count),
            MOD97.remainder(of: text.dropFirst(4) + text.prefix(4)) == 1
        else { return nil }
        self.text = text
    }

    public var sqlValue: SQLValue { .text(text) }
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(text)
    }
}

/// The check of ISO/IEC 7064, MOD 97-10, with letters as the numbers 10 to 35: references and account numbers use it.
enum MOD97 {
    /// `nil` for anything but capital letters and digits.
    static func remainder(of text: some StringProtocol) -> Int? {
        var rest = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): rest = (rest * 10 + Int(byte - UInt8(ascii: "0"))) % 97
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): rest = (rest * 100 + Int(byte - UInt8(ascii: "A")) + 10) % 97
            default: return nil
            }
        }
        return rest
    }
}

extension String {
    /// `RF18 5390 0754 7034`, with spaces that do not break.
    var groupedByFour: String {
        var grouped = ""
        for (index, character) in enumerated() {
            if index > 0, index % 4 == 0 { grouped += "\u{A0}" }
            grouped.append(character)
        }
        return grouped
    }
}
