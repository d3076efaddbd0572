import Crypto

/// A SHA-256 hash of a Merkle tree (RFC 6962 §2.1): of a leaf, of a node, or the root. 32 bytes.
public struct TreeHash: Hashable, Sendable {
    public static let byteCount = 32

    // Four words in the order of memory: copied, compared and stored without an allocation.
    private var words: (UInt64, UInt64, UInt64, UInt64)

    /// From 32 bytes; `nil` for any other count.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        words = (0, 0, 0, 0)
        Swift.withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    }

    private init(_ digest: SHA256.Digest) {
        words = (0, 0, 0, 0)
        digest.withUnsafeBytes { source in withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: source) } }
    }

    /// The hash of the empty tree: SHA-256 of nothing.
    public static let empty = TreeHash(SHA256().finalize())

    /// The hash of a leaf: SHA-256(0x00 ‖ entry).
    public static func leaf(_ entry: some Sequence<UInt8>) -> TreeHash {
        var hasher = SHA256()
        Swift.withUnsafeBytes(of: 0 as UInt8) { hasher.update(bufferPointer: $0) }
        let done: Void? = entry.withContiguousStorageIfAvailable {
            hasher.update(bufferPointer: UnsafeRawBufferPointer($0))
        }
        if done == nil { Array(entry).withUnsafeBytes { hasher.update(bufferPointer: $0) } }
        return TreeHash(hasher.finalize())
    }

    /// The hash of a node: SHA-256(0x01 ‖ left ‖ right).
    public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * byteCount, alignment: 8) { buffer in
            buffer[0] = 1
            left.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[1...32]).copyMemory(from: $0) }
            right.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[33...64]).copyMemory(from: $0) }
            var hasher = SHA256()
            hasher.update(bufferPointer: UnsafeRawBufferPointer(buffer))
            return TreeHash(hasher.finalize())
        }
    }

    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try Swift.withUnsafeBytes(of: words, body)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    public static func == (a: TreeHash, b: TreeHash) -> Bool { a.words == b.words }
    public func hash(into hasher: inout Hasher) { withUnsafeBytes { hasher.combine(bytes: $0) } }
}

extension TreeHash: CustomStringConvertible {
    /// Standard base64, as checkpoints and proofs write a hash.
    public var description: String { Base64.encode(bytes) }

    /// From canonical base64 of 32 bytes.
    public init?(base64 text: some StringProtocol) {
        guard let bytes = Base64.decode(text) else { return nil }
        self.init(bytes)
    }
}

extension [TreeHash] {
    /// The hashes one after another: the content of a tile.
    public var joinedBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * TreeHash.byteCount)
        for hash in self { hash.withUnsafeBytes { bytes.append(contentsOf: $0) } }
        return bytes
    }

    /// The hashes of a tile's content; `nil` where it is not a whole number of them.
    public init?(joinedBytes bytes: [UInt8]) {
        guard bytes.count % TreeHash.byteCount == 0 else { return nil }
        self = stride(from: 0, to: bytes.count, by: TreeHash.byteCount)
            .compactMap { TreeHash(bytes[$0..<$0 + TreeHash.byteCount]) }
    }
}
