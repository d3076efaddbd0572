import Foundation

/// A text as lines of at most 76 ASCII characters (RFC 2045 §6): quoted-printable where most of it is ASCII, so that it can still be
/// read as it stands, else base 64.
enum TransferEncoding {
    static func encode(_ text: String) -> (name: String, lines: [String]) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.hasSuffix("\r") ? $0.dropLast() : $0
        }
        let others = text.utf8.count { $0 >= 128 }
        if others * 4 <= text.utf8.count { return ("quoted-printable", lines.flatMap(quotedPrintable)) }
        // The canonical form of a text has its lines ended by CR LF (§6.8).
        let encoded = Array(Data(lines.joined(separator: "\r\n").utf8).base64EncodedString().utf8)
        let rows = stride(from: 0, to: encoded.count, by: 76).map { start in
            String(decoding: encoded[start..<min(start + 76, encoded.count)], as: UTF8.self)
        }
        return ("base64", rows)
    }

    /// §6.7. A line that grows too long goes on after a soft break, `=`.
    private static func quotedPrintable(_ line: Substring) -> [String] {
        var rows: [[UInt8]] = [[]]
        let bytes = Array(line.utf8)
        for (index, byte) in bytes.enumerated() {
            let isLast = index == bytes.count - 1
            let isPlain = (33...126).contains(byte) && byte != 61 || (byte == 32 || byte == 9) && !isLast
            let coded = isPlain ? [byte] : escaped(byte)
            // Room for the soft break, unless nothing follows.
            if rows[rows.count - 1].count + coded.count > (isLast ? 76 : 75) {
                rows[rows.count - 1].append(61)
                rows.append([])
            }
            rows[rows.count - 1] += coded
        }
        return rows.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return [61, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
