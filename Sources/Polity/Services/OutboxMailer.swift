import Base
import BuildingBlock
import Foundation

/// Lays each message as a file in an outbox folder (RFC 5322, one `.eml` a message, mode 0600), from which the operator's own
/// mail system takes it. Nothing is lost and nothing is sent twice: a message is complete when its file has its name.
struct OutboxMailer: Mailer {
    /// The folder; made when the first message comes.
    var folder: String
    /// The sender of all messages.
    var sender: String
    var time: TimeSource

    func send(to address: String, subject: String, text: String) async throws {
        guard !address.contains(where: \.isNewline), address.contains("@") else {
            throw MailError.address
        }
        let now = time.now()
        let id = Identifier<OutboxMailer>(at: now)
        let message = """
            From: <\(sender)>\r
            To: <\(address)>\r
            Subject: \(Self.encodedWords(subject))\r
            Date: \(Self.date(now))\r
            Message-ID: <\(id)@\(sender.split(separator: "@").last ?? "localhost")>\r
            MIME-Version: 1.0\r
            Content-Type: text/plain; charset=utf-8\r
            Content-Transfer-Encoding: base64\r
            Auto-Submitted: auto-generated\r
            \r
            \(Data(text.utf8).base64EncodedString(options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed]))\r

            """
        let manager = FileManager.default
        try manager.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let part = "\(folder)/.\(id).part"
        guard manager.createFile(atPath: part, contents: Data(message.utf8), attributes: [.posixPermissions: 0o600]) else {
            throw MailError.outbox
        }
        try manager.moveItem(atPath: part, toPath: "\(folder)/\(id).eml")
    }

    /// A header text in encoded words of at most 75 characters (RFC 2047 §2), as UTF-8 in base64.
    static func encodedWords(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }), text.utf8.count <= 60 { return text }
        var words: [[UInt8]] = [[]]
        for character in text where !character.isNewline {
            let bytes = Array(String(character).utf8)
            if words[words.count - 1].count + bytes.count > 42 { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?utf-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// `Mon, 02 Mar 2026 10:15:00 +0000` (RFC 5322 §3.3).
    private static func date(_ instant: Instant) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
        return formatter.string(from: Date(timeIntervalSince1970: Double(instant.seconds)))
    }
}

enum MailError: Error, CustomStringConvertible {
    case address
    case outbox
    var description: String {
        switch self {
        case .address: "the address is not one that mail can be sent to"
        case .outbox: "the outbox folder cannot be written"
        }
    }
}
