import Base
import BuildingBlock
import Journal
import Store

/// People at a counter: looking for them and serving them are looks at their data, which they can read of.
extension ServicesDesk {
    /// How many people a search at a counter shows: with more, the officer asks for the whole name or the address.
    static let mostFound = 10

    /// In the government's first language, as the Journal keeps it.
    var counterPurpose: String { words("counter.purpose")(in: jurisdiction.languages.first ?? .english) }

    /// People with these words in their name or address of mail; `nil`: too many to show.
    func seek(_ words: String, by hand: CounterHand, at now: Instant) async throws -> [CounterPerson]? {
        guard let counter = ports.counter else { return [] }
        return try await database.write { transaction in
            let found = try counter.find(words, Self.mostFound + 1, transaction)
            guard found.count <= Self.mostFound else { return nil }
            let others = found.map(\.party).filter { $0 != hand.officer }
            if let first = others.first {
                try look(
                    CitizenServicesActs.sought, Act.Subject("account", first), others, by: hand, at: now, transaction)
            }
            return found
        }
    }

    /// Records that an officer serves somebody at a counter.
    func attend(_ party: Identifier<Act.Party>, by hand: CounterHand, at now: Instant) async throws {
        try await database.write { transaction in
            try look(
                CitizenServicesActs.attended, Act.Subject("account", party), [party], by: hand, at: now, transaction)
        }
    }

    /// Records that an officer at a counter looks at people's data.
    func look(
        _ verb: Act.Verb, _ subject: Act.Subject, _ parties: [Identifier<Act.Party>], by hand: CounterHand,
        at now: Instant, _ transaction: any WriteTransaction
    ) throws {
        try transaction.record(
            Act(
                verb, subject, by: .person(hand.officer), at: now, agency: hand.agency,
                purpose: counterPurpose, concerns: parties))
    }
}
