import Base
import BuildingBlock
import Foundation
import Journal
import Store

/// The sample records of a demonstration: `registries/sample/REGISTRY.csv` of the jurisdiction, and `REGISTRY+ANYTHING.csv` for
/// what changed later.
public struct RegistrySamples: Sendable {
    let desk: RegistryDesk

    public init(_ desk: RegistryDesk) { self.desk = desk }

    /// Loads what is there into registries that are empty. Returns what was refused, which for a sound sample is nothing.
    public func loadIfMissing(at now: Instant) async throws -> [RejectedCell] {
        let folder = desk.platform.jurisdiction.folder + "/registries/sample"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        let today = desk.platform.jurisdiction.calendar.zone.date(at: now)
        var rejects: [RejectedCell] = []
        for definition in desk.catalogue.inOrderOfReference {
            guard try await isEmpty(definition.key) else { continue }
            // `persons.csv` before `persons+moves.csv`.
            let files =
                names.filter { $0 == "\(definition.key).csv" } + names.filter { $0.hasPrefix("\(definition.key)+") }
            for file in files {
                let change = RecordChange(by: .system("demo"), for: definition.agency, at: now, reason: "Sample data")
                let report = try await desk.load(
                    "\(folder)/\(file)", into: definition.key, apply: true, today: today, by: change)
                rejects += report.rejects
            }
        }
        return rejects
    }

    private func isEmpty(_ registry: String) async throws -> Bool {
        try await desk.platform.database.read { tx in try RecordStore.count(registry, tx) == 0 }
    }

    /// Looks at the records of people who have an account, some weeks long, so that there is something to read under "who looked at
    /// my data". Does nothing where anybody looked before.
    public func lookAround(
        officers: [String: [Identifier<Act.Party>]], until now: Instant, in tx: any WriteTransaction
    ) throws {
        guard try tx.value(Int.self, "SELECT count(*) FROM registries_looks") == 0 else { return }
        var random = SplitMix64(seed: 5)
        for definition in desk.definitions where definition.isPersonal && definition.identifies != .organisation {
            guard let officer = officers[definition.agency]?.first else { continue }
            var seen: [RegistryRecord] = []
            try RecordStore.scan(definition.key, AsOf(valid: now), tx) { row in
                seen.append(row.record(definition))
                return seen.count < 12
            }
            let zone = desk.platform.jurisdiction.calendar.zone
            // The people of the demonstration stand first and are looked at most.
            let looked = seen.prefix(3) + seen.prefix(3) + seen
            for record in looked where Int.random(in: 0..<3, using: &random) > 0 {
                guard let purpose = definition.purposes.randomElement(using: &random) else { continue }
                // In office hours of the weeks before.
                let day = zone.date(at: now).adding(days: -Int.random(in: 1...40, using: &random))
                let at = zone.startOfDay(day) + .seconds(Int.random(in: 32_000...58_000, using: &random))
                let reference =
                    purpose.key == "application" ? "LH-\(Int.random(in: 10_000...99_999, using: &random))" : nil
                let look = Look(
                    by: .person(officer), for: definition.agency, Purpose(purpose.text, case: reference), at: at)
                _ = try desk.seen([record], look, in: tx)
            }
        }
    }
}
