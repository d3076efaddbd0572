import Base
import BuildingBlock
import FEEL
import Journal
import ServiceDefinition
import Store
import Web

extension ServicesDesk {
    /// The draft of a person for a service; made where there is none. What registries know is looked up now, with the person's knowledge.
    ///
    /// Throws `CitizenServicesError.notAssured` where the service must be surer of who the person is.
    public func begin(_ key: String, by party: Identifier<Act.Party>, at now: Instant) async throws -> Draft {
        let entry = try catalogue.entry(key)
        return try await database.write { transaction in
            if let known = try DraftRows.list("party = \(party) AND service = \(key)", transaction).first {
                return known
            }
            let id = Identifier<ServiceCase>(at: now)
            let facts = try facts(for: entry.service, party, application: id, at: now, transaction)
            let draft = Draft(
                id: id, party: party, service: key, answers: [:], facts: facts, version: 1, begunAt: now, savedAt: now)
            try DraftRows.insert(draft, transaction)
            try transaction.record(
                Act(
                    CitizenServicesActs.begun, CitizenServicesActs.subject(id), by: .person(party), at: now,
                    agency: agency(of: entry.service),
                    detail: ["service": .string(key), "revision": .string(entry.revision)]))
            return draft
        }
    }

    /// Asks the registries, for somebody of whom it is sure enough who they are.
    ///
    /// Throws `CitizenServicesError.notAssured`.
    func facts(
        for service: Service, _ party: Identifier<Act.Party>, application: Identifier<ServiceCase>, at now: Instant,
        _ transaction: any WriteTransaction
    ) throws -> CaseFacts {
        let applicant = try applicant(party, transaction)
        guard isAssured(applicant, for: service) else { throw CitizenServicesError.notAssured }
        var found: [String: FEELValue] = [:]
        let language = jurisdiction.languages.first ?? .english
        for evidence in service.evidence {
            let purpose =
                evidence.purpose.map { words($0, of: service)(in: language) }
                ?? words(service.title, of: service)(in: language)
            found[evidence.name] = try ports.evidence(
                EvidenceLook(
                    evidence: evidence, applicant: applicant, known: found, party: party, agency: agency(of: service),
                    purpose: purpose,
                    application: application.description, now: now), transaction)
        }
        return CaseFacts(applicant: applicant, evidence: found, at: now)
    }

    public func drafts(of party: Identifier<Act.Party>) async throws -> [Draft] {
        try await database.read { try DraftRows.list("party = \(party) ORDER BY saved_at DESC", $0) }
    }

    /// The draft, where it is this person's.
    func draft(_ id: Identifier<ServiceCase>, of party: Identifier<Act.Party>) async throws -> Draft {
        let found = try await database.read { try DraftRows.list("id = \(id) AND party = \(party)", $0).first }
        guard let found else { throw CitizenServicesError.unknownCase }
        return found
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
    public func discard(_ id: Identifier<ServiceCase>, by party: Identifier<Act.Party>, at now: Instant) async throws {
        try await database.write { transaction in
            guard let draft = try DraftRows.list("id = \(id) AND party = \(party)", transaction).first else { return }
            try remove(draft, by: .person(party), at: now, transaction)
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
