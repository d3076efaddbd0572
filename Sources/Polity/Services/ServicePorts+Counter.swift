import Base
import BuildingBlock
import CitizenServices
import Identity
import Journal
import Registries
import Store
import Web

extension ServicePorts {
    /// What counters ask of accounts, and for whom people act by the registries.
    mutating func offerCounters(_ identity: IdentityService, _ registries: RegistryDesk) {
        organisations = { party, now, transaction in
            try registries.represented(by: party, at: now, in: transaction).map {
                RepresentedOrganisation($0.party, name: $0.name)
            }
        }
        counter = CounterPorts(
            find: { words, limit, transaction in
                try AccountDirectory.people(matching: words, limit: limit, in: transaction).map(Self.person)
            },
            person: { party, transaction in
                try AccountDirectory.account(Identifier(party), in: transaction).flatMap {
                    $0.status == .active ? Self.person($0) : nil
                }
            },
            open: { new, hand, now in try await Self.open(new, hand, now, identity) },
            prove: { party, assurance, hand, now in
                do {
                    try await identity.setAssurance(
                        assurance, of: Identifier(party), by: .person(hand.officer), at: now, agency: hand.agency)
                } catch IdentityError.ownAccount {
                    throw CitizenServicesError.ownDecision
                }
            })
    }

    private static func person(_ account: Account) -> CounterPerson {
        CounterPerson(
            party: account.party, name: account.name,
            contact: account.email.map { CounterPerson.veiled($0.description) }, language: account.language,
            assurance: account.assurance)
    }

    private static func open(
        _ new: NewCounterPerson, _ hand: CounterHand, _ now: Instant, _ identity: IdentityService
    ) async throws -> Identifier<Act.Party> {
        do {
            var email: EmailAddress?
            if !new.email.isEmpty {
                email = EmailAddress(new.email)
                if email == nil { throw CounterRefusal.badEmail }
            }
            return try await identity.open(
                NewAccount(email: email, name: new.name, language: new.language), language: new.language,
                by: .person(hand.officer), at: now, agency: hand.agency
            ).party
        } catch IdentityError.badName {
            throw CounterRefusal.badName
        } catch IdentityError.emailTaken {
            throw CounterRefusal.emailTaken
        }
    }
}
