import Base
import Journal
import Store
import StoreTesting
import Testing

@testable import Registries

@Suite("Records in both times")
struct TimelineTests {
    /// What a person with a calendar and a diary would keep: for each day of the world, what each diary entry says of it.
    private struct Diary {
        /// By the number of the entry, then by day.
        var pages: [[String?]] = []
        static let days = 24

        mutating func write(_ period: Range<Int>, _ change: (String?) -> String?) {
            var page = pages.last ?? Array(repeating: nil, count: Self.days)
            for day in period where page[day] != nil || pages.isEmpty { page[day] = change(page[day]) }
            pages.append(page)
        }
    }

    @Test(
        "Whatever is changed, corrected and ended, every day is remembered as it was known at every time",
        arguments: Engine.all)
    func history(on engine: Engine) async throws {
        for seed in UInt64(1)...(engine == .sqlite ? 25 : 6) {
            try await Hall.with(engine, files: Boats.files) { hall in try await history(hall, seed) }
        }
    }

    private func history(_ hall: Hall, _ seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let first = try hall.day("2026-01-01")
        let end = first + .seconds(86_400 * Diary.days)
        @Sendable func instant(_ day: Int) -> Instant { first + .seconds(86_400 * day) }
        var diary = Diary()
        var moments: [Instant] = []
        let desk = hall.desk
        let from = Int.random(in: 0..<6, using: &random)
        let creation = hall.change()
        let record = try await hall.database.write { tx in
            try desk.create(
                in: "boats", Boats.boat("LH1", name: "v0"), valid: Period(from: instant(from), until: end),
                by: creation, in: tx)
        }
        diary.write(from..<Diary.days) { _ in "v0" }
        moments.append(hall.now)
        for step in 1...12 {
            let a = Int.random(in: 0..<Diary.days, using: &random)
            let b = Int.random(in: 0...Diary.days, using: &random)
            let kind = Int.random(in: 0..<5, using: &random)
            let change = hall.change()
            let name = "v\(step)"
            let known = diary.pages.last ?? []
            do {
                try await hall.database.write { tx in
                    switch kind {
                    case 0, 1:
                        try desk.change(record.id, set: ["name": .string(name)], from: instant(a), by: change, in: tx)
                    case 2, 3:
                        try desk.correct(
                            record.id, set: ["name": .string(name)],
                            during: Period(from: instant(a), until: instant(b)), by: change,
                            in: tx)
                    default: try desk.end(record.id, from: instant(a), by: change, in: tx)
                    }
                }
                let range = kind < 2 || kind == 4 ? a..<Diary.days : a..<max(a, b)
                diary.write(range) { _ in kind == 4 ? nil : name }
            } catch RegistryError.notInForce {
                // Nothing was in force there: the diary says so too.
                let range = kind < 2 || kind == 4 ? a..<Diary.days : a..<max(a, b)
                #expect(range.allSatisfy { known[$0] == nil }, "seed \(seed), step \(step)")
                diary.pages.append(known)
            }
            moments.append(hall.now)
        }
        let pages = diary.pages
        let times = moments
        try await hall.database.read { tx in
            for (page, recorded) in zip(pages, times) {
                for day in 0..<Diary.days {
                    let row = try RecordStore.version(record.id, AsOf(valid: instant(day), recorded: recorded), tx)
                    #expect(
                        row?.values["name"] == page[day].map(JSON.string),
                        "seed \(seed), day \(day), known at \(recorded)")
                }
            }
            // Nothing overlaps, at any time of knowing.
            for recorded in times {
                let rows = try RecordStore.all(record.id, tx).filter { $0.recorded.contains(recorded) }
                for (index, row) in rows.enumerated() {
                    #expect(!rows.dropFirst(index + 1).contains { $0.valid.overlaps(row.valid) }, "seed \(seed)")
                }
            }
        }
    }

    @Test("A version that was recorded is never written over", arguments: Engine.all)
    func immutable(on engine: Engine) async throws {
        try await Hall.with(engine, files: Boats.files) { hall in
            let desk = hall.desk
            let (made, changed) = (hall.change(), hall.change())
            let from = try hall.day("2020-01-01")
            let record = try await hall.database.write { tx in
                try desk.create(in: "boats", Boats.boat("LH1"), valid: Period(from: from), by: made, in: tx)
            }
            let before = try await hall.database.read { tx in try RecordStore.all(record.id, tx) }
            let day = try hall.day("2026-10-01")
            try await hall.database.write { tx in
                _ = try desk.change(record.id, set: ["name": "Fulmar"], from: day, by: changed, in: tx)
            }
            let after = try await hall.database.read { tx in try RecordStore.all(record.id, tx) }
            #expect(after.count == 3)
            let kept = try #require(after.first { $0.id == before[0].id })
            #expect(
                kept.values == before[0].values && kept.valid == before[0].valid
                    && kept.recorded.from == before[0].recorded.from)
            #expect(kept.recorded.until == changed.at)
            // What the world was stays what it was; what changed is told as one event with its difference.
            let look = hall.look()
            let events = try await hall.database.write { tx in
                try desk.history(of: record.id, in: "boats", look, in: tx)
            }
            #expect(events.map(\.kind) == [.created, .changed])
            #expect(events[1].difference.changes == [.init(field: "name", before: "Petrel", after: "Fulmar")])
            #expect(events[1].periods == [Period(from: day)])
            #expect(events[0].difference.changes.map(\.field) == ["mark", "name", "owner"])
        }
    }

    @Test("A change that was planned for later stays when something else changes before it")
    func sequenced() async throws {
        try await Hall.with(files: Boats.files) { hall in
            let desk = hall.desk
            let changes = (0..<4).map { _ in hall.change() }
            let days = try ["2020-01-01", "2027-01-01", "2026-06-01", "2028-01-01"].map(hall.day)
            let berth: [String: JSON] = ["code": "B1"]
            let rows = try await hall.database.write { tx in
                try desk.create(in: "berths", berth, valid: Period(from: days[0]), by: changes[3], in: tx)
                let boat = try desk.create(
                    in: "boats", Boats.boat("LH1"), valid: Period(from: days[0]), by: changes[0], in: tx)
                try desk.change(boat.id, set: ["name": "Later"], from: days[1], by: changes[1], in: tx)
                try desk.change(boat.id, set: ["berth": "B1"], from: days[2], by: changes[2], in: tx)
                return try RecordStore.current(boat.id, tx)
            }
            #expect(rows.map { $0.values["name"] } == ["Petrel", "Petrel", "Later"])
            #expect(rows.map { $0.values["berth"] } == [nil, "B1", "B1"])
        }
    }
}
