/// Why an e-mail was not taken: where it went wrong and what the server answered. Without the server's words, in which addresses stand.
public struct MailTrouble: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Stage: String, Sendable, CaseIterable {
        /// The address cannot be written to, or there is none.
        case address
        /// The server could not be reached, or the connection broke.
        case connection
        /// It was reached, but not with the encryption that is asked for.
        case encryption
        /// It did not accept our name and password.
        case authentication
        case sender, recipient, content
        /// The outbox folder cannot be written.
        case outbox
    }
    public var stage: Stage
    /// The reply code (RFC 5321 §4.2.1): 550.
    public var code: Int?
    /// The enhanced status code (RFC 3463): `5.1.1`.
    public var status: String?

    public init(_ stage: Stage, code: Int?, status: String? = nil) {
        (self.stage, self.code, self.status) = (stage, code, status)
    }

    /// Whether trying again is of no use. What is wrong between us and our own server is mended there, and the mail waits for it.
    public var isPermanent: Bool {
        switch stage {
        case .address: true
        case .connection, .encryption, .authentication, .outbox: false
        case .sender, .recipient, .content:
            // 530, 534, 535, 538: the server wants us to sign in (RFC 4954 §6).
            code.map { (500..<600).contains($0) && ![530, 534, 535, 538].contains($0) } ?? false
        }
    }

    /// `recipient 550 5.1.1`
    public var description: String {
        [stage.rawValue, code.map(String.init), status].compactMap(\.self).joined(separator: " ")
    }

    /// From its `description`.
    public init?(_ description: String) {
        let words = description.split(separator: " ").map(String.init)
        guard let stage = words.first.flatMap(Stage.init) else { return nil }
        self.init(stage, code: words.count > 1 ? Int(words[1]) : nil, status: words.count > 2 ? words[2] : nil)
    }
}
