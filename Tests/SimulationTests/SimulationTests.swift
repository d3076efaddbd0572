import Foundation
import StoreTesting
import Testing

@testable import Polity

@Suite(.serialized) struct SimulationTests {
    @Test(
        "A year of the town: every case, euro, record and act adds up, and no term passes unnoticed",
        arguments: Engine.all)
    func year(on engine: Engine) async throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = UInt64(environment["POLITY_SEED"] ?? "") ?? 20_260_105
        let residents = Int(environment["RESIDENTS"] ?? "") ?? 60
        let folder = try TemporaryFolder("simulation")
        defer { folder.remove() }
        let server = engine == .postgres ? try await PostgresServer.shared() : nil
        let database = try await server?.createDatabase()
        let town = try await SimulatedTown.open(
            residents: residents, seed: seed, folder: folder.path, database: database)
        let year = Year(town, seed: seed)
        print("A year of \(residents) residents on \(engine), POLITY_SEED=\(seed)")
        try await year.live { if $0 % 73 == 0 { print("day \($0)") } }
        let reckoning = try await Reckoning(of: year)
        print(reckoning.report)
        for mistake in reckoning.mistakes { Issue.record("seed \(seed): \(mistake)") }
        #expect(reckoning.stories.count > residents / 2, "hardly anybody applied")
        await town.government.close()
        if let database { await server?.dropDatabase(database) }
    }
}
