import Base
import Synchronization

/// Files by their content: a folder, or an S3-compatible store. The same content is kept once, and a name says what
/// is in the file, so a file never changes.
///
/// A file that nobody refers to is deleted by who owns the references; a store has no count of them.
public protocol FileStore: Sendable {
    /// Keeps what `chunks` bring. When this returns, it is durable; when it throws, nothing was kept.
    ///
    /// Throws `FileStoreError.tooLarge` as soon as more than `limit` bytes have come.
    func put(_ chunks: some AsyncSequence<[UInt8], any Error> & Sendable, limit: Int) async throws -> StoredFile

    /// Feeds the content in pieces, of `range` only where given: one that reaches beyond the end is cut, one that begins
    /// beyond it is empty. Throws `.notFound`, and `.damaged` at the end of a whole file that is not what it was.
    func get(_ digest: FileDigest, range: Range<Int>?, _ each: @Sendable ([UInt8]) async throws -> Void) async throws

    /// The size in bytes; `nil` where there is no such file.
    func size(of digest: FileDigest) async throws -> Int?

    func exists(_ digest: FileDigest) async throws -> Bool

    /// Removes a file; nothing happens where there is none.
    func delete(_ digest: FileDigest) async throws

    /// Whether the store answers; throws the reason where it does not. For `/readyz`.
    func check() async throws

    /// Lets go of threads and connections. Nothing can be asked of the store afterwards.
    func close() async
}

/// A file that was kept.
public struct StoredFile: Sendable, Hashable {
    public var digest: FileDigest
    /// In bytes.
    public var size: Int

    public init(digest: FileDigest, size: Int) {
        self.digest = digest
        self.size = size
    }
}

/// Why a store did not do what it was asked.
public enum FileStoreError: Error, Hashable, Sendable {
    case notFound
    /// More than `limit` bytes.
    case tooLarge(limit: Int)
    /// What is stored under a name does not have that digest.
    case damaged(FileDigest)
    /// The folder, the disk or the server cannot be reached or is full: a 503, worth trying again later.
    case unavailable(String)
}

extension FileStore {
    /// Keeps bytes that are in memory.
    public func put(_ bytes: [UInt8]) async throws -> StoredFile {
        let chunks = AsyncThrowingStream<[UInt8], any Error> { continuation in
            continuation.yield(bytes)
            continuation.finish()
        }
        return try await put(chunks, limit: bytes.count)
    }

    /// All of a file, or a part of it, at once.
    public func bytes(of digest: FileDigest, range: Range<Int>? = nil) async throws -> [UInt8] {
        let bytes = Mutex<[UInt8]>([])
        try await get(digest, range: range) { chunk in bytes.withLock { $0 += chunk } }
        return bytes.withLock { $0 }
    }

    // What a store of a few lines, for a test, need not write itself.

    public func size(of digest: FileDigest) async throws -> Int? {
        do { return try await bytes(of: digest).count } catch FileStoreError.notFound { return nil }
    }

    public func exists(_ digest: FileDigest) async throws -> Bool { try await size(of: digest) != nil }
    public func check() async throws {}
    public func close() async {}
}
