import Base
import BuildingBlock
import Journal
import Store

/// How the work on cases stands.
struct CaseFigures: Sendable {
    struct Line: Sendable {
        var service: String
        var open = 0
        /// Of these, late, and due within five days.
        var late = 0
        var soon = 0
        /// Those that wait for the person or the payment.
        var waiting = 0
        /// Days since the oldest was submitted.
        var oldest = 0
    }
    var lines: [Line] = []

    /// Of the cases of some agencies that are open now.
    static func read(_ agencies: [String], at now: Instant, _ transaction: any ReadTransaction) throws -> CaseFigures {
        var found: [String: Line] = [:]
        let soon = now + .seconds(5 * 86_400)
        try transaction.forEach(
            """
            SELECT service, due_at, paused_at, submitted_at FROM citizen_services_cases
            WHERE agency IN (\(list: agencies)) AND closed_at IS NULL
            """
        ) { row in
            let (service, due, paused, submitted): (String, Instant, Instant?, Instant) = (
                try row[0], try row[1], try row[2], try row[3]
            )
            var line = found[service] ?? Line(service: service)
            line.open += 1
            if paused != nil {
                line.waiting += 1
            } else if due < now {
                line.late += 1
            } else if due < soon {
                line.soon += 1
            }
            line.oldest = max(line.oldest, Int((now - submitted).components.seconds / 86_400))
            found[service] = line
            return true
        }
        return CaseFigures(lines: found.values.sorted { $0.service < $1.service })
    }

    /// The days that half of the decisions took at most; `nil` where there are fewer than five, for a figure of few tells of people.
    static func medianDays(_ service: String, since start: Instant, _ transaction: any ReadTransaction) throws -> Int? {
        let days = try transaction.rows(
            """
            SELECT decided_at - submitted_at FROM citizen_services_cases
            WHERE service = \(service) AND decided_at >= \(start)
            """
        ).map { row -> Int in Int((try row[0] as Int64) / 86_400_000_000) }.sorted()
        return days.count < 5 ? nil : max(1, days[days.count / 2])
    }
}

extension ServicesDesk {
    /// What is held about a person: drafts and cases. Cases are kept as the law demands; drafts go.
    var personalData: PersonalDataSource {
        PersonalDataSource(
            name: "citizen-services.applications",
            title: LocalizedText(
                "Applications", in: .english, translations: [.french: "Demandes", .arabic: "الطلبات"]),
            export: { [currency] party, transaction in
                let cases = try CaseRows.list("party = \(party) ORDER BY id", currency, transaction).map {
                    one -> JSON in
                    [
                        "reference": .string(one.reference.description), "service": .string(one.service),
                        "status": .string(one.status.rawValue), "submitted": .string(one.submittedAt.iso8601),
                        "answers": one.answers.json,
                        "facts": one.facts.json, "explanation": .string(one.explanation),
                    ]
                }
                let drafts = try DraftRows.list("party = \(party) ORDER BY id", transaction).map { draft -> JSON in
                    [
                        "service": .string(draft.service), "saved": .string(draft.savedAt.iso8601),
                        "answers": draft.answers.json,
                    ]
                }
                return ["applications": .array(cases), "drafts": .array(drafts)]
            },
            erase: { party, transaction, now in
                for draft in try DraftRows.list("party = \(party)", transaction) {
                    try transaction.execute("DELETE FROM citizen_services_files WHERE application = \(draft.id)")
                    try DraftRows.delete(draft.id, transaction)
                    try transaction.record(
                        Act(
                            CitizenServicesActs.erased, CitizenServicesActs.subject(draft.id),
                            by: .system("citizen-services.erasure"), at: now))
                }
            })
    }
}
