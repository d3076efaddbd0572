import Base
import BuildingBlock
import Journal
import Store

extension IdentityService {
    /// The people of the jurisdiction's `people.yaml`, where the program runs as a demonstration; nobody elsewhere.
    func samplePeople() throws -> SamplePeople? {
        guard isDemo else { return nil }
        return try SamplePeople.read(for: jurisdiction)
    }

    func sampleAddresses() throws -> Set<EmailAddress> {
        Set((try samplePeople()?.people ?? []).compactMap { EmailAddress($0.email) })
    }

    /// Makes the accounts of the sample people, and grants their roles, where they are missing. Returns how many it made.
    ///
    /// For `polity serve --demo`; does nothing elsewhere.
    @discardableResult
    public func makeSamplePeople(at now: Instant) async throws -> Int {
        guard let samples = try samplePeople() else { return 0 }
        let actor = Act.Actor.system("demo")
        var made = 0
        for person in samples.people {
            guard let email = EmailAddress(person.email) else { throw IdentityError.badEmail }
            let account: Account
            if let known = try await self.account(email: email) {
                account = known
            } else {
                // Those who work for an agency do so only, to keep the sample's roles apart.
                let kinds: Set<Account.Kind> = person.grants.isEmpty ? [.resident] : [.officer]
                let new = try NewAccount(email: email, name: person.name, language: person.language, kinds: kinds)
                account = try await createUnchecked(new, password: samples.password, by: actor, at: now)
                made += 1
            }
            if account.assurance < person.assurance {
                try await setAssurance(person.assurance, of: account.id, by: actor, at: now)
            }
            for grant in person.grants {
                try await self.grant(grant.role, in: grant.agency, to: account.id, by: actor, at: now)
            }
        }
        return made
    }
}
