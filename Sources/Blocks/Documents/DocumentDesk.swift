import Base
import BuildingBlock
import Journal
import Store
import Typesetting

/// Documents of one government: what is issued, what people send, and whether a paper is ours. Every change is recorded as an act
/// in its own transaction.
public struct DocumentDesk: Sendable {
    public let platform: Platform
    public let keys: SigningKeys
    /// The templates of the jurisdiction's folder `documents`.
    public let templates: TemplateFolder
    let log: PublicLog
    let scanner: MalwareScanner?
    /// Whether someone may see a document or an upload beside whom it belongs to: decided by who knows the cases.
    let access: DocumentAccess
    let emblem: Picture?
    let threads: BlockingThreads

    /// Reads the jurisdiction's templates. Throws a `DataFileError` with file and line.
    public init(
        on platform: Platform, keys: SigningKeys, log: PublicLog, scanner: MalwareScanner? = nil,
        access: DocumentAccess = .nobody
    ) throws {
        let jurisdiction = platform.jurisdiction
        templates = try TemplateFolder.read("\(jurisdiction.folder)/documents", languages: jurisdiction.languages)
        emblem = try EmblemFile.read(jurisdiction)
        (self.platform, self.keys, self.log, self.scanner, self.access) = (platform, keys, log, scanner, access)
        // Drawing takes some milliseconds of one core: not on the threads that answer requests.
        threads = BlockingThreads(name: "documents", count: 2)
    }

    var database: any Database { platform.database }
    var jurisdiction: Jurisdiction { platform.jurisdiction }

    static let drawJob = "documents.draw"
    static let receiptJob = "documents.receipt"
}

/// Who may see documents of others, for what purpose.
public struct DocumentAccess: Sendable {
    /// The purpose for which this person may see what belongs to a case, in words for its owner; `nil` where they may not.
    public var purpose:
        @Sendable (_ person: Identifier<Act.Party>, _ about: String, any ReadTransaction) throws -> String?

    public init(
        purpose:
            @escaping @Sendable (_ person: Identifier<Act.Party>, _ about: String, any ReadTransaction) throws ->
            String?
    ) {
        self.purpose = purpose
    }

    public static let nobody = DocumentAccess { _, _, _ in nil }
}
