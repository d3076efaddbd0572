import Base
import Crypto
import SwiftASN1
import Typesetting
import X509

/// Who signs for an agency: its key, its certificate, and that of the government's authority which vouches for it.
public struct DocumentSigner: Sendable {
    let key: P256.Signing.PrivateKey
    public let certificate: Certificate
    let certificateBytes: [UInt8]
    let authorityBytes: [UInt8]
    /// The authority's revocation list.
    let revocations: [UInt8]

    init(key: P256.Signing.PrivateKey, certificate: Certificate, authority: Certificate, revocations: [UInt8]) throws {
        (self.key, self.certificate, self.revocations) = (key, certificate, revocations)
        certificateBytes = try Self.der(certificate)
        authorityBytes = try Self.der(authority)
    }

    private static func der(_ certificate: Certificate) throws -> [UInt8] {
        var coder = DER.Serializer()
        try coder.serialize(certificate)
        return coder.serializedBytes
    }

    /// Room for the signature in hexadecimal digits: two certificates and some hundred bytes more.
    private var room: Int { (certificateBytes.count + authorityBytes.count + 1024) * 2 }

    /// The file with a PAdES baseline B-B signature (ETSI EN 319 142-1) in an incremental update: not a byte of the file changes.
    /// Throws `DocumentError.unsignable`.
    public func sign(_ file: [UInt8], by name: String, reason: String, at instant: Instant) throws -> [UInt8] {
        let document: PDFFile
        var update: PDFUpdate
        let signatureNumber: Int
        do {
            document = try PDFFile(file)
            (update, signatureNumber) = try prepared(document, name: name, reason: reason, at: instant)
        } catch let error as TypesettingError {
            throw DocumentError.unsignable("\(error)")
        }
        update.trailer["ID"] = Self.identifier(file)
        var (bytes, places) = update.appended(to: document)
        guard let place = places[signatureNumber],
            let contents = bytes[place...].firstRange(of: Array("/Contents <".utf8)),
            let range = bytes[place...].firstRange(of: Array(Self.emptyRange.utf8))
        else { throw DocumentError.unsignable("signature") }
        // The signature's place, with its angle brackets, is all that is not signed (ISO 32000-1 §12.8.1).
        let start = contents.upperBound - 1
        let end = contents.upperBound + room + 1
        let ranges = Self.byteRange(start, end, bytes.count - end)
        bytes.replaceSubrange(range, with: Array(ranges.utf8))
        var hash = SHA256()
        hash.update(data: bytes[..<start])
        hash.update(data: bytes[end...])
        let signature = try CMSSignature(signer: self).der(of: hash.finalize())
        guard signature.count * 2 <= room else { throw DocumentError.unsignable("room") }
        let hexadecimal = Array("0123456789abcdef".utf8)
        var position = start + 1
        for byte in signature {
            bytes[position] = hexadecimal[Int(byte >> 4)]
            bytes[position + 1] = hexadecimal[Int(byte & 15)]
            position += 2
        }
        return bytes
    }

    private func prepared(
        _ file: PDFFile, name: String, reason: String, at instant: Instant
    ) throws -> (PDFUpdate, Int) {
        var update = PDFUpdate(to: file)
        guard let root = PDFFile.reference(file.trailer["Root"]), let page = try file.pages().first else {
            throw TypesettingError.unreadable("catalog")
        }
        var signature = PDFDictionary()
        signature["Type"] = "/Sig"
        signature["Filter"] = "/Adobe.PPKLite"
        signature["SubFilter"] = "/ETSI.CAdES.detached"
        signature["ByteRange"] = Self.emptyRange
        signature["Contents"] = "<\(String(repeating: "0", count: room))>"
        signature["M"] = "(\(Self.time(instant)))"
        signature["Name"] = PDFDictionary.string(name)
        signature["Reason"] = PDFDictionary.string(reason)
        let number = update.add(signature.text)
        // A field that shows nothing: hidden from paper and screen, locked.
        let field = update.add(
            """
            << /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /V \(number) 0 R /P \(page) 0 R /Rect [ 0 0 0 0 ] /F 134 >>
            """)
        var first = try file.dictionary(page)
        let annotations = first["Annots"].map(PDFFile.references) ?? []
        first["Annots"] = "[ " + (annotations + [field]).map { "\($0) 0 R" }.joined(separator: " ") + " ]"
        update.set(page, first.text)
        var catalog = try file.dictionary(root)
        // What it takes to check the signature later (ISO 32000-2 §12.8.4.3).
        let list = update.addStream(PDFDictionary(), revocations)
        let certificates = [certificateBytes, authorityBytes].map { update.addStream(PDFDictionary(), $0) }
        catalog["DSS"] =
            "<< /CRLs [ \(list) 0 R ] /Certs [ " + certificates.map { "\($0) 0 R" }.joined(separator: " ") + " ] >>"
        catalog["AcroForm"] = "<< /SigFlags 3 /Fields [ \(field) 0 R ] >>"
        update.set(root, catalog.text)
        return (update, number)
    }

    private static let emptyRange = byteRange(9_999_999_999, 9_999_999_999, 9_999_999_999)

    /// Always of the same length.
    private static func byteRange(_ start: Int, _ end: Int, _ rest: Int) -> String {
        let text = "[0 \(start) \(end) \(rest)]"
        return text + String(repeating: " ", count: max(0, 38 - text.utf8.count))
    }

    /// Two numbers for the file: of what it was, and of what it is (ISO 32000-1 §14.4).
    private static func identifier(_ file: [UInt8]) -> String {
        let hex = Hex.encode(Array(SHA256.hash(data: file).prefix(16)))
        return "[ <\(hex)> <\(hex)> ]"
    }

    /// `D:20260301100000Z`
    static func time(_ instant: Instant) -> String {
        "D:" + Instant(seconds: instant.seconds).iso8601.filter { $0.isNumber }.prefix(14) + "Z"
    }
}
