import Base
import Journal
import Store
import StoreTesting
import Testing

@Suite("Listeners")
struct ListenerTests {
    static let table: SQL = "CREATE TABLE seen (listener TEXT NOT NULL, place BIGINT NOT NULL, act UUID NOT NULL)"

    /// Writes down what it sees.
    static func witness(
        _ name: String, verbs: Set<Act.Verb> = [], before: @escaping @Sendable (Act) throws -> Void = { _ in }
    )
        -> Listener
    {
        Listener(name: name, verbs: verbs) { transaction in
            try transaction.execute("DELETE FROM seen WHERE listener = \(name)")
        } handle: { recorded, transaction in
            try before(recorded.act)
            try transaction.execute(
                "INSERT INTO seen (listener, place, act) VALUES (\(name), \(recorded.index ?? -1), \(recorded.act.id))")
        }
    }

    static func seen(_ name: String, _ bench: Bench) async throws -> [Identifier<Act>] {
        try await bench.database.read { transaction in
            try transaction.rows("SELECT act FROM seen WHERE listener = \(name) ORDER BY place").map { try $0[0] }
        }
    }

    static func runner(_ listeners: [Listener], _ bench: Bench, batch: Int = 100) -> ListenerRunner {
        var options = ListenerRunner.Options()
        options.batch = batch
        options.window = 50
        options.poll = .milliseconds(50)
        options.longestRest = .milliseconds(50)
        return ListenerRunner(
            listeners, database: bench.database, time: .fixed(bench.start), options: options, logger: .silent)
    }

    @Test("a listener sees every act it follows once, in order, and goes on after a restart", arguments: Engine.all)
    func inOrder(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            _ = try await bench.tamper(Self.table)
            let order = Box<[Identifier<Act>]>([])
            let listeners = [
                Self.witness("all") { act in order.update { $0.append(act.id) } },
                Self.witness("some", verbs: ["thing.removed"]),
            ]
            var acts: [Act] = []
            for part in 0..<3 {
                for number in 0..<70 {
                    var act = bench.act(part * 100 + number)
                    if number % 7 == 0 { act.verb = "thing.removed" }
                    let recorded = act
                    acts.append(act)
                    try await bench.database.write { try $0.record(recorded) }
                }
                try await bench.sequencer().catchUp()
                // A new runner knows nothing but the cursors.
                #expect(try await Self.runner(listeners, bench, batch: 9).catchUp() == [])
            }
            #expect(try await Self.seen("all", bench) == acts.map(\.id))
            #expect(order.value == acts.map(\.id))
            #expect(try await Self.seen("some", bench) == acts.filter { $0.verb == "thing.removed" }.map(\.id))
        }
    }

    @Test(
        "a listener that fails stops at its act, is visible, and holds up no other; mended, it goes on",
        arguments: Engine.all)
    func failing(on engine: Engine) async throws {
        struct Broken: Error {}
        try await Bench.with(engine) { bench in
            _ = try await bench.tamper(Self.table)
            let acts = try await bench.record(20)
            try await bench.sequencer().catchUp()
            let isBroken = Box(true)
            let bad = acts[13].id
            let listeners = [
                Self.witness("broken") { act in if act.id == bad, isBroken.value { throw Broken() } },
                Self.witness("whole"),
            ]
            let runner = Self.runner(listeners, bench)
            #expect(try await runner.catchUp() == ["broken"])
            #expect(try await runner.catchUp() == ["broken"])
            #expect(try await Self.seen("broken", bench) == acts[..<13].map(\.id))
            #expect(try await Self.seen("whole", bench) == acts.map(\.id))
            let status = try await bench.database.read { try $0.listenerStatus() }
            #expect(status.map(\.name) == ["broken", "whole"])
            #expect(status.map(\.position) == [13, 20])
            #expect(status.map(\.lag) == [7, 0])
            #expect(status.map(\.failures) == [2, 0])
            #expect(status[0].error == "Broken()")

            isBroken.update { $0 = false }
            #expect(try await runner.catchUp() == [])
            #expect(try await Self.seen("broken", bench) == acts.map(\.id))
            #expect(try await bench.database.read { try $0.listenerStatus() }.map(\.failures) == [0, 0])
        }
    }

    @Test("a statement that the database refuses is the listener's failure, and undone", arguments: Engine.all)
    func refusedStatement(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            _ = try await bench.tamper(Self.table)
            _ = try await bench.tamper("CREATE UNIQUE INDEX seen_once ON seen (listener, act)")
            let acts = try await bench.record(5)
            try await bench.sequencer().catchUp()
            _ = try await bench.tamper("INSERT INTO seen (listener, place, act) VALUES ('x', 99, \(acts[3].id))")
            let runner = Self.runner([Self.witness("x")], bench)
            #expect(try await runner.catchUp() == ["x"])
            #expect(try await Self.seen("x", bench) == acts[..<3].map(\.id) + [acts[3].id])
        }
    }

    @Test("a listener is rebuilt from the first act, while it runs", arguments: Engine.all)
    func rebuild(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            _ = try await bench.tamper(Self.table)
            let runner = Self.runner([Self.witness("a"), Self.witness("b")], bench)
            let acts = try await bench.record(120)
            try await bench.sequencer().catchUp()
            let work = Task { await runner.run() }
            func bothSeen(_ count: Int) async throws -> Bool {
                try await eventually {
                    let (a, b) = (try await Self.seen("a", bench).count, try await Self.seen("b", bench).count)
                    return a == count && b == count
                }
            }
            #expect(try await bothSeen(120))
            _ = try await bench.tamper("DELETE FROM seen WHERE place > 10")
            try await runner.rebuild("a")
            #expect(try await eventually { try await Self.seen("a", bench) == acts.map(\.id) })
            #expect(try await Self.seen("b", bench).count == 11)
            try await runner.rebuild("b")
            try await bench.record(30, from: 500)
            try await bench.sequencer().catchUp()
            #expect(try await bothSeen(150))
            work.cancel()
            await work.value
        }
    }

    @Test("several copies of the program feed a listener no act twice", arguments: Engine.all)
    func copies(on engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            _ = try await bench.tamper(Self.table)
            let work = (0..<3).map { _ in
                let runner = Self.runner([Self.witness("one")], bench, batch: 5)
                return Task { await runner.run() }
            }
            let acts = try await bench.record(200)
            try await bench.sequencer(batch: 30).catchUp()
            #expect(try await eventually { try await Self.seen("one", bench).count >= 200 })
            for task in work {
                task.cancel()
                await task.value
            }
            #expect(try await Self.seen("one", bench) == acts.map(\.id))
        }
    }
}
