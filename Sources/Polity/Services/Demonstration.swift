import Base
import BuildingBlock
import Foundation
import Identity
import Journal
import Payments
import ServiceRequests
import Store
import Web

/// The sample government: its people and some months of its requests.
struct Demonstration: Sendable {
    let government: Government
    /// The same seed makes the same town.
    static let seed: UInt64 = 311

    init(_ government: Government) { self.government = government }

    static let requests = 400

    /// Makes people and requests where they are missing.
    func makeIfMissing() async throws {
        let now = government.platform.time.now()
        try await government.identity.makeSamplePeople(at: now)
        try await makeRequests(until: now)
        try await makePayments(at: now)
    }

    private func makePayments(at now: Instant) async throws {
        let sample = try SamplePayments.read(for: government.jurisdiction)
        var parties: [String: Identifier<Act.Party>] = [:]
        for person in Set(sample.payments.map(\.person)) {
            guard let address = EmailAddress(person) else { continue }
            parties[person] = try await government.identity.account(email: address).map { Identifier($0.id) }
        }
        try await sample.install(in: government.desks.payments, of: parties, at: now)
    }

    private func makeRequests(until now: Instant) async throws {
        let desk = government.desks.requests
        guard try await desk.isEmpty() else { return }
        let identity = government.identity
        let agencies = government.jurisdiction.agencies.map(\.key)
        let officers = try await government.database.read { transaction in
            try Dictionary(
                uniqueKeysWithValues: agencies.map { agency in
                    let holders = try identity.officers(
                        of: agency, holding: RequestPermissions.work.key, at: now, in: transaction)
                    return (agency, holders.map { Identifier<Act.Party>($0.account) })
                })
        }
        let sample = try ServiceRequestsDemo(desk, officers: officers)
        try await desk.install(sample.requests(seed: Self.seed, count: Self.requests, until: now))
    }
}
