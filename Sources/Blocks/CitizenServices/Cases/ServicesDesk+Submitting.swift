import Base
import BuildingBlock
import FEEL
import Journal
import ServiceDefinition
import Store

extension ServicesDesk {
    /// Submits an application. In one transaction: registries are asked once more, the rules are run on what they say now, and there are
    /// the case, its fee, its act and its message, or none of them. Sending twice makes one case.
    ///
    /// - Parameter hand: the officer at a counter who sends it in the person's name.
    ///
    /// Throws `CitizenServicesError.notComplete` where something is missing or the person is not entitled, `.notAssured` where who the
    /// person is came into doubt since, `.notRepresentative` where the person acts for the organisation no more.
    @discardableResult
    public func submit(
        _ id: Identifier<ServiceCase>, by party: Identifier<Act.Party>, through hand: CounterHand? = nil,
        in language: Language, at now: Instant
    ) async throws -> ServiceCase {
        try await database.write { transaction in
            if let known = try CaseRows.one(id, currency, transaction), known.party == party { return known }
            let condition = Self.drafts(id, of: party, through: hand)
            guard let draft = try DraftRows.list(condition, transaction).first else {
                throw CitizenServicesError.unknownCase
            }
            return try submit(draft, through: hand, in: language, at: now, transaction)
        }
    }

    private func submit(
        _ draft: Draft, through hand: CounterHand?, in language: Language, at now: Instant,
        _ transaction: any WriteTransaction
    ) throws -> ServiceCase {
        if hand?.officer == draft.party { throw CitizenServicesError.ownDecision }
        let actor = Act.Actor.person(hand?.officer ?? draft.party)
        let entry = try catalogue.entry(draft.service)
        let service = entry.service
        let facts = try facts(for: service, draft, through: hand, at: now, transaction)
        let journey = Journey(
            service, answers: draft.answers, facts: facts.facts(on: platform), language: language.rawValue)
        guard journey.isComplete else { throw CitizenServicesError.notComplete }
        let charge = service.charge(journey)
        guard !charge.isUndecided, let fee = money(charge.total) else { throw CitizenServicesError.notComplete }
        let paysFirst = service.fee?.due == .atSubmission && fee.minorUnits > 0
        let status: CaseStatus = paysFirst ? .waitingForPayment : .received
        // A paper counts from the day when it came.
        let submittedAt = hand == nil ? now : draft.receivedAt ?? now
        var clock = CaseClock.started(service.clock, at: submittedAt, calendar)
        clock.enter(status, service.clock, at: now, calendar)
        var one = ServiceCase(
            id: draft.id, reference: CaseReference(), service: service.key, revision: entry.revision,
            agency: agency(of: service),
            party: draft.party, organisation: draft.organisation, channel: hand == nil ? .online : draft.channel,
            enteredBy: hand?.officer, language: language, status: status, version: 1, answers: journey.relevantAnswers,
            facts: facts, fee: fee,
            submittedAt: submittedAt, updatedAt: now, clock: clock)
        try CaseRows.insert(one, transaction)
        try CaseRows.insert(
            CaseEvent(one.channel.arrival, of: one.id, at: submittedAt, actor: hand?.officer ?? draft.party),
            transaction)
        try DraftRows.delete(draft.id, transaction)
        try transaction.record(
            Act(
                CitizenServicesActs.submitted, CitizenServicesActs.subject(one.id), by: actor, at: now,
                agency: hand?.agency ?? one.agency,
                concerns: [draft.party],
                detail: [
                    "service": .string(service.key), "revision": .string(entry.revision),
                    "reference": .string(one.reference.description),
                    "fee": .string(fee.decimal), "status": .string(status.rawValue),
                    "channel": .string(one.channel.rawValue),
                ]))
        // From now on only the answers on the way count.
        let standing = one.answers == draft.answers ? journey : self.journey(one, service, in: language)
        try tell(one, service, "received", standing, by: actor, at: now, transaction)
        try begin(&one, service, standing, by: actor, at: now, transaction)
        try settle(&one, service, by: actor, at: now, transaction)
        return one
    }

    /// Asks for the fee, once; nothing where there is none, or it is paid at the counter.
    func requestFee(
        _ one: inout ServiceCase, _ service: Service, by actor: Act.Actor, at now: Instant,
        _ transaction: any WriteTransaction
    ) throws {
        guard let request = ports.requestPayment, one.fee.minorUnits > 0, one.feePaidAt == nil, one.payment == nil
        else { return }
        let lines = service.charge(journey(one, service, in: one.language)).lines.compactMap { line in
            money(line.amount).map { FeeRequest.Line(label: words(line.label, of: service), amount: $0) }
        }
        let due = service.fee?.withinDays.map { calendar.zone.date(at: now).adding(days: $0) }
        one.payment = try request(
            FeeRequest(
                payer: one.party, lines: lines, due: due, isDebt: service.fee?.due == .afterDecision,
                reference: one.reference.description,
                title: words(service.title, of: service),
                about: one.path, agency: one.agency, actor: actor, now: now), transaction)
        try CaseRows.update(&one, transaction)
    }

    /// What letters and messages know of a case.
    func afterwards(_ one: ServiceCase, at now: Instant, explanation: String? = nil, in language: Language)
        -> Service.Afterwards
    {
        func day(_ instant: Instant) -> CalendarDate? {
            let date = calendar.zone.date(at: instant)
            return CalendarDate(year: date.year, month: date.month, day: date.day)
        }
        return Service.Afterwards(
            decision: one.decision ?? "", reasons: one.reasons, explanation: explanation ?? one.explanation,
            reference: one.reference.description, submitted: day(one.submittedAt),
            due: one.clock.dueAt.flatMap { day($0 - .microseconds(1)) }, paid: one.feePaidAt.flatMap { day($0) },
            link: platform.address + one.path,
            agency: jurisdiction.agency(one.agency)?.name(in: language) ?? one.agency, date: day(now))
    }

    /// Writes to the person: the definition's own letter or message of that name, else the words of this house.
    /// - Parameter known: how the case stands in the rules, where that was found out just now.
    func tell(
        _ one: ServiceCase, _ service: Service, _ name: String, _ known: Journey? = nil, explanation: String? = nil,
        by actor: Act.Actor,
        at now: Instant,
        _ transaction: any WriteTransaction
    ) throws {
        let key = name.replacing(" ", with: "-")
        var title = words("message.\(key).title")
        var text = words(
            "message.\(key).text",
            ["reference": .text(one.reference.description), "explanation": .text(explanation ?? "")])
        if let letter = service.letter(name) {
            (title, text) = self.text(of: letter, one, service, known, explanation: explanation, at: now)
        }
        try ports.tell(
            ServiceMessage(
                recipient: one.party, title: title, text: text, about: one.path, reference: one.reference.description,
                agency: one.agency,
                actor: actor, now: now), transaction)
    }

    /// A letter in every language.
    func text(
        of letter: Service.Letter, _ one: ServiceCase, _ service: Service, _ known: Journey? = nil,
        explanation: String? = nil, at now: Instant
    ) -> (title: LocalizedText, text: LocalizedText) {
        let journey = known ?? journey(one, service, in: one.language)
        let drawn = jurisdiction.languages.map { language in
            let after = afterwards(one, at: now, explanation: explanation, in: language)
            return (language, service.text(letter, journey, after, language: language.rawValue))
        }
        let first = jurisdiction.languages.first ?? .english
        func all(_ part: ((title: String, text: String)) -> String) -> LocalizedText {
            LocalizedText(
                drawn.first.map { part($0.1) } ?? "", in: first,
                translations: Dictionary(drawn.dropFirst().map { ($0.0, part($0.1)) }) { $1 })
        }
        return (all { $0.title }, all { $0.text })
    }
}
