import Base
import Logging
import Store

/// Runs the listeners of all blocks, each by itself: one that fails or is slow holds up no other.
public struct ListenerRunner: Sendable {
    public struct Options: Sendable {
        /// How often to look for acts of which another copy of the program was told.
        public var poll: Duration = .seconds(1)
        /// How long to wait after a commit for others to join it.
        public var pause: Duration = .milliseconds(20)
        /// How many acts are handled in one transaction.
        public var batch = 100
        /// How many acts are looked through at once.
        public var window = 5_000
        /// A listener that fails is tried again after 1 s, 2 s, 4 s, … but never later than this.
        public var longestRest: Duration = .seconds(300)
        public init() {}
    }

    let listeners: [Listener]
    let database: any Database
    let time: TimeSource
    let options: Options
    let logger: Logger

    public init(
        _ listeners: [Listener], database: any Database, time: TimeSource = .system, options: Options = Options(),
        logger: Logger = Logger(label: "journal.listeners")
    ) {
        self.listeners = listeners
        self.database = database
        self.time = time
        self.options = options
        self.logger = logger
    }

    /// Works until the task is cancelled.
    public func run() async {
        await withTaskGroup { group in
            for listener in listeners {
                let follower = follower(of: listener)
                group.addTask { await follower.run() }
            }
        }
    }

    /// Feeds every listener until it has seen all that is numbered now, or fails. For commands and tests; returns the names
    /// of those that failed.
    @discardableResult
    public func catchUp() async throws -> [String] {
        var failed: [String] = []
        for listener in listeners {
            let follower = follower(of: listener)
            var progress: Follower.Progress?
            var step = Follower.Step.moved
            while step == .moved { step = try await follower.step(&progress) }
            if step != .caughtUp { failed.append(listener.name) }
        }
        return failed
    }

    /// Makes a listener forget what it made and see every act again, from the first. While the program runs, it goes on
    /// from there by itself.
    public func rebuild(_ name: String) async throws {
        for listener in listeners where listener.name == name {
            let now = time.now()
            try await database.write { transaction in
                _ = try transaction.lockedPosition(of: listener.name, at: now)
                try listener.reset(transaction)
                try transaction.move(listener.name, to: 0, at: now)
                transaction.afterCommit { Wake.commits.signal() }
            }
        }
    }

    private func follower(of listener: Listener) -> Follower {
        Follower(listener: listener, database: database, time: time, options: options, logger: logger)
    }
}
