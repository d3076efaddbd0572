import Base
import Synchronization

/// How often one client may ask: a burst that refills quickly, and a sustained rate over a longer time. Token buckets.
public struct RateLimit: Sendable, Hashable {
    /// How many at once, and how many seconds until that many are allowed again.
    public var burst: Double
    public var burstSeconds: Double
    /// How many over the longer time, in seconds.
    public var sustained: Double
    public var sustainedSeconds: Double

    public init(burst: Double, perSeconds burstSeconds: Double, sustained: Double, perSeconds sustainedSeconds: Double)
    {
        (self.burst, self.burstSeconds) = (burst, burstSeconds)
        (self.sustained, self.sustainedSeconds) = (sustained, sustainedSeconds)
    }
}

/// The limits of the site by what is asked for. `nil` limits nothing.
public struct RateLimits: Sendable {
    /// Pages and files.
    public var reading: RateLimit?
    /// Forms that are sent.
    public var writing: RateLimit?
    /// Endpoints for programs.
    public var programs: RateLimit?

    public init(
        reading: RateLimit? = RateLimit(burst: 60, perSeconds: 5, sustained: 1200, perSeconds: 300),
        writing: RateLimit? = RateLimit(burst: 15, perSeconds: 15, sustained: 120, perSeconds: 600),
        programs: RateLimit? = RateLimit(burst: 100, perSeconds: 5, sustained: 3000, perSeconds: 300)
    ) {
        (self.reading, self.writing, self.programs) = (reading, writing, programs)
    }

    public static let off = RateLimits(reading: nil, writing: nil, programs: nil)
}

/// Counts what clients ask for. A client is an IPv4 address or an IPv6 /64; memory is bounded.
final class RateLimiter: Sendable {
    enum Kind: UInt8, Sendable { case reading, writing, programs }

    private struct Key: Hashable {
        var network: UInt64
        var kind: Kind
    }
    private struct Buckets {
        var burst: Double
        var sustained: Double
        var at: Instant
    }
    /// Two generations: what was not seen while one filled up is forgotten when the next does.
    private struct Shard {
        var current: [Key: Buckets] = [:]
        var previous: [Key: Buckets] = [:]
    }

    private let limits: RateLimits
    private let shards: [Shards]
    private let capacity: Int
    private final class Shards: Sendable { let shard = Mutex(Shard()) }

    /// - Parameter capacity: how many clients are remembered.
    init(_ limits: RateLimits, capacity: Int = 100_000) {
        self.limits = limits
        self.capacity = max(1, capacity / 16)
        shards = (0..<8).map { _ in Shards() }
    }

    var count: Int { shards.reduce(0) { $0 + $1.shard.withLock { $0.current.count + $0.previous.count } } }

    /// `nil` where the client may go on; else the seconds that it must wait.
    func wait(_ address: String, _ kind: Kind, at now: Instant) -> Int? {
        guard let limit = limit(kind) else { return nil }
        let network = ClientAddress(address)?.network ?? UInt64(bitPattern: Int64(address.hashValue))
        let key = Key(network: network, kind: kind)
        return shards[Int(network % UInt64(shards.count))].shard.withLock { shard in
            var buckets =
                shard.current[key] ?? shard.previous[key]
                ?? Buckets(burst: limit.burst, sustained: limit.sustained, at: now)
            let elapsed = max(0, Double((now - buckets.at).microseconds) / 1_000_000)
            buckets.burst = min(limit.burst, buckets.burst + elapsed * limit.burst / limit.burstSeconds)
            buckets.sustained = min(
                limit.sustained, buckets.sustained + elapsed * limit.sustained / limit.sustainedSeconds)
            buckets.at = now
            var wait: Int?
            if buckets.burst < 1 || buckets.sustained < 1 {
                let seconds = max(
                    (1 - buckets.burst) * limit.burstSeconds / limit.burst,
                    (1 - buckets.sustained) * limit.sustainedSeconds / limit.sustained)
                wait = max(1, Int(seconds.rounded(.up)))
            } else {
                buckets.burst -= 1
                buckets.sustained -= 1
            }
            if shard.current.count >= capacity, shard.current[key] == nil {
                shard.previous = shard.current
                shard.current = [:]
            }
            shard.current[key] = buckets
            return wait
        }
    }

    private func limit(_ kind: Kind) -> RateLimit? {
        switch kind {
        case .reading: limits.reading
        case .writing: limits.writing
        case .programs: limits.programs
        }
    }
}
