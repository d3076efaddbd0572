import Base
import Crypto
import SwiftASN1
import X509

/// The authority's list of certificates that hold no more (RFC 5280 §5), which is empty: what holds no more is a document, and its
/// page says so. It goes into every file, so that a signature can be checked without asking anyone.
struct RevocationList {
    let authority: Certificate
    let key: P256.Signing.PrivateKey
    let issuedAt: Instant
    /// It speaks for the certificates that end by then.
    let until: Instant

    private static let ecdsaWithSHA256: ASN1ObjectIdentifier = [1, 2, 840, 10045, 4, 3, 2]
    private static let crlNumber: ASN1ObjectIdentifier = [2, 5, 29, 20]

    func der() throws -> [UInt8] {
        var content = DER.Serializer()
        try content.appendConstructedNode(identifier: .sequence) { try list(&$0) }
        let signature = try key.signature(for: content.serializedBytes)
        var coder = DER.Serializer()
        try coder.appendConstructedNode(identifier: .sequence) { coder in
            coder.serializeRawBytes(content.serializedBytes)
            try algorithm(&coder)
            try coder.serialize(ASN1BitString(bytes: Array(signature.derRepresentation)[...]))
        }
        return coder.serializedBytes
    }

    private func list(_ coder: inout DER.Serializer) throws {
        // Version 2.
        try coder.serialize(1)
        try algorithm(&coder)
        try coder.serialize(authority.subject)
        try time(issuedAt, &coder)
        try time(until, &coder)
        let extensions = try Certificate.Extensions {
            AuthorityKeyIdentifier(
                keyIdentifier: SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey)).keyIdentifier)
            Certificate.Extension(oid: Self.crlNumber, critical: false, value: try number()[...])
        }
        try coder.appendConstructedNode(identifier: .init(tagWithNumber: 0, tagClass: .contextSpecific)) { coder in
            try coder.appendConstructedNode(identifier: .sequence) { coder in
                for one in extensions { try Self.serialize(one, &coder) }
            }
        }
    }

    /// RFC 5280 §4.1: the object identifier and the value; `critical` is left out where it is false (DER).
    private static func serialize(_ one: Certificate.Extension, _ coder: inout DER.Serializer) throws {
        try coder.appendConstructedNode(identifier: .sequence) { coder in
            try coder.serialize(one.oid)
            try coder.serialize(ASN1OctetString(contentBytes: one.value))
        }
    }

    private func number() throws -> [UInt8] {
        var coder = DER.Serializer()
        try coder.serialize(issuedAt.seconds)
        return coder.serializedBytes
    }

    private func algorithm(_ coder: inout DER.Serializer) throws {
        try coder.appendConstructedNode(identifier: .sequence) { try $0.serialize(Self.ecdsaWithSHA256) }
    }

    /// UTCTime up to 2049, GeneralizedTime from then on (RFC 5280 §5.1.2.4).
    private func time(_ instant: Instant, _ coder: inout DER.Serializer) throws {
        let digits = Instant(seconds: instant.seconds).iso8601.filter(\.isNumber).prefix(14).compactMap(
            \.wholeNumberValue)
        func two(_ at: Int) -> Int { digits[at] * 10 + digits[at + 1] }
        let year = two(0) * 100 + two(2)
        if year < 2050 {
            try coder.serialize(
                UTCTime(year: year, month: two(4), day: two(6), hours: two(8), minutes: two(10), seconds: two(12)))
        } else {
            try coder.serialize(
                GeneralizedTime(
                    year: year, month: two(4), day: two(6), hours: two(8), minutes: two(10), seconds: two(12),
                    fractionalSeconds: 0))
        }
    }
}
