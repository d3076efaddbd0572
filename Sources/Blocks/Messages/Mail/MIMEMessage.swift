import Base
import Foundation
import Web

/// A mail as it goes over the wire: headers (RFC 5322), and the text in two forms (RFC 2046 §5.1.4), plain and as simple HTML.
struct MIMEMessage {
    private let mail: Mail
    private let origin: MailOrigin

    init(_ mail: Mail, from origin: MailOrigin) { (self.mail, self.origin) = (mail, origin) }

    var bytes: [UInt8] {
        let boundary = "=_\(mail.id)"
        let language = mail.language
        var lines: [String] = [
            "From: \(mailbox(origin.name?(in: language ?? .english), origin.address))",
            "To: \(mailbox(mail.name, mail.to))",
            "Subject: \(EncodedWords.header(mail.subject, after: "Subject: ".utf8.count))",
            "Date: \(Self.date(mail.date))",
            "Message-ID: <\(mail.id)@\(origin.domain)>",
            "MIME-Version: 1.0",
            // No answers of machines to a machine (RFC 3834 §5).
            "Auto-Submitted: auto-generated",
        ]
        if let language { lines.append("Content-Language: \(language)") }
        lines += ["Content-Type: multipart/alternative;", " boundary=\"\(boundary)\"", ""]
        lines += part("plain", mail.text, boundary)
        lines += part("html", MailHTML.page(mail), boundary)
        lines += ["--\(boundary)--", ""]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private func part(_ kind: String, _ text: String, _ boundary: String) -> [String] {
        let encoded = TransferEncoding.encode(text)
        return [
            "--\(boundary)", "Content-Type: text/\(kind); charset=utf-8", "Content-Transfer-Encoding: \(encoded.name)",
            "",
        ] + encoded.lines
    }

    private func mailbox(_ name: String?, _ address: String) -> String {
        guard let name, !name.isEmpty else { return "<\(address)>" }
        let phrase = EncodedWords.phrase(name)
        let isShort = phrase.utf8.count + address.utf8.count < 68 && !phrase.contains("\r\n")
        return phrase + (isShort ? " " : "\r\n ") + "<\(address)>"
    }

    /// `Mon, 02 Mar 2026 10:15:00 +0000` (RFC 5322 §3.3).
    private static func date(_ instant: Instant) -> String {
        let local = Zone.utc.local(instant)
        let format = Format(.english)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let second = Int(instant.seconds - (instant.seconds / 60) * 60)
        let weekday = format.weekday(local.date.weekday).prefix(3)
        let month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][
            local.date.month - 1]
        return
            "\(weekday), \(two(local.date.day)) \(month) \(local.date.year) \(format.time(local.time)):\(two(second)) +0000"
    }
}

/// Header texts that are not plain ASCII: encoded words (RFC 2047), UTF-8 in base 64.
enum EncodedWords {
    /// Free text of a header whose name takes `after` bytes of the first line.
    static func header(_ text: String, after: Int) -> String {
        let line = oneLine(text)
        if isPlain(line), after + line.utf8.count <= 78, !line.contains("=?") { return line }
        return words(line, after: after)
    }

    /// A name before an address.
    static func phrase(_ name: String) -> String {
        let line = oneLine(name)
        guard isPlain(line), line.utf8.count <= 60, !line.contains("=?") else { return words(line, after: 6) }
        let isAtom = line.utf8.allSatisfy { $0 == 32 || $0 == 45 || $0.isLetterOrDigit }
        return isAtom ? line : "\"\(line.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }

    private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 32 && $0 < 127 } }

    /// Words of at most 75 characters on lines of at most 76, none of which cuts a character in two (§2, §5).
    private static func words(_ text: String, after: Int) -> String {
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            // `=?utf-8?B?` and `?=` take 12 characters; three bytes become four.
            let room = words.count == 1 ? min((64 - after) / 4 * 3, 42) : 42
            if words[words.count - 1].count + bytes.count > room { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?utf-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        (65...90).contains(self) || (97...122).contains(self) || (48...57).contains(self)
    }
}
