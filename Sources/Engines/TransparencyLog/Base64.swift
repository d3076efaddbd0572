import Foundation

/// Standard base64 with padding (RFC 4648 §4). Reading accepts only the one canonical encoding, so that a note
/// that was parsed is written again byte for byte.
enum Base64 {
    static func encode(_ bytes: some Collection<UInt8>) -> String { Data(bytes).base64EncodedString() }

    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        guard let data = Data(base64Encoded: String(text)), data.base64EncodedString() == text else { return nil }
        return Array(data)
    }
}

/// A decimal number as the log's texts write it: ASCII digits, no sign, no leading zero.
enum Decimal {
    static func parse(_ text: some StringProtocol) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            text == "0" || text.utf8.first != UInt8(ascii: "0")
        else { return nil }
        return Int(text)
    }
}
