import Base
import Store
import StorePostgres
import StoreTesting
import Synchronization
import Testing

@Suite("One leads at a time, on both engines")
struct LeadershipTests {
    @Test("who leads keeps others out until it resigns", arguments: Engine.all)
    func exclusion(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database async throws in
            let first = try #require(try await database.tryToLead("sequencer"))
            #expect(try await database.tryToLead("sequencer") == nil)
            let other = try #require(try await database.tryToLead("schedule"))
            #expect(await first.holds())
            await first.resign()
            #expect(await first.holds() == false)
            let second = try #require(try await database.tryToLead("sequencer"))
            #expect(await second.holds())
            await second.resign()
            await other.resign()
        }
    }

    @Test("among many who would lead, never two at once, and each in turn", arguments: Engine.all)
    func turns(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database async throws in
            let count = LeaderCount()
            let done = Notes<Int>()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<4 {
                    group.addTask {
                        try await database.whileLeading("sequencer", asking: .milliseconds(20)) {
                            count.enter()
                            try await Task.sleep(for: .milliseconds(30))
                            count.leave()
                            done.add(number)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(count.most == 1)
            #expect(Set(done.all) == [0, 1, 2, 3])
        }
    }

    @Test("a leader whose connection is cut stops, and leads again later")
    func lost() async throws {
        try await TestDatabase.with(.postgres) { database async throws in
            let starts = Notes<Bool>()
            let ends = Notes<Bool>()
            let leader = Task {
                try await database.whileLeading("sequencer", asking: .milliseconds(50)) {
                    starts.add(true)
                    do { try await Task.sleep(for: .seconds(600)) } catch {
                        ends.add(true)
                        throw error
                    }
                }
            }
            #expect(try await eventually { starts.all.count == 1 })
            try await database.write { tx in
                _ = try tx.rows(
                    """
                    SELECT pg_terminate_backend(pid)::text FROM pg_locks
                    WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database
                        WHERE datname = current_database())
                    """)
            }
            #expect(try await eventually { ends.all.count == 1 && starts.all.count == 2 })
            leader.cancel()
            _ = await leader.result
            let again = try await eventually { try await database.tryToLead("sequencer") != nil }
            #expect(again)
        }
    }
}

private final class LeaderCount: Sendable {
    private let counts = Mutex((now: 0, most: 0))
    var most: Int { counts.withLock { $0.most } }
    func enter() {
        counts.withLock { counts in
            counts.now += 1
            counts.most = max(counts.most, counts.now)
        }
    }
    func leave() { counts.withLock { $0.now -= 1 } }
}
