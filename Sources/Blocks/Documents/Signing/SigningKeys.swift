import Base
import Crypto
import Foundation
import SwiftASN1
import Synchronization
import X509

/// The keys with which a government signs documents: an authority of its own and one key for each agency, as PEM files in a folder
/// that only its owner can read. What is missing is made at first use; what is there is never replaced.
public final class SigningKeys: Sendable {
    public let folder: String
    private let government: String
    private let made = Mutex<[String: DocumentSigner]>([:])

    /// - Parameters:
    ///   - folder: `data/keys/documents`
    ///   - government: the name in the certificates, `City of Larkhaven`.
    public init(folder: String, government: String) { (self.folder, self.government) = (folder, government) }

    private static let day: Int64 = 86_400
    /// An agency's certificate is renewed that long before it ends.
    private static let renewal = 90 * day

    /// The signer of an agency at a time; its certificate is made or renewed where needed. Throws `DocumentError.key`.
    public func signer(for agency: String, named name: String, at now: Instant) throws -> DocumentSigner {
        try made.withLock { made in
            let later = Date(timeIntervalSince1970: Double(now.seconds + Self.renewal))
            if let known = made[agency], known.certificate.notValidAfter > later { return known }
            let signer = try open(agency, name, now, later)
            made[agency] = signer
            return signer
        }
    }

    /// The certificate of the authority, PEM: what others need to trust our signatures. Made where it is missing.
    public func authority(at now: Instant) throws -> String {
        try made.withLock { _ in try authority(now).certificate.serializeAsPEM().pemString + "\n" }
    }

    /// The agencies that have a certificate, with the end of it.
    public func certificates() -> [(agency: String, end: Instant)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".pem") && $0 != "authority.pem" }.sorted().compactMap { name in
            guard let certificate = try? certificate("\(folder)/\(name)") else { return nil }
            return (String(name.dropLast(4)), Instant(seconds: Int64(certificate.notValidAfter.timeIntervalSince1970)))
        }
    }

    private func open(_ agency: String, _ name: String, _ now: Instant, _ later: Date) throws -> DocumentSigner {
        let authority = try authority(now)
        let (keyPath, path) = ("\(folder)/\(agency).key", "\(folder)/\(agency).pem")
        let key = try KeyFile(keyPath).openOrMake()
        if FileManager.default.fileExists(atPath: path) {
            let certificate = try certificate(path)
            if certificate.notValidAfter > later, certificate.publicKey == Certificate.PublicKey(key.publicKey) {
                return try signer(key, certificate, authority, now)
            }
        }
        let certificate = try issue(
            name, agency, for: key.publicKey, by: authority.key, issuer: authority.certificate.subject, years: 5,
            now: now)
        try KeyFile.write(try certificate.serializeAsPEM().pemString + "\n", to: path, mode: 0o644)
        return try signer(key, certificate, authority, now)
    }

    private func signer(
        _ key: P256.Signing.PrivateKey, _ certificate: Certificate,
        _ authority: (key: P256.Signing.PrivateKey, certificate: Certificate),
        _ now: Instant
    ) throws -> DocumentSigner {
        let end = Instant(seconds: Int64(certificate.notValidAfter.timeIntervalSince1970))
        let list = RevocationList(authority: authority.certificate, key: authority.key, issuedAt: now, until: end)
        return try DocumentSigner(
            key: key, certificate: certificate, authority: authority.certificate, revocations: try list.der())
    }

    private func authority(_ now: Instant) throws -> (key: P256.Signing.PrivateKey, certificate: Certificate) {
        let path = "\(folder)/authority.pem"
        let key = try KeyFile("\(folder)/authority.key").openOrMake()
        if FileManager.default.fileExists(atPath: path) { return (key, try certificate(path)) }
        let name = try DistinguishedName {
            OrganizationName(government)
            CommonName("\(government) document authority")
        }
        let certificate = try issue(nil, nil, for: key.publicKey, by: key, issuer: name, years: 20, now: now)
        try KeyFile.write(try certificate.serializeAsPEM().pemString + "\n", to: path, mode: 0o644)
        return (key, certificate)
    }

    /// An agency's certificate, or the authority's own where `name` is `nil` (RFC 5280).
    private func issue(
        _ name: String?, _ agency: String?, for key: P256.Signing.PublicKey, by issuerKey: P256.Signing.PrivateKey,
        issuer: DistinguishedName,
        years: Int64, now: Instant
    ) throws -> Certificate {
        // A little before now, so that a clock that is late believes it too.
        let start = Date(timeIntervalSince1970: Double(now.seconds - Self.day))
        let end = start.addingTimeInterval(Double(years * 365 * Self.day))
        let publicKey = Certificate.PublicKey(key)
        var subject = issuer
        if let name {
            subject = try DistinguishedName {
                OrganizationName(government)
                OrganizationalUnitName(agency ?? "")
                CommonName(name)
            }
        }
        let extensions = try Certificate.Extensions {
            Critical(
                name == nil
                    ? BasicConstraints.isCertificateAuthority(maxPathLength: 0)
                    : BasicConstraints.notCertificateAuthority)
            // Non-repudiation: it signs what a government stands by.
            Critical(
                name == nil
                    ? KeyUsage(keyCertSign: true, cRLSign: true)
                    : KeyUsage(digitalSignature: true, nonRepudiation: true))
            SubjectKeyIdentifier(hash: publicKey)
            AuthorityKeyIdentifier(
                keyIdentifier: SubjectKeyIdentifier(hash: Certificate.PublicKey(issuerKey.publicKey)).keyIdentifier)
        }
        return try Certificate(
            version: .v3, serialNumber: Self.serialNumber(), publicKey: publicKey, notValidBefore: start,
            notValidAfter: end,
            issuer: issuer, subject: subject, signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions,
            issuerPrivateKey: Certificate.PrivateKey(issuerKey))
    }

    /// Chance in 16 bytes, positive: with its sign a number of 20 bytes can become longer than RFC 5280 §4.1.2.2 allows, and some
    /// programs then know the signer no more.
    private static func serialNumber() -> Certificate.SerialNumber {
        var random = SystemRandomNumberGenerator()
        var bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
        bytes[0] = bytes[0] & 0x3F | 0x40
        return Certificate.SerialNumber(bytes: bytes)
    }

    private func certificate(_ path: String) throws -> Certificate {
        do {
            return try Certificate(
                pemEncoded: String(decoding: FileManager.default.contents(atPath: path) ?? .init(), as: UTF8.self))
        } catch {
            throw DocumentError.key(path: path, reason: "is no certificate")
        }
    }
}

/// A private key as a PEM file (PKCS #8) of mode 0600. A file that others can read is refused.
struct KeyFile {
    let path: String
    init(_ path: String) { self.path = path }

    func openOrMake() throws -> P256.Signing.PrivateKey {
        guard let status = try? FileManager.default.attributesOfItem(atPath: path) else { return try make() }
        guard let mode = status[.posixPermissions] as? Int, mode & 0o077 == 0 else {
            throw DocumentError.key(path: path, reason: "others can read it; run chmod 600")
        }
        guard let data = FileManager.default.contents(atPath: path),
            let key = try? P256.Signing.PrivateKey(pemRepresentation: String(decoding: data, as: UTF8.self))
        else { throw DocumentError.key(path: path, reason: "is no private key") }
        return key
    }

    private func make() throws -> P256.Signing.PrivateKey {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let key = P256.Signing.PrivateKey()
        try Self.write(key.pemRepresentation + "\n", to: path, mode: 0o600)
        return key
    }

    /// Writes beside the file and links, so that there is never half a key, and never a second one.
    static func write(_ text: String, to path: String, mode: mode_t) throws {
        let temporary = path + ".new"
        unlink(temporary)
        let file = Foundation.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { throw DocumentError.key(path: path, reason: String(cString: strerror(errno))) }
        let bytes = Array(text.utf8)
        let isWritten = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) } == bytes.count
        let isDurable = isWritten && fsync(file) == 0
        close(file)
        guard isDurable, rename(temporary, path) == 0 else {
            throw DocumentError.key(path: path, reason: String(cString: strerror(errno)))
        }
    }
}
