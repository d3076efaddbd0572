import Base
import BuildingBlock
import Journal
import ServiceDefinition
import Store

/// What is published about decisions: counts, never of fewer than five, for a figure of few tells of people.
extension ServicesDesk {
    /// Below this a count is left open.
    static let smallest: Int64 = 5

    private static func text(_ english: String, _ french: String, _ arabic: String) -> LocalizedText {
        LocalizedText(english, in: .english, translations: [.french: french, .arabic: arabic])
    }

    // The columns that both have.
    private static let service = OpenDataset.Column(
        "service", .text, text("Key of the service", "Clé de la démarche", "مفتاح الخدمة"))
    private static let count = OpenDataset.Column(
        "count", .integer,
        text("Decisions; empty below five", "Décisions ; vide au-dessous de cinq", "عدد القرارات؛ فارغ إذا قل عن خمسة"))

    /// By service, month and outcome, as far as the definition says so (`statistics: by`).
    var openData: OpenDataset {
        OpenDataset(
            name: "citizen-services",
            title: Self.text("Public services: decisions", "Démarches : décisions", "الخدمات العامة: القرارات"),
            description: Self.text(
                "How many applications were decided, by service, month and outcome, and how many days the decisions took on average. Counts below five are left open.",
                "Nombre de demandes décidées par démarche, mois et issue, et durée moyenne des décisions en jours. Les nombres inférieurs à cinq ne sont pas publiés.",
                "عدد الطلبات التي بُت فيها بحسب الخدمة والشهر والنتيجة، ومتوسط مدة القرار بالأيام. لا تُنشر الأعداد الأقل من خمسة."
            ),
            licence: "CC-BY-4.0",
            columns: [
                Self.service,
                .init("month", .text, Self.text("Month of the decision", "Mois de la décision", "شهر القرار")),
                .init("outcome", .text, Self.text("Outcome", "Issue", "النتيجة")),
                Self.count,
                .init(
                    "days", .number,
                    Self.text(
                        "Average days; empty below five", "Durée moyenne en jours ; vide au-dessous de cinq",
                        "متوسط الأيام؛ فارغ إذا قل عن خمسة")),
            ]
        ) { transaction, each in
            struct Key: Hashable { var service, month, outcome: String }
            var counts: [Key: (count: Int64, days: Double)] = [:]
            try eachDecision(transaction) { one in
                let by = statistics(of: one.service)
                let key = Key(
                    service: one.service,
                    month: by.contains("month") ? one.month : by.contains("year") ? String(one.month.prefix(4)) : "",
                    outcome: by.contains("outcome") ? one.outcome : "")
                let old = counts[key] ?? (0, 0)
                counts[key] = (old.count + 1, old.days + one.days)
            }
            for (key, value) in counts.sorted(by: {
                ($0.key.service, $0.key.month, $0.key.outcome) < ($1.key.service, $1.key.month, $1.key.outcome)
            }) {
                let isOpen = value.count < Self.smallest
                let days = (value.days / Double(value.count) * 10).rounded() / 10
                let record: [JSON] = [
                    .string(key.service), key.month.isEmpty ? .null : .string(key.month),
                    key.outcome.isEmpty ? .null : .string(key.outcome),
                    isOpen ? .null : .integer(value.count), isOpen ? .null : .number(days),
                ]
                if try !each(record) { return }
            }
        }
    }

    /// By whatever else the definition names: the language, and questions with choices, each on its own.
    var openDataByAnswer: OpenDataset {
        OpenDataset(
            name: "citizen-services-by-answer",
            title: Self.text(
                "Public services: decisions by answer", "Démarches : décisions par réponse",
                "الخدمات العامة: القرارات بحسب الإجابة"),
            description: Self.text(
                "How many decided applications gave an answer, by service and question, where the service publishes it. Counts below five are left open.",
                "Nombre de demandes décidées par réponse, démarche et question, là où la démarche le publie. Les nombres inférieurs à cinq ne sont pas publiés.",
                "عدد الطلبات المبتوت فيها بحسب الإجابة والخدمة والسؤال، حيث تنشر الخدمة ذلك. لا تُنشر الأعداد الأقل من خمسة."
            ),
            licence: "CC-BY-4.0",
            columns: [
                Self.service,
                .init("by", .text, Self.text("What is counted by", "Critère", "المعيار")),
                .init("value", .text, Self.text("Answer", "Réponse", "الإجابة")),
                Self.count,
            ]
        ) { transaction, each in
            struct Key: Hashable { var service, by, value: String }
            var counts: [Key: Int64] = [:]
            try eachDecision(transaction) { one in
                guard let service = catalogue[one.service]?.service else { return }
                for (name, value) in Self.published(service, one.answers, one.language) {
                    counts[Key(service: one.service, by: name, value: value), default: 0] += 1
                }
            }
            for (key, count) in counts.sorted(by: {
                ($0.key.service, $0.key.by, $0.key.value) < ($1.key.service, $1.key.by, $1.key.value)
            }) {
                let record: [JSON] = [
                    .string(key.service), .string(key.by), .string(key.value),
                    count < Self.smallest ? .null : .integer(count),
                ]
                if try !each(record) { return }
            }
        }
    }

    /// A decided case, as far as figures need it.
    private struct Decided {
        var service, month, outcome, language: String
        var days: Double
        var answers: Answers
    }

    private func eachDecision(_ transaction: any ReadTransaction, _ body: (Decided) throws -> Void) throws {
        let zone = calendar.zone
        try transaction.forEach(
            """
            SELECT service, status, submitted_at, decided_at, language, answers FROM citizen_services_cases
            WHERE decided_at IS NOT NULL ORDER BY id
            """
        ) { row in
            let (submitted, decided): (Instant, Instant) = (try row[2], try row[3])
            let service: String = try row[0]
            let wantsAnswers = catalogue[service]?.service.countsAnswers ?? false
            let answers = wantsAnswers ? Answers(json: try JSON(parsing: try row[5] as String)) : [:]
            try body(
                Decided(
                    service: service, month: String(zone.date(at: decided).description.prefix(7)), outcome: try row[1],
                    language: try row[4],
                    days: Double((decided - submitted).components.seconds) / 86_400, answers: answers))
            return true
        }
    }

    /// What a service is counted by; by outcome and month where it does not say or is not in force any more.
    private func statistics(of service: String) -> [String] {
        let by = catalogue[service]?.service.statistics ?? []
        return by.isEmpty ? ["outcome", "month"] : by
    }

    /// Only what is chosen from a list is counted: free text might name people.
    private static func published(_ service: Service, _ answers: Answers, _ language: String) -> [(String, String)] {
        var found: [(String, String)] = service.statistics.contains("language") ? [("language", language)] : []
        for question in service.pages.flatMap(\.questions) where service.statistics.contains(question.name) {
            let answer = answers[question.name] ?? .null
            switch question.kind {
            case .yesNo:
                if !answer.isEmpty { found.append((question.name, answer.typed == "true" ? "yes" : answer.typed)) }
            case .choice(let choices, source: nil):
                if choices.contains(where: { $0.value == answer.typed }) { found.append((question.name, answer.typed)) }
            default: break
            }
        }
        return found
    }
}

extension Service {
    fileprivate var countsAnswers: Bool {
        statistics.contains { !["outcome", "month", "year", "district", "channel"].contains($0) }
    }
}
