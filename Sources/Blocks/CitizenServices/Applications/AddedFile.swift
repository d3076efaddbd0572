import Base
import Journal
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
    /// The media type that its content showed.
    public var type: String
    /// Bytes.
    public var size: Int

    public init(
        id: Identifier<AddedFile>, application: Identifier<ServiceCase>, digest: FileDigest, name: String, type: String,
        size: Int
    ) {
        (self.id, self.application, self.digest, self.name, self.type, self.size) = (
            id, application, digest, name, type, size
        )
    }

    /// As an answer.
    var answer: AnswerValue {
        ["id": .text(id.description), "name": .text(name), "type": .text(type), "size": .number(String(size))]
    }
}

/// A file that somebody adds to an application.
public struct FileOrder: Sendable {
    public var upload: UploadedFile
    /// Kinds that the question accepts, as `pdf` or `jpeg`; none: any that is taken at all.
    public var accept: [String]
    /// Bytes.
    public var largest: Int
    public var application: Identifier<ServiceCase>
    public var owner: Identifier<Act.Party>
    public var actor: Act.Actor
    public var now: Instant
}

/// A file whose content is kept; it is nobody's until `record` has run in the transaction of whoever uses it.
public struct ReceivedFile: Sendable {
    public var file: AddedFile
    public var record: @Sendable (any WriteTransaction) throws -> Void

    public init(_ file: AddedFile, record: @escaping @Sendable (any WriteTransaction) throws -> Void = { _ in }) {
        (self.file, self.record) = (file, record)
    }
}

/// Why a file is not taken.
public enum FileRefusal: Error, Hashable, Sendable {
    /// Of no kind that the question accepts.
    case kind
    case tooLarge
    /// The scanner found something in it.
    case harmful
    /// The scanner does not answer.
    case unscanned
}

enum FileRows {
    static func insert(_ file: AddedFile, at now: Instant, _ transaction: any WriteTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO citizen_services_files (id, application, digest, name, type, size, added_at) VALUES (
                \(file.id), \(file.application), \(file.digest.bytes), \(file.name), \(file.type), \(file.size), \(now))
            """)
    }

    static func file(
        _ id: Identifier<AddedFile>, of application: Identifier<ServiceCase>, _ transaction: any ReadTransaction
    ) throws -> AddedFile? {
        try list("id = \(id) AND application = \(application)", transaction).first
    }

    static func list(_ condition: SQL, _ transaction: any ReadTransaction) throws -> [AddedFile] {
        try transaction.rows(
            "SELECT id, application, digest, name, type, size FROM citizen_services_files WHERE \(condition)"
        ).map {
            AddedFile(
                id: try $0[0], application: try $0[1], digest: try $0[2], name: try $0[3], type: try $0[4],
                size: try $0[5])
        }
    }
}
