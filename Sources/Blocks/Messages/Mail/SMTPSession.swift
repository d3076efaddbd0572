import Base
import CCurl
import Foundation

/// One mail given to a server. Lives on one thread, for one call of libcurl, whose callbacks reach it by a pointer.
final class SMTPSession {
    private let message: [UInt8]
    private var sent = 0
    /// The last command that was sent, `DATA` also for the content.
    private var command = ""
    /// The last reply that said no: to which command, its code and, where the server has them, its enhanced status.
    private var refusal: (command: String, code: Int, status: String?)?

    init(_ message: [UInt8]) { self.message = message }

    /// libcurl wants to be told once that it is used from several threads.
    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    func run(
        _ server: SMTPServer, as name: String, limits: SMTPTransport.Limits, from sender: String, to address: String
    ) throws(MailTrouble) {
        guard Self.isReady, let handle = curl_easy_init() else { throw MailTrouble(.connection, code: nil) }
        let recipients = curl_slist_append(nil, "<\(address)>")
        defer {
            curl_easy_cleanup(handle)
            curl_slist_free_all(recipients)
        }
        guard recipients != nil, configure(handle, server, as: name, limits: limits, from: sender) else {
            throw MailTrouble(.connection, code: nil)
        }
        _ = polity_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients)
        let result = withExtendedLifetime(self) { curl_easy_perform(handle) }
        if result != CURLE_OK { throw trouble(result) }
    }

    private func configure(
        _ handle: UnsafeMutableRawPointer, _ server: SMTPServer, as name: String, limits: SMTPTransport.Limits,
        from sender: String
    ) -> Bool {
        func text(_ option: CURLoption, _ value: String) -> Bool {
            polity_curl_set_text(handle, option, value) == CURLE_OK
        }
        func long(_ option: CURLoption, _ value: Int) -> Bool {
            polity_curl_set_long(handle, option, value) == CURLE_OK
        }
        let scheme = server.security == .tls ? "smtps" : "smtp"
        var isSet = text(CURLOPT_URL, "\(scheme)://\(server.host):\(server.port)/\(name)")
        isSet = isSet && text(CURLOPT_MAIL_FROM, "<\(sender)>")
        isSet =
            isSet && long(CURLOPT_USE_SSL, Int((server.security == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL).rawValue))
        if let user = server.user, let password = server.password {
            isSet = isSet && text(CURLOPT_USERNAME, user) && text(CURLOPT_PASSWORD, password)
        }
        if let certificates = server.certificates { isSet = isSet && text(CURLOPT_CAINFO, certificates) }
        isSet = isSet && long(CURLOPT_CONNECTTIMEOUT, Int(limits.connecting.components.seconds))
        isSet = isSet && long(CURLOPT_TIMEOUT, Int(limits.sending.components.seconds))
        // Signals reach the whole process; threads must not use them for time limits.
        isSet = isSet && long(CURLOPT_NOSIGNAL, 1) && long(CURLOPT_UPLOAD, 1) && text(CURLOPT_PROXY, "")
        let me = Unmanaged.passUnretained(self).toOpaque()
        isSet = isSet && polity_curl_set_read(handle, Self.read) == CURLE_OK
        isSet = isSet && polity_curl_set_pointer(handle, CURLOPT_READDATA, me) == CURLE_OK
        isSet = isSet && polity_curl_set_debug(handle, Self.listen) == CURLE_OK
        isSet = isSet && polity_curl_set_pointer(handle, CURLOPT_DEBUGDATA, me) == CURLE_OK
        return isSet && long(CURLOPT_VERBOSE, 1)
    }

    /// libcurl asks for the next piece of the mail.
    private static let read: curl_read_callback = { buffer, size, count, pointer in
        guard let buffer, let pointer else { return 0 }
        let session = Unmanaged<SMTPSession>.fromOpaque(pointer).takeUnretainedValue()
        return session.give(UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
    }

    private func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        command = "DATA"
        let piece = message[sent..<min(sent + buffer.count, message.count)]
        buffer.copyBytes(from: piece)
        sent += piece.count
        return piece.count
    }

    /// libcurl tells what it says and hears: how far it came decides what a failure means.
    private static let listen: curl_debug_callback = { _, kind, bytes, count, pointer in
        guard let bytes, let pointer, kind == CURLINFO_HEADER_IN || kind == CURLINFO_HEADER_OUT else { return 0 }
        let session = Unmanaged<SMTPSession>.fromOpaque(pointer).takeUnretainedValue()
        let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
        session.note(line, isReply: kind == CURLINFO_HEADER_IN)
        return 0
    }

    private func note(_ line: String, isReply: Bool) {
        let words = line.split(maxSplits: 2) { $0.isWhitespace || $0 == "-" }
        guard isReply else {
            let known = ["EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]
            if let word = words.first.map(String.init), known.contains(word) { command = word }
            return
        }
        guard let code = words.first.flatMap({ Int($0) }), (400..<600).contains(code) else { return }
        let status = words.dropFirst().first.flatMap { String($0).wholeMatch(of: /[245]\.\d{1,3}\.\d{1,3}/) }
        refusal = (command, code, status.map { String($0.output) })
    }

    private func trouble(_ result: CURLcode) -> MailTrouble {
        let stage: MailTrouble.Stage
        switch (result, refusal?.command) {
        case (CURLE_USE_SSL_FAILED, _), (CURLE_SSL_CONNECT_ERROR, _), (CURLE_PEER_FAILED_VERIFICATION, _),
            (CURLE_SSL_CACERT_BADFILE, _):
            stage = .encryption
        case (CURLE_LOGIN_DENIED, _), (_, "AUTH"): stage = .authentication
        case (_, "MAIL"): stage = .sender
        case (_, "RCPT"): stage = .recipient
        case (_, "DATA"): stage = .content
        default: stage = .connection
        }
        return MailTrouble(stage, code: refusal?.code, status: refusal?.status)
    }
}
