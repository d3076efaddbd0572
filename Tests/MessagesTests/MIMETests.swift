import Base
import Foundation
import Testing

@testable import Messages

/// The form of mails. Tests/External/messages reads the same with Python's email package.
@Suite("Mail")
struct MIMETests {
    private func mail(_ subject: String, _ text: String, _ language: Language? = .english, name: String? = nil) -> Mail
    {
        Mail(
            id: Identifier(high: 0x0199_0000_0000_7000, low: 0x8000_0000_0000_0001), to: "ada@example.org", name: name,
            subject: subject, text: text, language: language, date: Instant(seconds: 1_772_446_505))
    }
    private let origin = MailOrigin(
        address: "no-reply@town.example",
        name: LocalizedText("Town of Larks", in: .english, translations: [.arabic: "بلدة القبّرات"]))

    private func written(_ mail: Mail) -> String {
        String(decoding: MIMEMessage(mail, from: origin).bytes, as: UTF8.self)
    }

    @Test("headers say who, to whom, what, when; no machine is asked to answer (RFC 5322 §3.6, RFC 3834 §5)")
    func headers() {
        let text = written(mail("Your request", "It is done.", name: "Ada Sample"))
        for line in [
            "From: Town of Larks <no-reply@town.example>", "To: Ada Sample <ada@example.org>", "Subject: Your request",
            "Date: Mon, 02 Mar 2026 10:15:05 +0000", "Message-ID: <01990000-0000-7000-8000-000000000001@town.example>",
            "Auto-Submitted: auto-generated", "Content-Language: en", "MIME-Version: 1.0",
        ] { #expect(text.contains("\(line)\r\n"), "\(line)") }
    }

    @Test("the same mail is the same bytes each time")
    func stable() { #expect(written(mail("a", "b")) == written(mail("a", "b"))) }

    @Test("no line is longer than 78 characters or holds anything but ASCII, whatever the text (RFC 5322 §2.1.1)")
    func lines() {
        var random = SplitMix64(seed: 20_261_123)
        let letters = Array("abc déféàç =.\t\n\r\u{2068}ءآأؤإئابةتثجحخد🦉日本").map(String.init)
        for _ in 0..<300 {
            func some(_ count: Int) -> String {
                (0..<Int.random(in: 0...count, using: &random)).map { _ in letters.randomElement(using: &random) ?? "" }
                    .joined()
            }
            let text = written(mail(some(200), some(2000), .arabic, name: some(80)))
            let lines = text.components(separatedBy: "\r\n")
            #expect(lines.allSatisfy { $0.utf8.count <= 78 }, "seed 20261123")
            #expect(text.utf8.allSatisfy { $0 < 127 && ($0 >= 32 || $0 == 13 || $0 == 10) }, "seed 20261123")
            #expect(lines.prefix { !$0.isEmpty }.count { $0.hasPrefix("Subject:") } == 1, "seed 20261123")
        }
    }

    @Test("a subject in Arabic is sent in encoded words of at most 75 characters that never cut a letter (RFC 2047 §5)")
    func encodedWords() throws {
        let subject = String(repeating: "تم إصلاح الإنارة في شارعك ", count: 5)
        var decoded = ""
        for word in EncodedWords.header(subject, after: 9).components(separatedBy: "\r\n ") {
            #expect(word.count <= 75)
            let bytes = try #require(
                Data(base64Encoded: String(word.dropFirst("=?utf-8?B?".count).dropLast("?=".count))))
            decoded += try #require(String(data: bytes, encoding: .utf8))
        }
        #expect(decoded == subject)
    }

    @Test("a text that looks like an encoded word is not taken for one")
    func lookalike() { #expect(EncodedWords.header("=?utf-8?Q?x?=", after: 9).hasPrefix("=?utf-8?B?")) }

    @Test("French is quoted-printable, Arabic base 64")
    func encodings() {
        #expect(
            TransferEncoding.encode("Déjà vu, à demain = oui ") == (
                "quoted-printable", ["D=C3=A9j=C3=A0 vu, =C3=A0 demain =3D oui=20"]
            ))
        #expect(TransferEncoding.encode("شكرًا").name == "base64")
    }

    @Test(
        "an address that would end the command is refused",
        arguments: [
            "ada@example.org\r\nBcc: all@example.org", "<a@b>", "a b@c.example", "no-at", "a@b@c", "é@town.example", "",
        ])
    func addresses(address: String) { #expect(!MailAddress.isDeliverable(address)) }

    @Test("the outbox holds one complete file of mode 0600 for each mail, however often it is sent")
    func outbox() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "outbox-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let sender = MailSender(origin: origin, transport: MailOutbox(folder: folder), time: .fixed(Hall.start))
        let mail = mail("a", "b")
        try await sender.send(mail)
        try await sender.send(mail)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names == ["\(mail.id).eml"])
        let path = "\(folder)/\(mail.id).eml"
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        #expect(FileManager.default.contents(atPath: path) == Data(MIMEMessage(mail, from: origin).bytes))
    }

    @Test("an address that would add headers is refused, and nothing is written")
    func injection() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "outbox-\(UUID().uuidString)").path
        let sender = MailSender(origin: origin, transport: MailOutbox(folder: folder), time: .fixed(Hall.start))
        await #expect(throws: MailTrouble.self) {
            try await sender.send(to: "ada@example.org\r\nBcc: all@example.org", subject: "x", text: "y")
        }
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test("in a demonstration the mail server gets only what is for nobody")
    func demonstration() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "outbox-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let post = Post()
        let sender = MailSender(
            origin: origin, transport: DemoMail(inside: post, outbox: MailOutbox(folder: folder)),
            time: .fixed(Hall.start))
        for address in ["noor@larkhaven.example", "a@example.org", "someone@town.gov", "x@notexample.org"] {
            try await sender.send(to: address, subject: "s", text: "t")
        }
        #expect(post.given.map(\.address) == ["noor@larkhaven.example", "a@example.org"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
    }
}
