import Base
import Journal
import Logging
import Store
import StoreTesting
import Synchronization
import TransparencyLog

enum Thing {}

/// A journal on a fresh database.
struct Bench: Sendable {
    let database: any Database
    let keys: LogKeys
    let start = Instant(seconds: 1_800_000_000)

    static let origin = "larkhaven.example/log"

    static func with(_ engine: Engine, _ body: @Sendable (Bench) async throws -> Void) async throws {
        let keys = LogKeys(
            origin: origin, signers: [try SignerKey(name: origin, seed: Array(repeating: 9, count: 32))])
        try await TestDatabase.with(engine, migrations: JournalTables.migrations) { database in
            try await body(Bench(database: database, keys: keys))
        }
    }

    func sequencer(batch: Int = 16_384, _ publication: Sequencer.Publication = .immediately, at time: TimeSource? = nil)
        -> Sequencer
    {
        var options = Sequencer.Options()
        options.batch = batch
        options.publication = publication
        return Sequencer(
            database: database, keys: keys, time: time ?? .fixed(start), options: options, logger: .silent)
    }

    var log: PublicLog { PublicLog(database: database, keys: keys) }

    func act(_ number: Int, concerning parties: [Identifier<Act.Party>] = []) -> Act {
        let at = start + .milliseconds(number)
        return Act(
            "thing.changed", Act.Subject("thing", Identifier<Thing>(at: at)), by: .system("test"), at: at,
            agency: "public-works", purpose: "testing", concerns: parties,
            detail: ["number": .integer(Int64(number)), "name": "Ada Lovelace"])
    }

    /// Records acts, some in a transaction together, and returns them.
    @discardableResult
    func record(_ count: Int, from first: Int = 0, concerning parties: [Identifier<Act.Party>] = []) async throws
        -> [Act]
    {
        let acts = (first..<first + count).map { act($0, concerning: parties) }
        for start in stride(from: 0, to: count, by: 100) {
            let part = acts[start..<min(count, start + 100)]
            try await database.write { transaction in
                for act in part { try transaction.record(act) }
            }
        }
        return acts
    }

    func verify(witnesses: [VerifierKey] = []) async throws -> LogVerifier.Report {
        try await LogVerifier(database: database, keys: keys, witnesses: witnesses).run()
    }

    /// Changes the database behind the journal's back.
    func tamper(_ sql: SQL) async throws -> Int { try await database.write { try $0.execute(sql) } }
}

extension Logger {
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

/// A value that tests share between tasks.
final class Box<Value: Sendable>: Sendable {
    private let state: Mutex<Value>
    init(_ value: Value) { state = Mutex(value) }
    var value: Value { state.withLock { $0 } }
    func update<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
        state.withLock { value in
            var copy = value
            let result = body(&copy)
            value = copy
            return result
        }
    }
}

/// Asks again and again until it holds, at most ten seconds.
func eventually(_ condition: @Sendable () async throws -> Bool) async throws -> Bool {
    for _ in 0..<1_000 {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return false
}
