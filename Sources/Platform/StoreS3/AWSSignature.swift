import Crypto
import Foundation

/// Signs requests by AWS Signature Version 4
/// (docs.aws.amazon.com, "Authenticating Requests: Using the Authorization Header").
struct AWSSignature: Sendable {
    var accessKey: String
    var secretKey: String
    var region: String
    var service = "s3"

    /// The value of `Authorization`.
    ///
    /// - Parameters:
    ///   - path: percent-encoded already.
    ///   - headers: those that are signed, with lower-case names; `host` and `x-amz-date` among them.
    ///   - date: `20130524T000000Z`, as in `x-amz-date`.
    ///   - payloadDigest: as in `x-amz-content-sha256`.
    func authorization(
        method: String, path: String, query: [(String, String)] = [], headers: [String: String], date: String,
        payloadDigest: String
    ) -> String {
        let names = headers.keys.sorted()
        let signedHeaders = names.joined(separator: ";")
        let canonicalHeaders = names.map { "\($0):\(headers[$0, default: ""])\n" }.joined()
        let canonicalQuery = query.map { "\(Self.encoded($0))=\(Self.encoded($1))" }.sorted().joined(separator: "&")
        let request = [method, path, canonicalQuery, canonicalHeaders, signedHeaders, payloadDigest]
            .joined(separator: "\n")

        let day = String(date.prefix(8))
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let text = ["AWS4-HMAC-SHA256", date, scope, Self.hex(SHA256.hash(data: Array(request.utf8)))]
            .joined(separator: "\n")
        let signature = Self.hex(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: signingKey(day)))
        return "AWS4-HMAC-SHA256 Credential=\(accessKey)/\(scope),SignedHeaders=\(signedHeaders),Signature=\(signature)"
    }

    private func signingKey(_ day: String) -> SymmetricKey {
        var key = SymmetricKey(data: Array("AWS4\(secretKey)".utf8))
        for part in [day, region, service, "aws4_request"] {
            key = SymmetricKey(data: Array(HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key)))
        }
        return key
    }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 0xF, radix: 16) }.joined()
    }

    /// Percent-encoded, all but the unreserved characters of RFC 3986 §2.3.
    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
