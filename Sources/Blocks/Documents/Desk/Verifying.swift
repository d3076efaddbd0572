import Base
import Crypto
import Foundation
import Journal
import Store

/// What anyone may know of a document: nothing that stands in it.
public struct Verification: Sendable, Hashable {
    public enum Verdict: Sendable, Hashable {
        /// Ours, unchanged where a file was shown, and in force.
        case holds
        /// Ours, and its time is over.
        case expired
        case revoked
        /// Another one took its place.
        case replaced
        /// Ours, and being drawn.
        case inPreparation
        /// It bears a code of ours, and the file is not the one that we issued.
        case changed
        /// Not ours.
        case unknown
    }

    public var verdict: Verdict
    /// `nil` where it is not ours.
    public var document: IssuedDocument?
    /// Whether the whole file was compared, not only a code.
    public var isOfFile: Bool
}

extension DocumentDesk {
    /// What we know of a code.
    public func verify(_ code: VerificationCode, at now: Instant) async throws -> Verification {
        let found = try await database.read { transaction in
            try transaction.row("SELECT \(IssuedDocument.columns) FROM documents_documents WHERE code = \(code)").map {
                try IssuedDocument($0)
            }
        }
        return Verification(
            verdict: found.map { Self.verdict($0, at: now) } ?? .unknown, document: found, isOfFile: false)
    }

    /// What we know of a file of this machine: whether it is one that we issued, byte for byte.
    public func verify(file path: String, at now: Instant) async throws -> Verification {
        let (digest, code) = try await threads.run { try Self.examine(path) }
        let found = try await database.read { transaction in
            try transaction.row(
                "SELECT \(IssuedDocument.columns) FROM documents_documents WHERE file = \(digest) LIMIT 1"
            ).map { try IssuedDocument($0) }
        }
        if let found { return Verification(verdict: Self.verdict(found, at: now), document: found, isOfFile: true) }
        guard let code else { return Verification(verdict: .unknown, document: nil, isOfFile: true) }
        let claimed = try await verify(code, at: now).document
        return Verification(verdict: claimed == nil ? .unknown : .changed, document: claimed, isOfFile: true)
    }

    static func verdict(_ document: IssuedDocument, at now: Instant) -> Verification.Verdict {
        switch document.state {
        case .ordered: .inPreparation
        case .revoked: .revoked
        case .replaced: .replaced
        case .issued: document.holds(at: now) ? .holds : .expired
        }
    }

    /// The file's digest, and the code that it says it has: the address behind its QR code stands in the open in every file of ours.
    private static func examine(_ path: String) throws -> (FileDigest, VerificationCode?) {
        let file = try LocalFile(path: path, .read)
        var hash = SHA256()
        var code: VerificationCode?
        var kept: [UInt8] = []
        var offset = 0
        let mark = Array("/verify/".utf8)
        while true {
            let chunk = try file.read(at: offset, count: 1 << 18)
            if chunk.isEmpty { break }
            hash.update(data: chunk)
            offset += chunk.count
            if code == nil {
                let window = kept + chunk
                for range in window.ranges(of: mark) {
                    let typed = window[range.upperBound...].prefix(19)
                    if let found = VerificationCode(String(decoding: typed, as: UTF8.self)) { code = found }
                }
                kept = Array(window.suffix(32))
            }
        }
        guard let digest = FileDigest(bytes: Array(hash.finalize())) else { throw DocumentError.unknownKind }
        return (digest, code)
    }
}
