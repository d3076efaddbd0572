import ArgumentParser
import Base
import BuildingBlock
import Foundation
import Identity
import Journal
import Logging
import Registries
import Store

@testable import CitizenServices
@testable import Polity

/// Larkhaven as `polity serve` opens it, with people of a census of its own, and a clock that is moved.
struct SimulatedTown: Sendable {
    let government: Government
    let clock: ManualClock
    let residents: [Identifier<Act.Party>]
    /// By agency.
    let officers: [String: [Identifier<Act.Party>]]
    let cashier: Identifier<Act.Party>
    let treasurer: Identifier<Act.Party>
    let machinery: Machinery

    var services: ServicesDesk { government.desks.services }
    var database: any Database { government.database }
    var now: Instant { government.platform.time.now() }

    /// Monday 5 January 2026, 8:00.
    static let start = Instant(iso8601: "2026-01-05T08:00:00Z") ?? Instant(seconds: 0)
    static let agencies = ["citizens-desk", "public-works", "transport", "licensing", "treasury"]
    static let tribunals = ["transport-tribunal", "tax-tribunal", "administrative-tribunal"]
    private static let larkhaven =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/Jurisdictions/larkhaven"

    /// - Parameter database: as the setting `database` has it; `nil`: SQLite in `folder`.
    static func open(residents count: Int, seed: UInt64, folder: String, database: String?) async throws
        -> SimulatedTown
    {
        let place = "\(folder)/larkhaven"
        try FileManager.default.copyItem(atPath: larkhaven, toPath: place)
        var lot = SplitMix64(seed: seed)
        try Census(count: count, using: &lot).write(to: "\(place)/registries/sample")
        var settings = try await Settings.load(
            try SettingsFlags.parse(["--data", "\(folder)/data", "--jurisdiction", place]))
        if let database { settings.database = database }
        settings.logLevel = .error
        let clock = ManualClock(start)
        // No two things happen in the same moment.
        let time = TimeSource {
            clock.advance(by: .milliseconds(1))
            return clock.now
        }
        let government = try await Government.open(settings, time: time)
        try await government.migrate()
        return try await SimulatedTown(government, clock, count)
    }

    private init(_ government: Government, _ clock: ManualClock, _ count: Int) async throws {
        let identity = government.identity
        func person(_ address: String, _ kind: Account.Kind) async throws -> Identifier<Act.Party> {
            guard let email = EmailAddress(address) else { throw StartError("\(address) is no address") }
            let new = try NewAccount(email: email, name: "Sample \(address.prefix { $0 != "@" })", kinds: [kind])
            let account = try await identity.create(new, by: .system("census"), at: government.platform.time.now())
            return Identifier(account.id)
        }
        func officer(_ role: String, _ agency: String, _ name: String) async throws -> Identifier<Act.Party> {
            let party = try await person("\(name)@town.example", .officer)
            _ = try await identity.grant(
                role, in: agency, to: Identifier(party), by: .system("census"), at: government.platform.time.now())
            return party
        }
        var residents: [Identifier<Act.Party>] = []
        for number in 0..<count {
            let party = try await person(Census.address(number), .resident)
            try await identity.setAssurance(
                .substantial, of: Identifier(party), by: .system("census"), at: government.platform.time.now())
            residents.append(party)
        }
        var officers: [String: [Identifier<Act.Party>]] = [:]
        for agency in Self.agencies {
            for number in 1...2 {
                officers[agency, default: []].append(try await officer("officer", agency, "\(agency)-\(number)"))
            }
        }
        for agency in Self.tribunals { officers[agency] = [try await officer("tribunal", agency, agency)] }
        (self.residents, self.officers) = (residents, officers)
        cashier = try await officer("cashier", "treasury", "cashier")
        treasurer = try await officer("treasurer", "treasury", "treasurer")
        let rejects = try await RegistrySamples(government.desks.registries)
            .loadIfMissing(at: government.platform.time.now()).map(\.description)
        guard rejects.isEmpty else { throw StartError("the census is refused: \(rejects.prefix(5))") }
        (self.government, self.clock) = (government, clock)
        machinery = Machinery(government)
    }
}
