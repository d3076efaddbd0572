import Base
import Foundation
import ServiceDefinition
import Store
import Web

/// A file that a person added to an application.
public struct AddedFile: Sendable {
    public var id: Identifier<AddedFile>
    public var application: Identifier<ServiceCase>
    public var digest: FileDigest
    /// As the browser named it; shown, never used as a path.
    public var name: String
    /// What the content showed it to be.
    public var kind: Kind
    /// Bytes.
    public var size: Int

    /// The kinds that are known by their first bytes (ISO 32000-2 §7.5.2, ISO/IEC 10918-1 B.1.1.3, PNG §5.2).
    public enum Kind: String, Sendable, CaseIterable, SQLConvertible {
        case pdf = "application/pdf"
        case jpeg = "image/jpeg"
        case png = "image/png"

        init?(content: Data) {
            if content.starts(with: Array("%PDF-".utf8)) {
                self = .pdf
            } else if content.starts(with: [0xFF, 0xD8, 0xFF]) {
                self = .jpeg
            } else if content.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
                self = .png
            } else {
                return nil
            }
        }

        /// Whether a definition accepts it: `pdf`, `jpeg`, `png`; none means any.
        func isAccepted(by names: [String]) -> Bool {
            let known: [String] =
                switch self {
                case .pdf: ["pdf"]
                case .jpeg: ["jpeg", "jpg"]
                case .png: ["png"]
                }
            return names.isEmpty || names.contains { known.contains($0.lowercased()) }
        }
    }

    /// As an answer.
    var answer: AnswerValue {
        ["id": .text(id.description), "name": .text(name), "type": .text(kind.rawValue), "size": .number(String(size))]
    }
}

enum FileRows {
    static func insert(_ file: AddedFile, at now: Instant, _ transaction: any WriteTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO citizen_services_files (id, application, digest, name, type, size, added_at) VALUES (
                \(file.id), \(file.application), \(file.digest.bytes), \(file.name), \(file.kind), \(file.size), \(now))
            """)
    }

    static func file(
        _ id: Identifier<AddedFile>, of application: Identifier<ServiceCase>, _ transaction: any ReadTransaction
    ) throws -> AddedFile? {
        try transaction.row(
            """
            SELECT id, application, digest, name, type, size FROM citizen_services_files
            WHERE id = \(id) AND application = \(application)
            """
        ).map {
            AddedFile(
                id: try $0[0], application: try $0[1], digest: try $0[2], name: try $0[3], kind: try $0[4], size: try $0[5])
        }
    }
}

/// Bytes as a sequence of one chunk.
struct WholeFile: AsyncSequence, Sendable {
    let bytes: [UInt8]

    struct Iterator: AsyncIteratorProtocol {
        var chunk: [UInt8]?
        mutating func next() async throws -> [UInt8]? {
            defer { chunk = nil }
            return chunk
        }
    }
    func makeAsyncIterator() -> Iterator { Iterator(chunk: bytes) }
}
