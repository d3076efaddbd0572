import Base
import Foundation
import Journal
import Logging
import Store
import StoreTesting
import TransparencyLog

/// How fast acts reach the transparency log, beside the limit that the hashing of the tree alone sets on this machine.
///
/// `BenchJournal [ACTS]`: how many acts are recorded first; 100,000 where nothing is said.
@main
struct BenchJournal {
    private enum Thing {}
    static let start = Instant(seconds: 1_800_000_000)

    static func main() async throws {
        let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 100_000
        let limit = hashing(count)
        for engine in Engine.allCases {
            try await TestDatabase.with(engine, migrations: JournalTables.migrations) { @Sendable database in
                let recorded = try await record(count, in: database)
                say("acts recorded, \(engine), 100 in a transaction", recorded)
                let integrated = try await integrate(count, in: database)
                say("acts integrated into the log, \(engine)", integrated)
                print("    of hashing alone: \(Int((integrated / limit * 100).rounded())) %")
            }
        }
    }

    /// Entries a second that are hashed into a tree in memory.
    private static func hashing(_ count: Int) -> Double {
        let entry = [UInt8](repeating: 7, count: 96)
        var tree = TiledTree()
        let rate = rate(count) { for _ in 0..<count { tree.append(.leaf(entry)) { _, _ in } } }
        say("leaves hashed into a tree in memory: the limit", rate)
        return rate
    }

    private static func record(_ count: Int, in database: any Database) async throws -> Double {
        let clock = ContinuousClock.now
        for first in stride(from: 0, to: count, by: 100) {
            try await database.write { transaction in
                for number in first..<min(count, first + 100) { try transaction.record(act(number)) }
            }
        }
        return Double(count) / seconds(since: clock)
    }

    private static func act(_ number: Int) -> Act {
        let at = start + .milliseconds(number)
        return Act(
            "thing.changed", Act.Subject("thing", Identifier<Thing>(at: at)), by: .system("bench"), at: at,
            agency: "public-works", purpose: "measuring", detail: ["number": .integer(Int64(number))])
    }

    private static func integrate(_ count: Int, in database: any Database) async throws -> Double {
        let origin = "bench.example/log"
        let keys = LogKeys(origin: origin, signers: [try SignerKey(name: origin, seed: Array(repeating: 9, count: 32))])
        let sequencer = Sequencer(
            database: database, keys: keys, time: .fixed(start),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        try await sequencer.prepare()
        let clock = ContinuousClock.now
        var done = 0
        while done < count {
            let step = try await sequencer.catchUp()
            guard step > 0 else { break }
            done += step
        }
        let taken = seconds(since: clock)
        let size = try await database.read { try $0.journalStatus() }.size
        guard size >= count else { throw Shortfall(size: Int(size)) }
        return Double(count) / taken
    }

    /// The log holds fewer entries than acts were recorded.
    private struct Shortfall: Error { let size: Int }

    private static func rate(_ count: Int, _ body: () -> Void) -> Double {
        let clock = ContinuousClock.now
        body()
        return Double(count) / seconds(since: clock)
    }

    private static func seconds(since clock: ContinuousClock.Instant) -> Double {
        (ContinuousClock.now - clock) / .seconds(1)
    }

    private static func say(_ name: String, _ rate: Double) {
        print(name + String(repeating: " ", count: max(1, 58 - name.count)) + "\(Int(rate))/s")
    }
}
