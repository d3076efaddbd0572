import Base

/// Files by their content: a folder, or an S3-compatible store. The same content is kept once, and a name says what
/// is in the file, so a file never changes.
///
/// A file that nobody refers to is deleted by who owns the references; a store has no count of them.
public protocol FileStore: Sendable {
    /// Keeps what `chunks` bring. When this returns, it is durable; when it throws, nothing was kept.
    ///
    /// Throws `FileStoreError.tooLarge` as soon as more than `limit` bytes have come.
    func put<Chunks: AsyncSequence & Sendable>(_ chunks: Chunks, limit: Int) async throws -> StoredFile
    where Chunks.Element == [UInt8]

    /// The size in bytes; `nil` where there is no such file.
    func size(of digest: FileDigest) async throws -> Int?

    /// The content, or a part of it; `nil` where there is no such file. A range that reaches beyond the end is
    /// cut; one that begins beyond it is empty.
    func get(_ digest: FileDigest, range: Range<Int>?) async throws -> FileContent?

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
    /// More than `limit` bytes.
    case tooLarge(limit: Int)
    /// What is stored under a name does not have that digest.
    case damaged(FileDigest)
    /// The folder, the disk or the server cannot be reached or is full: a 503, worth trying again later.
    case unavailable(String)
}

/// The content of a file, chunk by chunk as it is asked for. To be read once.
public struct FileContent: Sendable, AsyncSequence {
    /// How many bytes the whole file has.
    public let size: Int
    /// Which of them these are.
    public let range: Range<Int>
    private let start: @Sendable () -> AsyncIterator

    package init(size: Int, range: Range<Int>, start: @escaping @Sendable () -> AsyncIterator) {
        self.size = size
        self.range = range
        self.start = start
    }

    public func makeAsyncIterator() -> AsyncIterator { start() }

    public struct AsyncIterator: AsyncIteratorProtocol {
        private let produce: () async throws -> [UInt8]?
        package init(_ produce: @escaping () async throws -> [UInt8]?) { self.produce = produce }
        public mutating func next() async throws -> [UInt8]? { try await produce() }
    }

    /// All of it at once.
    public func bytes() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        for try await chunk in self { bytes += chunk }
        return bytes
    }
}

extension FileStore {
    /// Keeps bytes that are in memory.
    public func put(_ bytes: [UInt8]) async throws -> StoredFile {
        let chunks = AsyncStream { continuation in
            continuation.yield(bytes)
            continuation.finish()
        }
        return try await put(chunks, limit: bytes.count)
    }

    public func get(_ digest: FileDigest) async throws -> FileContent? { try await get(digest, range: nil) }

    public func exists(_ digest: FileDigest) async throws -> Bool { try await size(of: digest) != nil }
}
