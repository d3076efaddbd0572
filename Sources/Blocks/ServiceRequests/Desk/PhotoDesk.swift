import Base
import BuildingBlock
import Foundation
import Journal
import Store
import Web

/// A photo that waits for its report to be sent. Only who has the ticket can use it.
public struct PhotoTicket: Hashable, Sendable {
    public var ticket: String
    public var photo: Photo
}

extension RequestDesk {
    /// Cleans and stores an uploaded photo. Throws `PhotoError`.
    public func receive(_ upload: UploadedFile, purpose: Photo.Purpose = .report, at now: Instant) async throws
        -> PhotoTicket
    {
        let limit = catalogue.settings.photoBytes
        guard upload.size <= limit else { throw PhotoError.tooLarge(limit: limit) }
        guard let data = FileManager.default.contents(atPath: upload.path) else { throw PhotoError.damaged }
        let clean = try CleanPhoto(Array(data), limit: limit)
        return try await keep(clean, purpose: purpose, at: now)
    }

    /// Stores a photo under a new ticket.
    func keep(_ clean: CleanPhoto, purpose: Photo.Purpose, at now: Instant) async throws -> PhotoTicket {
        let stored = try await platform.files.put(OneChunk(clean.bytes), limit: clean.bytes.count)
        let photo = Photo(
            id: Identifier(at: now), file: stored.digest, format: clean.format, size: stored.size, width: clean.width,
            height: clean.height, purpose: purpose)
        let ticket = SecretKey()
        try await database.write { transaction -> Void in
            try transaction.execute(
                """
                INSERT INTO service_requests_photos (
                    id, request, digest, format, size, width, height, purpose, added_at, ticket_hash)
                VALUES (
                    \(photo.id), NULL, \(photo.file.bytes), \(photo.format), \(photo.size), \(photo.width), \(photo.height),
                    \(photo.purpose), \(now), \(ticket.hash))
                """)
        }
        return PhotoTicket(ticket: ticket.text, photo: photo)
    }

    /// The photos of the tickets that are still waiting, in the order of the tickets.
    func waiting(_ tickets: [String]) async throws -> [PhotoTicket] {
        let keys = tickets.compactMap(SecretKey.init)
        guard !keys.isEmpty else { return [] }
        return try await database.read { transaction in
            try keys.compactMap { key in
                try transaction.row(
                    """
                    SELECT \(RequestRows.photoColumns) FROM service_requests_photos
                    WHERE ticket_hash = \(key.hash) AND request IS NULL
                    """
                ).map { PhotoTicket(ticket: key.text, photo: try RequestRows.photo($0)) }
            }
        }
    }

    /// Forgets uploads whose report was never sent. Files that nothing else names are deleted.
    func forgetWaitingPhotos(before instant: Instant) async throws {
        let forgotten = try await database.write { transaction -> [FileDigest] in
            let digests = try transaction.rows(
                "SELECT DISTINCT digest FROM service_requests_photos WHERE request IS NULL AND added_at < \(instant)")
            try transaction.execute(
                "DELETE FROM service_requests_photos WHERE request IS NULL AND added_at < \(instant)")
            return try digests.compactMap { row in
                let bytes: [UInt8] = try row[0]
                let used = try transaction.value(
                    Int.self, "SELECT COUNT(*) FROM service_requests_photos WHERE digest = \(bytes)")
                return used == 0 ? FileDigest(bytes: bytes) : nil
            }
        }
        for digest in forgotten { try await platform.files.delete(digest) }
    }
}

extension WriteTransaction {
    /// Gives the photos of `tickets` to the request. A ticket that is no longer valid is passed over: the report
    /// matters more than its picture.
    func attach(_ tickets: [String], to request: Identifier<ServiceRequest>) throws {
        for key in tickets.compactMap(SecretKey.init) {
            try execute(
                """
                UPDATE service_requests_photos SET request = \(request), ticket_hash = NULL
                WHERE ticket_hash = \(key.hash) AND request IS NULL
                """)
        }
    }
}

/// Bytes as a sequence of one chunk.
struct OneChunk: AsyncSequence, Sendable {
    let bytes: [UInt8]
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    struct Iterator: AsyncIteratorProtocol {
        var chunk: [UInt8]?
        mutating func next() async throws -> [UInt8]? {
            defer { chunk = nil }
            return chunk
        }
    }
    func makeAsyncIterator() -> Iterator { Iterator(chunk: bytes) }
}
