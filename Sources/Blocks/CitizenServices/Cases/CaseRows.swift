import Base
import Journal
import ServiceDefinition
import Store

/// How cases stand in the database.
enum CaseRows {
    private static let columns: SQL = """
        id, reference, service, revision, agency, party, language, status, version, answers, facts, fee, fee_paid_at, payment, \
        submitted_at, updated_at, due_at, paused_at, days_left, decided_at, closed_at, decision, reasons, explanation, decided_by, \
        assignee, appeal_until, appeal_agency, process, is_written, is_told, is_certified, \
        organisation, channel, entered_by
        """

    /// What stands for "no date" in `due_at`.
    static let never = Int64.max

    static func list(_ condition: SQL, _ currency: Currency, _ transaction: any ReadTransaction) throws -> [ServiceCase]
    {
        try transaction.rows("SELECT \(columns) FROM citizen_services_cases WHERE \(condition)").map {
            try read($0, currency)
        }
    }

    static func one(_ id: Identifier<ServiceCase>, _ currency: Currency, _ transaction: any ReadTransaction) throws
        -> ServiceCase?
    {
        try list("id = \(id)", currency, transaction).first
    }

    private static func read(_ row: Row, _ currency: Currency) throws -> ServiceCase {
        let due: Int64 = try row["due_at"]
        let reasons: String = try row["reasons"]
        return ServiceCase(
            id: try row["id"], reference: try row["reference"], service: try row["service"],
            revision: try row["revision"],
            agency: try row["agency"], party: try row["party"], organisation: try row["organisation"],
            channel: try row["channel"], enteredBy: try row["entered_by"],
            language: Language(rawValue: try row["language"]) ?? .english,
            status: try row["status"], version: try row["version"],
            answers: Answers(json: try JSON(parsing: try row["answers"] as String)),
            facts: CaseFacts(json: try JSON(parsing: try row["facts"] as String)),
            fee: Money(minorUnits: try row["fee"], currency), feePaidAt: try row["fee_paid_at"],
            payment: try row["payment"],
            submittedAt: try row["submitted_at"], updatedAt: try row["updated_at"],
            clock: CaseClock(
                dueAt: due == never ? nil : Instant(microseconds: due), pausedAt: try row["paused_at"],
                daysLeft: try row["days_left"]),
            decidedAt: try row["decided_at"], closedAt: try row["closed_at"], decision: try row["decision"],
            reasons: reasons.split(separator: "\n").map(String.init), explanation: try row["explanation"],
            decidedBy: try row["decided_by"], assignee: try row["assignee"], appealUntil: try row["appeal_until"],
            appealAgency: try row["appeal_agency"], process: try row["process"], isWritten: try row["is_written"],
            isCertified: try row["is_certified"],
            isTold: try row["is_told"])
    }

    static func insert(_ one: ServiceCase, _ transaction: any WriteTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO citizen_services_cases (\(columns)) VALUES (
                \(one.id), \(one.reference), \(one.service), \(one.revision), \(one.agency), \(one.party), \(one.language.rawValue),
                \(one.status), \(one.version), \(one.answers.json.description), \(one.facts.json.description), \(one.fee.minorUnits),
                \(one.feePaidAt), \(one.payment), \(one.submittedAt), \(one.updatedAt), \(one.clock.dueAt?.microseconds ?? never),
                \(one.clock.pausedAt), \(one.clock.daysLeft), \(one.decidedAt), \(one.closedAt), \(one.decision),
                \(one.reasons.joined(separator: "\n")), \(one.explanation), \(one.decidedBy), \(one.assignee), \(one.appealUntil),
                \(one.appealAgency), \(one.process), \(one.isWritten), \(one.isTold),
                \(one.isCertified), \(one.organisation), \(one.channel), \(one.enteredBy))
            """)
    }

    /// Writes what can change, where nobody else has changed the case since it was read; its version moves on.
    static func update(_ one: inout ServiceCase, _ transaction: any WriteTransaction) throws {
        let changed = try transaction.execute(
            """
            UPDATE citizen_services_cases SET status = \(one.status), version = \(one.version + 1), fee_paid_at = \(one.feePaidAt),
                payment = \(one.payment), updated_at = \(one.updatedAt), due_at = \(one.clock.dueAt?.microseconds ?? never),
                paused_at = \(one.clock.pausedAt), days_left = \(one.clock.daysLeft), decided_at = \(one.decidedAt),
                closed_at = \(one.closedAt), decision = \(one.decision), reasons = \(one.reasons.joined(separator: "\n")),
                explanation = \(one.explanation), decided_by = \(one.decidedBy), assignee = \(one.assignee),
                appeal_until = \(one.appealUntil), appeal_agency = \(one.appealAgency),
                process = \(one.process), is_written = \(one.isWritten), is_told = \(one.isTold),
                is_certified = \(one.isCertified)
            WHERE id = \(one.id) AND version = \(one.version)
            """)
        guard changed == 1 else { throw CitizenServicesError.changedMeanwhile }
        one.version += 1
    }

    static func events(of id: Identifier<ServiceCase>, _ transaction: any ReadTransaction) throws -> [CaseEvent] {
        try transaction.rows(
            """
            SELECT id, application, at, kind, text, actor, is_internal FROM citizen_services_events
            WHERE application = \(id) ORDER BY id
            """
        ).map {
            CaseEvent(
                id: try $0[0], application: try $0[1], at: try $0[2], kind: try $0[3], text: try $0[4],
                actor: try $0[5],
                isInternal: try $0[6])
        }
    }

    static func insert(_ event: CaseEvent, _ transaction: any WriteTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO citizen_services_events (id, application, at, kind, text, actor, is_internal) VALUES (
                \(event.id), \(event.application), \(event.at), \(event.kind), \(event.text), \(event.actor), \(event.isInternal))
            """)
    }
}
