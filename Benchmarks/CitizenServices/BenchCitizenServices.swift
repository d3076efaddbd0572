import Base
import BuildingBlock
import CitizenServices
import FEEL
import Foundation
import Journal
import Processes
import ServiceDefinition
import Store
import StoreTesting

/// How many applications a second are taken: each is judged by its rules on what registers say now, and is answered when the case, its
/// act, its first step of the process and the end of its draft are durable, in one transaction.
///
/// Registers, mailbox and cash desk are stand-ins that answer at once: what they cost is measured in their own rooms.
///
/// `BenchCitizenServices [APPLICATIONS] [SUBMITTERS] [sqlite|postgres]`
@main
struct BenchCitizenServices {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let count = arguments.first.flatMap { Int($0) } ?? 6000
        let width = arguments.dropFirst().first.flatMap { Int($0) } ?? 32
        let engines = arguments.dropFirst(2).compactMap { Engine(rawValue: $0) }
        for engine in engines.isEmpty ? Engine.allCases : engines {
            let (database, discard) = try await TestDatabase.fresh(engine)
            let migrations =
                StoreMigrations.all + JournalTables.migrations + ProcessesBlock.migrations
                + CitizenServicesBlock.migrations
            try await Migrator(migrations).run(on: database)
            try await measure(engine, database, count, width)
            await discard()
        }
    }

    private static func measure(_ engine: Engine, _ database: any Database, _ count: Int, _ width: Int) async throws {
        let hall = try BenchHall(database)
        try await hall.desk.catalogue.publish(at: hall.now)
        let parties = (0..<count).map { _ in Identifier<Act.Party>(at: hall.now) }
        _ = try await timed(count, width) { index in
            var draft = try await hall.desk.begin(BenchHall.service, by: parties[index], at: hall.now)
            draft.answers = BenchHall.answers
            _ = try await hall.desk.save(draft, at: hall.now)
        }
        let drafts = try await database.read { transaction in
            try transaction.rows("SELECT id, party FROM citizen_services_drafts").map { row in
                (id: try row[0] as Identifier<ServiceCase>, party: try row[1] as Identifier<Act.Party>)
            }
        }
        let acts = try await timed(count, width) { index in
            try await database.write { transaction in
                try transaction.record(
                    Act("bench.nothing", Act.Subject("bench", parties[index]), by: .system("bench"), at: hall.now))
            }
        }
        let submitted = try await timed(count, width) { index in
            try await hall.desk.submit(drafts[index].id, by: drafts[index].party, in: .english, at: hall.now)
        }
        let cases = try await database.read { try $0.value(Int.self, "SELECT count(*) FROM citizen_services_cases") }
        let running = try await database.read { try $0.value(Int.self, "SELECT count(*) FROM processes_instances") }
        guard cases == count, running == count else {
            print("\(engine): WRONG, \(cases ?? 0) cases and \(running ?? 0) processes of \(count) applications")
            exit(1)
        }
        let goal = engine == .sqlite ? 1500 : 600
        print("\(engine): applications submitted, \(width) at once: \(submitted); goal \(goal)/s, p99 50,000 µs")
        print("\(engine): acts recorded and nothing else, \(width) at once: \(acts)")
        let share = Double(acts.rate) / Double(max(1, submitted.rate))
        print("\(engine): an application takes as long as \((share * 10).rounded() / 10) such acts")
    }

    /// Does `body` for each index, `width` at once.
    private static func timed(_ count: Int, _ width: Int, _ body: @escaping @Sendable (Int) async throws -> Void)
        async throws -> Figure
    {
        let clock = ContinuousClock()
        let start = clock.now
        let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for lane in 0..<width {
                group.addTask {
                    var times: [Duration] = []
                    for index in stride(from: lane, to: count, by: width) {
                        times.append(try await clock.measure { try await body(index) })
                    }
                    return times
                }
            }
            return try await group.reduce(into: [Duration]()) { $0 += $1 }
        }
        let took = clock.now - start
        let sorted = times.sorted().map(\.microseconds)
        return Figure(
            rate: Int(Double(count) / (Double(took.microseconds) / 1_000_000)), p50: Int(sorted[count / 2]),
            p99: Int(sorted[count * 99 / 100]))
    }

    private struct Figure: CustomStringConvertible {
        var rate, p50, p99: Int
        var description: String { "\(rate)/s, p50 \(p50) µs, p99 \(p99) µs" }
    }
}
