import Base
import Crypto
import HTTPTypes
import NIOCore
import Synchronization

/// Answers that anyone may receive (`Reply.Cache.shared`), kept ready to send: drawn once, compressed once.
///
/// Memory is bounded: two generations, of which the older is forgotten when the newer is full.
final class ResponseCache: Sendable {
    struct Key: Hashable, Sendable {
        var address: String
        var language: Language
    }

    final class Entry: Sendable {
        let plain: Answer
        let compressed: Answer?
        let notModified: Answer
        let tag: String
        let expires: Instant
        let size: Int

        /// `nil` for an answer that cannot be kept: a stream, or too large.
        init?(_ answer: Answer, expires: Instant) {
            guard case .bytes(let buffer) = answer.body, buffer.readableBytes <= 1 << 20 else { return nil }
            var plain = answer
            plain.cleanUp = nil
            plain.headers[.requestID] = nil
            tag = "\"\(Base64URL.encode(SHA256.hash(data: buffer.readableBytesView).prefix(12)))\""
            plain.headers[.eTag] = tag
            self.plain = plain
            compressed = Compression.compressed(plain, level: 6)
            var notModified = plain
            notModified.status = .notModified
            notModified.body = .empty
            self.notModified = notModified
            self.expires = expires
            size = buffer.readableBytes * 2 + 1024
        }

        func answer(to head: RequestHead) -> Answer {
            if EntityTag.matches(head.headers[.ifNoneMatch], tag) { return notModified }
            if let compressed, head.acceptsGzip { return compressed }
            return plain
        }
    }

    private struct Generations {
        var current: [Key: Entry] = [:]
        var previous: [Key: Entry] = [:]
        var size = 0
    }
    private final class Shard: Sendable { let generations = Mutex(Generations()) }

    private let shards = (0..<8).map { _ in Shard() }
    private let capacity: Int

    /// - Parameter bytes: how much is kept, all in all.
    init(bytes: Int = 32 << 20) { capacity = bytes / 16 }

    func find(_ key: Key, at now: Instant) -> Entry? {
        shard(key).generations.withLock { generations in
            guard let entry = generations.current[key] ?? generations.previous[key], entry.expires > now else {
                return nil
            }
            return entry
        }
    }

    func keep(_ entry: Entry, _ key: Key) {
        shard(key).generations.withLock { generations in
            if generations.size + entry.size > capacity {
                generations.previous = generations.current
                generations.current = [:]
                generations.size = 0
            }
            if let old = generations.current.updateValue(entry, forKey: key) { generations.size -= old.size }
            generations.size += entry.size
        }
    }

    func removeAll() {
        for shard in shards { shard.generations.withLock { $0 = Generations() } }
    }

    private func shard(_ key: Key) -> Shard { shards[Int(UInt(bitPattern: key.address.hashValue) % 8)] }
}
