import Base
import Foundation
import Synchronization
import Testing

@testable import Messages

@Suite("SMTP")
struct SMTPTests {
    private func send(_ server: ScriptedServer, _ text: String = "Hello", encrypted: Bool = false, user: String? = nil)
        async throws
    {
        var limits = SMTPTransport.Limits()
        (limits.connecting, limits.sending) = (.seconds(3), .seconds(3))
        let address = try #require(
            SMTPServer("smtp://127.0.0.1:\(server.port)", encrypted: encrypted, user: user, password: user))
        let transport = SMTPTransport(address, name: "town.example", limits: limits)
        try await transport.deliver(
            Array(text.utf8), id: Identifier(at: Hall.start), from: "no-reply@town.example", to: "ada@example.org")
    }

    private func trouble(_ server: ScriptedServer, encrypted: Bool = false, user: String? = nil) async -> MailTrouble? {
        do {
            try await send(server, encrypted: encrypted, user: user)
            return nil
        } catch { return error as? MailTrouble }
    }

    @Test("a mail is given as RFC 5321 has it: greeting, envelope, content with its dots doubled")
    func given() async throws {
        let server = try ScriptedServer()
        try await send(server, "Subject: x\r\n\r\n.dot\r\nend\r\n")
        let heard = server.heard
        #expect(heard.contains("EHLO town.example"))
        #expect(heard.contains { $0.hasPrefix("MAIL FROM:<no-reply@town.example>") })
        #expect(heard.contains("RCPT TO:<ada@example.org>"))
        #expect(heard.contains("..dot") && heard.contains("end"))
    }

    @Test(
        "what a refusal means depends on where and how it is said",
        arguments: [
            ("MAIL", "550 5.7.1 not you", MailTrouble(.sender, code: 550, status: "5.7.1"), true),
            ("RCPT", "550 5.1.1 <ada@example.org> unknown", MailTrouble(.recipient, code: 550, status: "5.1.1"), true),
            ("RCPT", "451 4.7.1 greylisted", MailTrouble(.recipient, code: 451, status: "4.7.1"), false),
            ("DATA", "554 5.6.0 no", MailTrouble(.content, code: 554, status: "5.6.0"), true),
            (".", "552 too large", MailTrouble(.content, code: 552), true),
            (".", "452 4.3.1 disk full", MailTrouble(.content, code: 452, status: "4.3.1"), false),
            ("MAIL", "530 5.7.0 sign in first", MailTrouble(.sender, code: 530, status: "5.7.0"), false),
            ("connect", "554 no service", MailTrouble(.connection, code: 554), false),
        ])
    func refusals(command: String, reply: String, expected: MailTrouble, isPermanent: Bool) async throws {
        let trouble = await trouble(try ScriptedServer([command: reply]))
        #expect(trouble == expected)
        #expect(trouble?.isPermanent == isPermanent)
        #expect(trouble.map { "\($0)".contains("ada") } == false)
    }

    @Test(
        "a connection that breaks or is silent is trouble for a while",
        arguments: ["MAIL", "RCPT", "DATA", ".", "connect"])
    func broken(command: String) async throws {
        for reply in ["close", "silence"] where reply == "close" || command == "RCPT" {
            let trouble = await trouble(try ScriptedServer([command: reply]))
            #expect(trouble?.stage == .connection && trouble?.isPermanent == false, "\(command) \(reply)")
        }
    }

    @Test("without STARTTLS nothing is sent where encryption is asked for, and a mail waits for its mending")
    func encryption() async throws {
        let server = try ScriptedServer()
        let trouble = await trouble(server, encrypted: true)
        #expect(trouble?.stage == .encryption && trouble?.isPermanent == false)
        #expect(!server.heard.contains { $0.hasPrefix("MAIL") })
    }

    @Test("a password that the server refuses is trouble between us and the server, not the mail's end")
    func password() async throws {
        let trouble = await trouble(try ScriptedServer(["AUTH": "535 5.7.8 no"]), user: "polity")
        #expect(trouble == MailTrouble(.authentication, code: 535, status: "5.7.8"))
        #expect(trouble?.isPermanent == false)
    }

    @Test("a trouble can be written down and read again")
    func written() {
        for trouble in [MailTrouble(.recipient, code: 550, status: "5.1.1"), MailTrouble(.connection, code: nil)] {
            #expect(MailTrouble(trouble.description) == trouble)
        }
        #expect(MailTrouble("nonsense 5") == nil)
    }

    @Test(
        "addresses of servers",
        arguments: [
            ("smtp://mail.town.example", 587, SMTPServer.Security.starttls), ("smtps://mail.town.example", 465, .tls),
            ("smtp://10.0.0.1:25", 25, .starttls),
        ])
    func servers(address: String, port: Int, security: SMTPServer.Security) throws {
        let server = try #require(SMTPServer(address))
        #expect(server.port == port && server.security == security)
        for wrong in [
            "mail.town.example", "http://mail.town.example", "smtp://", "smtp://u:p@mail.town.example", "smtp://a/b",
        ] {
            #expect(SMTPServer(wrong) == nil, "\(wrong)")
        }
    }
}

/// A mail server on a free port of this machine, for one connection. It says yes to everything but the commands whose reply it was given:
/// a line of SMTP, `close` or `silence`. `.` is the end of the content, `connect` the greeting.
final class ScriptedServer: Sendable {
    let port: UInt16
    private let lines = Mutex<[String]>([])
    var heard: [String] { lines.withLock { $0 } }

    init(_ script: [String: String] = [:]) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 1) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        try #require(isListening)
        port = UInt16(bigEndian: address.sin_port)
        Thread { [self] in
            let client = accept(listener, nil, nil)
            close(listener)
            serve(client, script)
            close(client)
        }.start()
    }

    private func serve(_ client: Int32, _ script: [String: String]) {
        guard answer(client, script["connect"] ?? "220 ready") else { return }
        var isContent = false
        while let line = read(client) {
            lines.withLock { $0.append(line) }
            let word = String(line.prefix { $0 != " " && $0 != ":" })
            if isContent, line != "." { continue }
            isContent = false
            guard answer(client, script[word] ?? usual(word)) else { return }
            isContent = word == "DATA" && script[word] == nil
            if word == "QUIT" { return }
        }
    }

    private func usual(_ word: String) -> String {
        switch word {
        case "EHLO": "250-town\r\n250-AUTH PLAIN\r\n250 8BITMIME"
        case "DATA": "354 go on"
        case "QUIT": "221 bye"
        default: "250 2.0.0 ok"
        }
    }

    private func answer(_ client: Int32, _ reply: String) -> Bool {
        if reply == "close" { return false }
        if reply == "silence" {
            sleep(5)
            return false
        }
        let bytes = Array("\(reply)\r\n".utf8)
        return send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    private func read(_ client: Int32) -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while recv(client, &byte, 1, 0) == 1 {
            if byte == 10 { return String(decoding: line, as: UTF8.self) }
            if byte != 13 { line.append(byte) }
        }
        return nil
    }
}
