import Base
import BuildingBlock
import FEEL
import Journal
import ServiceDefinition
import Store
import Web

/// What is due soon for whoever asks. Registers are looked into only when the person presses the button, as themselves, and each look is
/// recorded like any other; nothing is kept.
struct DuePages: Sendable {
    let desk: ServicesDesk
    static let address = "/account/due"

    func declare(in routes: inout Routes) {
        routes.get(person: Self.address) { call in
            let words = ServiceWords(desk, in: call.language)
            let ask = UI.Form(
                action: Self.address, fields: [], buttons: [UI.Button(words("due-soon-button"), icon: .calendar)])
            return .page(
                UI.PartsPage(title: words("due-soon"), introduction: [words("due-soon-ask")], parts: [ask]).page())
        }
        routes.post(person: Self.address) { call in
            let words = ServiceWords(desk, in: call.language)
            let (due, isWhole, isAssured) = try await desk.dueSoon(
                of: Identifier(call.caller.account), at: call.now, in: call.language)
            var parts: [any Component] = isWhole ? [] : [UI.Notice(.warning, words("due-soon-failed"))]
            if !isAssured {
                parts.append(UI.Notice(.warning, words("assurance.title"), [words("assurance.due")]))
            }
            if due.isEmpty, isAssured {
                parts.append(UI.EmptyState(.check, words("due-soon-none"), words("due-soon-none-text")))
            } else if !due.isEmpty {
                parts.append(UI.ServiceCards(due.map { card($0.service, $0.due, words) }))
            }
            return .page(
                UI.PartsPage(title: words("due-soon"), introduction: [words("due-soon-lead")], parts: parts).page())
        }
    }

    private func card(_ service: Service, _ due: Journey.Due, _ words: ServiceWords) -> UI.ServiceCard {
        let left = due.inDays == 0 ? words("today") : words("days-to-go", ["count": .number(Int64(due.inDays))])
        let day = LocalDate(due.day.description).map { words.format.date($0) } ?? due.day.description
        return UI.ServiceCard(
            words.of(due.item.words), ServiceLinks.service(service.key), text: words.of(service.title), facts: [day],
            tag: due.inDays < 0
                ? UI.Tag(words("overdue"), .problem) : UI.Tag(left, due.inDays <= 14 ? .warning : .notice),
            icon: .calendar)
    }
}

extension ServicesDesk {
    /// What registers say ends soon for a person, the first first; whether every register could be asked; and whether it is sure enough
    /// who the person is for all of it: what a service would not look up for an application is not looked up here.
    public func dueSoon(
        of party: Identifier<Act.Party>, at now: Instant, in language: Language
    ) async throws -> (due: [(service: Service, due: Journey.Due)], isWhole: Bool, isAssured: Bool) {
        let services = catalogue.entries.map(\.service).filter { !$0.dueSoon.isEmpty && $0.applicant != .organisation }
        if services.isEmpty { return ([], true, true) }
        let purpose = words("due-soon-purpose")(in: jurisdiction.languages.first ?? .english)
        return try await database.write { transaction in
            let applicant = try applicant(party, transaction)
            let mine = services.filter { isAssured(applicant, for: $0) }
            // What several services want to know is looked up once.
            var found: [String: FEELValue] = [:]
            var isWhole = true
            var due: [(service: Service, due: Journey.Due)] = []
            for service in mine {
                var evidence: [String: FEELValue] = [:]
                for item in service.evidenceForDueSoon {
                    let key = "\(item.registry) \(item.condition) \(item.isMany)"
                    if found[key] == nil {
                        found[key] = try ports.evidence(
                            EvidenceLook(
                                evidence: item, applicant: applicant, known: evidence, party: party, viewer: party,
                                agency: agency(of: service),
                                purpose: purpose, application: "", now: now), transaction)
                    }
                    evidence[item.name] = found[key]
                    if found[key] == nil { isWhole = false }
                }
                let journey = Journey(
                    service, answers: [:],
                    facts: Facts(applicant: applicant, evidence: evidence, now: platform.dateTime(now)),
                    language: language.rawValue)
                due += journey.dueSoon.map { (service, $0) }
            }
            return (due.sorted { $0.due.inDays < $1.due.inDays }, isWhole, mine.count == services.count)
        }
    }
}

extension Service {
    /// The evidence that must be looked up to tell what is due: no more than that.
    var evidenceForDueSoon: [Evidence] {
        let read = Set(dueSoon.flatMap { $0.date.reads + ($0.when?.reads ?? []) })
        // A value may depend on any of it.
        return values.contains { read.contains($0.name) } ? evidence : evidence.filter { read.contains($0.name) }
    }
}
