import Base
import BuildingBlock
import Foundation
import Journal
import Store
import Web

extension DocumentDesk {
    /// Takes a file that someone sent: looks what it is, has it scanned where a scanner is configured, and keeps it. It stands in no
    /// table yet: `attach` records it in the transaction of whoever uses it. Throws `DocumentError`.
    ///
    /// - Parameter accept: kinds by name, as `pdf`; none: all that are taken.
    public func receive(
        _ upload: UploadedFile, limit: Int = Upload.limit, accept: [String] = [], at now: Instant
    ) async throws -> Upload {
        guard upload.size <= limit else { throw DocumentError.tooLarge(limit: limit) }
        let path = upload.path
        let (head, tail) = try await threads.run {
            let file = try LocalFile(path: path, .read)
            let size = try file.size()
            return (
                try file.read(at: 0, count: FileKind.head),
                try file.read(at: max(0, size - FileKind.tail), count: FileKind.tail)
            )
        }
        guard let kind = FileKind(head: head, tail: tail) else { throw DocumentError.unknownKind }
        guard accept.isEmpty || accept.contains(kind.rawValue) else { throw DocumentError.unknownKind }
        if let scanner { try await scanner.check(path) }
        let stored = try await platform.files.put(chunks(of: path), limit: limit)
        let name = String(
            upload.name.unicodeScalars.filter { $0.properties.generalCategory != .control }.prefix(200).map(
                Character.init))
        return Upload(
            id: Upload.ID(at: now), file: stored.digest, size: stored.size, kind: kind, name: name, owner: nil,
            about: nil,
            wasScanned: scanner != nil, addedAt: now)
    }

    /// Records a file that was received, with its act: whose it is, and the case that it belongs to.
    public func attach(
        _ upload: Upload, owner: Identifier<Act.Party>?, about: String?, by actor: Act.Actor, at now: Instant,
        in transaction: any WriteTransaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO documents_uploads (id, file, size, kind, name, owner, about, was_scanned, added_at)
            VALUES (\(upload.id), \(upload.file), \(upload.size), \(upload.kind.rawValue), \(upload.name), \(owner), \(about),
                \(upload.wasScanned), \(now))
            """)
        try transaction.record(
            Act(
                .uploadReceived, Act.Subject("upload", upload.id), by: actor, at: now,
                concerns: owner.map { [$0] } ?? [],
                detail: ["about": about.map(JSON.string) ?? .null, "sha256": .string(upload.file.description)]))
    }

    public func upload(_ id: Upload.ID, in transaction: any ReadTransaction) throws -> Upload? {
        try transaction.row("SELECT \(Upload.columns) FROM documents_uploads WHERE id = \(id)").map { try Upload($0) }
    }

    /// The files of a case, the oldest first.
    public func uploads(about: String, in transaction: any ReadTransaction) throws -> [Upload] {
        try transaction.rows(
            "SELECT \(Upload.columns) FROM documents_uploads WHERE about = \(about) ORDER BY id LIMIT 500"
        )
        .map { try Upload($0) }
    }

    /// Forgets a file, with its act. The content goes when nothing else names it.
    public func remove(_ id: Upload.ID, by actor: Act.Actor, at now: Instant, in transaction: any WriteTransaction)
        throws
    {
        guard let upload = try upload(id, in: transaction) else { throw DocumentError.unknownDocument }
        try transaction.execute("DELETE FROM documents_uploads WHERE id = \(id)")
        try transaction.record(
            Act(
                .uploadRemoved, Act.Subject("upload", id), by: actor, at: now, concerns: upload.owner.map { [$0] } ?? []
            ))
        try platform.jobs.enqueue(NewJob(Self.removeJob, payload: upload.file.description), in: transaction)
    }

    static let removeJob = "documents.remove"

    /// Deletes a content that nothing names any more.
    func removeContent(_ digest: FileDigest) async throws {
        let isNamed = try await database.read { transaction in
            try transaction.row("SELECT 1 FROM documents_uploads WHERE file = \(digest) LIMIT 1") != nil
                || transaction.row("SELECT 1 FROM documents_documents WHERE file = \(digest) LIMIT 1") != nil
        }
        if !isNamed { try await platform.files.delete(digest) }
    }

    /// A file of this machine, piece by piece.
    private func chunks(of path: String) -> AsyncThrowingStream<[UInt8], any Error> {
        let threads = threads
        let position = Position()
        return AsyncThrowingStream {
            let offset = await position.offset
            let chunk = try await threads.run { try LocalFile(path: path, .read).read(at: offset, count: 1 << 17) }
            await position.advance(chunk.count)
            return chunk.isEmpty ? nil : chunk
        }
    }

    private actor Position {
        private(set) var offset = 0
        func advance(_ count: Int) { offset += count }
    }
}
