import Base
import Crypto
import Foundation

/// Signatures as Standard Webhooks 1.0.0 has them: `v1,` and the base 64 of HMAC-SHA256 over `id.timestamp.body`.
public struct WebhookSecret: Hashable, Sendable {
    /// 24 to 64 bytes; ours have 32.
    let bytes: [UInt8]

    /// The secret of a subscription: made of the site's key, so that the database does not hold it.
    init(key: [UInt8], subscription: Identifier<WebhookSubscription>, number: Int) {
        let name = Array("polity.webhook.v1 \(subscription) \(number)".utf8)
        bytes = Array(HMAC<SHA256>.authenticationCode(for: name, using: SymmetricKey(data: key)))
    }

    /// From what follows `whsec_`; `nil` where that is no base 64.
    init?(base64: String) {
        guard let data = Data(base64Encoded: base64) else { return nil }
        bytes = Array(data)
    }

    /// As the program keeps it: `whsec_` and base 64.
    public var text: String { "whsec_" + Data(bytes).base64EncodedString() }

    /// - Parameter timestamp: seconds since 1970.
    func signature(id: String, timestamp: Int64, body: String) -> String {
        let signed = Array("\(id).\(timestamp).\(body)".utf8)
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: bytes))
        return "v1,\(Data(code).base64EncodedString())"
    }

    func headers(id: String, timestamp: Int64, body: String) -> [(name: String, value: String)] {
        [
            ("webhook-id", id), ("webhook-timestamp", "\(timestamp)"),
            ("webhook-signature", signature(id: id, timestamp: timestamp, body: body)),
        ]
    }
}
