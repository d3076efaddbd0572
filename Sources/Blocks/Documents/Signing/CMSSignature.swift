import Crypto
import SwiftASN1
import X509

/// A detached CMS signature (RFC 5652) with the signed attributes of CAdES baseline B-B (ETSI EN 319 122-1): content type, message
/// digest and the signing certificate's digest (RFC 5035, ESSCertIDv2).
struct CMSSignature {
    let signer: DocumentSigner

    private enum OID {
        static let data: ASN1ObjectIdentifier = [1, 2, 840, 113_549, 1, 7, 1]
        static let signedData: ASN1ObjectIdentifier = [1, 2, 840, 113_549, 1, 7, 2]
        static let contentType: ASN1ObjectIdentifier = [1, 2, 840, 113_549, 1, 9, 3]
        static let messageDigest: ASN1ObjectIdentifier = [1, 2, 840, 113_549, 1, 9, 4]
        static let signingCertificateV2: ASN1ObjectIdentifier = [1, 2, 840, 113_549, 1, 9, 16, 2, 47]
        static let sha256: ASN1ObjectIdentifier = [2, 16, 840, 1, 101, 3, 4, 2, 1]
        static let ecdsaWithSHA256: ASN1ObjectIdentifier = [1, 2, 840, 10045, 4, 3, 2]
    }

    /// The signature of content with this digest, as DER of a ContentInfo.
    func der(of digest: SHA256.Digest) throws -> [UInt8] {
        let attributes = try attributes(digest)
        // What is signed is the SET itself, not the implicit tag under which it is sent (RFC 5652 §5.4).
        var set = DER.Serializer()
        set.appendConstructedNode(identifier: .set) { coder in
            for attribute in attributes { coder.serializeRawBytes(attribute) }
        }
        let signature = try signer.key.signature(for: set.serializedBytes)
        var coder = DER.Serializer()
        try coder.appendConstructedNode(identifier: .sequence) { content in
            try content.serialize(OID.signedData)
            try content.appendConstructedNode(identifier: .init(tagWithNumber: 0, tagClass: .contextSpecific)) {
                content in
                try content.appendConstructedNode(identifier: .sequence) { try signedData(&$0, attributes, signature) }
            }
        }
        return coder.serializedBytes
    }

    private func signedData(
        _ coder: inout DER.Serializer, _ attributes: [[UInt8]], _ signature: P256.Signing.ECDSASignature
    ) throws {
        try coder.serialize(1)
        try coder.appendConstructedNode(identifier: .set) { try algorithm(&$0, OID.sha256) }
        try coder.appendConstructedNode(identifier: .sequence) { try $0.serialize(OID.data) }
        coder.appendConstructedNode(identifier: .init(tagWithNumber: 0, tagClass: .contextSpecific)) { coder in
            for certificate in [signer.certificateBytes, signer.authorityBytes].sorted(by: Self.isBefore) {
                coder.serializeRawBytes(certificate)
            }
        }
        try coder.appendConstructedNode(identifier: .set) { coder in
            try coder.appendConstructedNode(identifier: .sequence) { try signerInfo(&$0, attributes, signature) }
        }
    }

    private func signerInfo(
        _ coder: inout DER.Serializer, _ attributes: [[UInt8]], _ signature: P256.Signing.ECDSASignature
    ) throws {
        try coder.serialize(1)
        try coder.appendConstructedNode(identifier: .sequence) { coder in
            try coder.serialize(signer.certificate.issuer)
            try coder.serialize(signer.certificate.serialNumber.bytes)
        }
        try algorithm(&coder, OID.sha256)
        coder.appendConstructedNode(identifier: .init(tagWithNumber: 0, tagClass: .contextSpecific)) { coder in
            for attribute in attributes { coder.serializeRawBytes(attribute) }
        }
        try algorithm(&coder, OID.ecdsaWithSHA256)
        try coder.serialize(ASN1OctetString(contentBytes: Array(signature.derRepresentation)[...]))
    }

    /// In the order of DER: of their encodings.
    private func attributes(_ digest: SHA256.Digest) throws -> [[UInt8]] {
        let certificateDigest = SHA256.hash(data: signer.certificateBytes)
        return try [
            attribute(OID.contentType) { try $0.serialize(OID.data) },
            attribute(OID.messageDigest) { try $0.serialize(ASN1OctetString(contentBytes: Array(digest)[...])) },
            attribute(OID.signingCertificateV2) { coder in
                try coder.appendConstructedNode(identifier: .sequence) { coder in
                    try coder.appendConstructedNode(identifier: .sequence) { coder in
                        try coder.appendConstructedNode(identifier: .sequence) { coder in
                            try coder.serialize(ASN1OctetString(contentBytes: Array(certificateDigest)[...]))
                        }
                    }
                }
            },
        ].sorted(by: Self.isBefore)
    }

    private func attribute(_ type: ASN1ObjectIdentifier, _ value: (inout DER.Serializer) throws -> Void) throws
        -> [UInt8]
    {
        var coder = DER.Serializer()
        try coder.appendConstructedNode(identifier: .sequence) { coder in
            try coder.serialize(type)
            try coder.appendConstructedNode(identifier: .set) { try value(&$0) }
        }
        return coder.serializedBytes
    }

    private func algorithm(_ coder: inout DER.Serializer, _ algorithm: ASN1ObjectIdentifier) throws {
        try coder.appendConstructedNode(identifier: .sequence) { try $0.serialize(algorithm) }
    }

    private static func isBefore(_ a: [UInt8], _ b: [UInt8]) -> Bool { a.lexicographicallyPrecedes(b) }
}
