import Base
import Foundation
import ServiceRequests

/// The sample government: its people and some months of its requests.
struct Demonstration: Sendable {
    let government: Government
    /// The same seed makes the same town.
    static let seed: UInt64 = 311

    init(_ government: Government) { self.government = government }

    /// Makes people and requests where they are missing.
    func makeIfMissing() async throws {
        let now = government.platform.time.now()
        try await government.identity.makeSamplePeople(at: now)
        try await government.requests.makeSampleRequests(seed: Self.seed, at: now)
    }
}
