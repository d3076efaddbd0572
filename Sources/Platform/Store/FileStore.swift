import Base

/// Files named by the SHA-256 of their content, in a folder or an S3-compatible store. The same content is stored once.
public protocol FileStore: Sendable {
    /// Stores what `chunks` yields and returns its digest and size. Throws `FileStoreError.tooLarge` beyond `limit` bytes;
    /// nothing is kept then. The file is durable when this returns.
    func put(_ chunks: some AsyncSequence<[UInt8], any Error> & Sendable, limit: Int) async throws -> StoredFile
    /// Feeds the content in pieces, of `range` only where given. Throws `.notFound`.
    func get(_ digest: FileDigest, range: Range<Int>?, _ each: @Sendable ([UInt8]) async throws -> Void) async throws
    func exists(_ digest: FileDigest) async throws -> Bool
    /// Removes the file; no error where it is not there.
    func delete(_ digest: FileDigest) async throws
}

/// A file that is in the store.
public struct StoredFile: Sendable, Hashable {
    public var digest: FileDigest
    /// Bytes.
    public var size: Int
    public init(digest: FileDigest, size: Int) {
        self.digest = digest
        self.size = size
    }
}

/// The SHA-256 of a file's content, 32 bytes.
public struct FileDigest: Sendable, Hashable {
    public let bytes: [UInt8]
    /// `nil` unless there are 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }
}

public enum FileStoreError: Error, Hashable, Sendable {
    case notFound
    /// More than `limit` bytes.
    case tooLarge(limit: Int)
    /// The folder or the store cannot be reached or is full.
    case unavailable(String)
}
