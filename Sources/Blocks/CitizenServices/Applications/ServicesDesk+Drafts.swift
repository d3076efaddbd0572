import Base
import BuildingBlock
import FEEL
import Journal
import ServiceDefinition
import Store
import Web

extension ServicesDesk {
    /// The draft of a person for a service; made where there is none. What registries know is looked up now, with the person's knowledge.
    /// One that an officer begins in the person's name is worked on at counters too, and so is one that the person brings there.
    ///
    /// - Parameter organisation: for whom; where the service is for organisations alone and the person acts for one only, it is that.
    ///
    /// Throws `CitizenServicesError.notAssured` where the service must be surer of who the person is, `.notRepresentative`,
    /// `.missing("organisation")` where the person acts for several, and `.ownDecision` where the officer at the counter is the person.
    public func begin(
        _ key: String, by party: Identifier<Act.Party>, for organisation: Identifier<Act.Party>? = nil,
        through counter: CounterEntry? = nil, at now: Instant
    ) async throws -> Draft {
        let entry = try catalogue.entry(key)
        if counter?.hand.officer == party { throw CitizenServicesError.ownDecision }
        return try await database.write { transaction in
            var organisation = organisation
            if entry.service.applicant == .organisation, organisation == nil {
                let known = try ports.organisations(party, now, transaction)
                if known.count > 1 { throw CitizenServicesError.missing("organisation") }
                // Who acts for none reads in the service's own words why it is not for them.
                organisation = known.first?.party
            }
            let condition: SQL = """
                party = \(party) AND service = \(key) AND COALESCE(organisation, party) = \(organisation ?? party)
                """
            let known = try DraftRows.list(condition, transaction).first
            if let known, counter == nil { return known }
            var draft =
                known
                ?? Draft(
                    id: Identifier(at: now), party: party, organisation: organisation, service: key, answers: [:],
                    facts: .none(at: now), version: 1, begunAt: now, savedAt: now)
            if let counter {
                (draft.channel, draft.receivedAt) = (counter.channel, counter.receivedAt)
                draft.officer = counter.hand.officer
            }
            if known == nil {
                draft.facts = try facts(for: entry.service, draft, through: counter?.hand, at: now, transaction)
                try DraftRows.insert(draft, transaction)
            } else {
                draft.savedAt = now
                try DraftRows.save(&draft, transaction)
            }
            try transaction.record(
                Act(
                    CitizenServicesActs.begun, CitizenServicesActs.subject(draft.id),
                    by: .person(counter?.hand.officer ?? party), at: now,
                    agency: counter?.hand.agency ?? agency(of: entry.service), concerns: [party],
                    detail: [
                        "service": .string(key), "revision": .string(entry.revision),
                        "channel": .string(draft.channel.rawValue),
                    ]))
            return draft
        }
    }

    /// Asks the registries, for somebody of whom it is sure enough who they are. Whoever signed a paper is known by that.
    ///
    /// Throws `CitizenServicesError.notAssured`, `.notRepresentative`.
    func facts(
        for service: Service, _ draft: Draft, through hand: CounterHand?, at now: Instant,
        _ transaction: any WriteTransaction
    ) throws -> CaseFacts {
        let party = draft.party
        var organisation: RepresentedOrganisation?
        if let wanted = draft.organisation {
            organisation = try ports.organisations(party, now, transaction).first { $0.party == wanted }
            guard organisation != nil, service.applicant != .person else {
                throw CitizenServicesError.notRepresentative
            }
        }
        let applicant = try applicant(party, for: organisation, transaction)
        guard hand != nil && draft.channel == .paper || isAssured(applicant, for: service) else {
            throw CitizenServicesError.notAssured
        }
        var found: [String: FEELValue] = [:]
        let language = jurisdiction.languages.first ?? .english
        for evidence in service.evidence {
            let purpose =
                evidence.purpose.map { words($0, of: service)(in: language) }
                ?? words(service.title, of: service)(in: language)
            found[evidence.name] = try ports.evidence(
                EvidenceLook(
                    evidence: evidence, applicant: applicant, known: found, party: party,
                    viewer: hand?.officer ?? party, agency: agency(of: service), purpose: purpose,
                    application: draft.id.description, now: now), transaction)
        }
        return CaseFacts(applicant: applicant, evidence: found, at: now)
    }

    public func drafts(of party: Identifier<Act.Party>) async throws -> [Draft] {
        try await database.read { try DraftRows.list("party = \(party) ORDER BY saved_at DESC", $0) }
    }

    /// The draft, where it is this person's; at a counter, where it is worked on there. That another officer goes on with it than the
    /// one who did is a look at the person's data.
    func draft(
        _ id: Identifier<ServiceCase>, of party: Identifier<Act.Party>, through hand: CounterHand? = nil,
        at now: Instant
    ) async throws -> Draft {
        let condition = Self.drafts(id, of: party, through: hand)
        let found = try await database.read { try DraftRows.list(condition, $0).first }
        guard let found else { throw CitizenServicesError.unknownCase }
        guard let hand, found.officer != hand.officer else { return found }
        try await database.write { transaction in
            try transaction.execute(
                "UPDATE citizen_services_drafts SET officer = \(hand.officer) WHERE id = \(id)")
            try look(
                CitizenServicesActs.viewed, CitizenServicesActs.subject(id), [party], by: hand, at: now, transaction)
        }
        return found
    }

    static func drafts(_ id: Identifier<ServiceCase>, of party: Identifier<Act.Party>, through hand: CounterHand?)
        -> SQL
    {
        let own: SQL = "id = \(id) AND party = \(party)"
        return hand == nil ? own : own + " AND channel <> \(Channel.online)"
    }

    /// The way through the form as the draft stands.
    func journey(_ draft: Draft, at now: Instant, in language: Language) throws -> Journey {
        Journey(
            try catalogue.entry(draft.service).service, answers: draft.answers,
            facts: draft.facts.facts(on: platform, at: now),
            language: language.rawValue)
    }

    /// Saves answers, finished or not. Throws `CitizenServicesError.changedMeanwhile` where another device was faster.
    public func save(_ draft: Draft, at now: Instant) async throws -> Draft {
        try await database.write { transaction in
            var draft = draft
            draft.savedAt = now
            try DraftRows.save(&draft, transaction)
            return draft
        }
    }

    /// Throws the draft away, with its files.
    public func discard(
        _ id: Identifier<ServiceCase>, by party: Identifier<Act.Party>, through hand: CounterHand? = nil,
        at now: Instant
    ) async throws {
        try await database.write { transaction in
            let condition = Self.drafts(id, of: party, through: hand)
            guard let draft = try DraftRows.list(condition, transaction).first else { return }
            try remove(draft, by: .person(hand?.officer ?? party), at: now, transaction)
        }
    }

    func remove(_ draft: Draft, by actor: Act.Actor, at now: Instant, _ transaction: any WriteTransaction) throws {
        try DraftRows.delete(draft.id, transaction)
        for file in try FileRows.list("application = \(draft.id)", transaction) {
            try ports.forget(file.id, actor, now, transaction)
        }
        try transaction.execute("DELETE FROM citizen_services_files WHERE application = \(draft.id)")
        try transaction.record(
            Act(
                CitizenServicesActs.discarded, CitizenServicesActs.subject(draft.id), by: actor, at: now,
                concerns: [draft.party],
                detail: ["service": .string(draft.service)]))
    }

    /// Keeps a file that was added. Throws `FileRefusal`.
    func keep(_ order: FileOrder) async throws -> AddedFile {
        guard let receive = ports.receive else { throw FileRefusal.kind }
        let received = try await receive(order)
        return try await database.write { transaction in
            try received.record(transaction)
            try FileRows.insert(received.file, at: order.now, transaction)
            return received.file
        }
    }
}
