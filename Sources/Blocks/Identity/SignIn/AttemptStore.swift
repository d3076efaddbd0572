import Base
import Crypto
import Store

/// How attempts to sign in are slowed down. Who knows the password waits for nobody: attempts are counted by account
/// *and* by the place they come from, so that a stranger's failures elsewhere do not shut the owner out.
public struct AttemptRules: Sendable, Hashable {
    /// Failures on one account from one place that cost nothing.
    public var free = 3
    /// Failures on any accounts from one place that cost nothing: an office may share an address.
    public var freeFromOnePlace = 30
    /// The first wait; each failure more doubles it.
    public var firstWait = Duration.seconds(5)
    public var longestWait = Duration.seconds(900)
    /// The longest wait of a whole place: short, because those who share it with a guesser must be let in.
    public var longestWaitOfPlace = Duration.seconds(30)
    /// After so long without an attempt all is forgotten.
    public var memory = Duration.seconds(3600)

    public init() {}

    /// How long to wait after `failures`, of which `free` cost nothing.
    func wait(after failures: Int, free: Int, longest: Duration) -> Duration {
        guard failures > free else { return .zero }
        let doublings = min(failures - free - 1, 20)
        return min(firstWait * (1 << doublings), longest)
    }
}

/// The SQL of attempts.
enum AttemptStore {
    /// What is counted together.
    struct Counter: Sendable {
        var key: [UInt8]
        var free: Int
        var longestWait: Duration
    }

    static func counters(email: String, place: String, _ rules: AttemptRules) -> [Counter] {
        [
            Counter(key: key("account \(email) from \(place)"), free: rules.free, longestWait: rules.longestWait),
            Counter(key: key("from \(place)"), free: rules.freeFromOnePlace, longestWait: rules.longestWaitOfPlace),
        ]
    }

    /// Letters that anyone can have sent to an address, whether or not somebody there has an account.
    static func letters(to email: EmailAddress) -> [Counter] {
        [Counter(key: key("letter to \(email.key)"), free: 3, longestWait: .seconds(3600))]
    }

    private static func key(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

    /// Counts an attempt before it is checked, so that many at once cannot slip through; success takes it back.
    /// Returns how long to wait, where the attempt may not be made at all: it is not counted then.
    static func begin(_ counters: [Counter], _ rules: AttemptRules, at now: Instant, _ tx: any WriteTransaction) throws
        -> Duration?
    {
        var counted: [(counter: Counter, failures: Int)] = []
        var wait = Duration.zero
        for counter in counters {
            let row = try tx.row("SELECT failures, last_at, open_at FROM identity_attempts WHERE key = \(counter.key)")
            var failures = 0
            if let row {
                let last: Instant = try row["last_at"]
                let open: Instant = try row["open_at"]
                failures = now - last > rules.memory ? 0 : try row["failures"]
                if now < open { wait = max(wait, open - now) }
            }
            counted.append((counter, failures + 1))
        }
        guard wait == .zero else { return wait }
        for (counter, failures) in counted {
            let open = now + rules.wait(after: failures, free: counter.free, longest: counter.longestWait)
            try tx.execute(
                """
                INSERT INTO identity_attempts (key, failures, last_at, open_at)
                VALUES (\(counter.key), \(failures), \(now), \(open))
                ON CONFLICT (key) DO UPDATE SET failures = \(failures), last_at = \(now), open_at = \(open)
                """)
        }
        return nil
    }

    /// A success: the account's counter is forgotten, the place's takes this attempt back.
    static func succeed(_ counters: [Counter], at now: Instant, _ tx: any WriteTransaction) throws {
        for (index, counter) in counters.enumerated() {
            if index == 0 {
                try tx.execute("DELETE FROM identity_attempts WHERE key = \(counter.key)")
            } else {
                try tx.execute(
                    """
                    UPDATE identity_attempts SET failures = failures - 1, open_at = \(now)
                    WHERE key = \(counter.key) AND failures > 0
                    """)
            }
        }
    }

    static func deleteForgotten(_ rules: AttemptRules, at now: Instant, _ tx: any WriteTransaction) throws -> Int {
        try tx.execute("DELETE FROM identity_attempts WHERE last_at < \(now - rules.memory) AND open_at < \(now)")
    }
}
