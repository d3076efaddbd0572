import Base
import Foundation
import Testing

@testable import Polity

@Suite("Outbox")
struct OutboxMailerTests {
    let folder = FileManager.default.temporaryDirectory.appending(path: "outbox-\(UUID().uuidString)").path
    var mailer: OutboxMailer {
        OutboxMailer(
            folder: folder, sender: "no-reply@town.example",
            time: .fixed(Instant(seconds: 1_772_446_500)))
    }

    @Test("a message is one complete file of mode 0600 that says who, to whom, what and when")
    func message() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await mailer.send(to: "ada@example.org", subject: "Your request", text: "It is done.\nThank you.")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.count == 1)
        let path = "\(folder)/\(try #require(names.first))"
        #expect(path.hasSuffix(".eml"))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains("To: <ada@example.org>\r\n"))
        #expect(text.contains("Subject: Your request\r\n"))
        #expect(text.contains("Date: Mon, 02 Mar 2026 10:15:00 +0000\r\n"))
        let body = try #require(text.components(separatedBy: "\r\n\r\n").last)
        let decoded = try #require(Data(base64Encoded: body, options: .ignoreUnknownCharacters))
        #expect(String(decoding: decoded, as: UTF8.self) == "It is done.\nThank you.")
    }

    @Test("an address that would add headers is refused and nothing is written")
    func injection() async throws {
        await #expect(throws: MailError.self) {
            try await mailer.send(to: "ada@example.org\r\nBcc: all@example.org", subject: "x", text: "y")
        }
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test("a subject in Arabic is sent in encoded words of at most 75 characters")
    func encodedWords() throws {
        let subject = String(repeating: "تم إصلاح الإنارة في شارعك ", count: 5)
        let encoded = OutboxMailer.encodedWords(subject)
        var decoded = Data()
        for word in encoded.components(separatedBy: "\r\n ") {
            #expect(word.count <= 75)
            let base64 = word.dropFirst("=?utf-8?B?".count).dropLast("?=".count)
            decoded += try #require(Data(base64Encoded: String(base64)))
        }
        #expect(String(decoding: decoded, as: UTF8.self) == subject)
    }
}
