import Base
import BuildingBlock
import FEEL
import Journal
import ServiceDefinition
import Web

/// The words of pages in one language.
struct ServiceWords: PageWords {
    static let block = "citizen-services"
    let platform: Platform
    let language: Language

    init(_ desk: ServicesDesk, in language: Language) { (platform, self.language) = (desk.platform, language) }

    func of(_ wording: Wording) -> String { wording.in(language.rawValue) }

    /// Who applies: the name of an organisation; the person where there is none.
    func applicant(_ facts: CaseFacts, _ organisation: Identifier<Act.Party>?) -> String {
        guard organisation != nil, case .string(let name)? = facts.applicantName else { return self("for-yourself") }
        return name
    }

    /// The question for whom somebody applies, where there is a choice.
    func forWhom(
        _ service: Service, _ person: String, _ organisations: [RepresentedOrganisation], isUnchosen: Bool = false
    ) -> [any Field] {
        let own = service.applicant == .organisation ? [] : [UI.Choice("", person, isChosen: true)]
        let others = organisations.map { UI.Choice($0.party.description, $0.name) }
        guard own.count + others.count > 1 else { return [] }
        let problem = isUnchosen ? self("missing-organisation") : nil
        return [UI.Choices(UI.Question("organisation", self("applying-for"), error: problem), own + others)]
    }

    func topic(_ key: String) -> String {
        platform.texts.contains("citizen-services.topic.\(key)")
            ? self("topic.\(key)") : key.prefix(1).uppercased() + key.dropFirst()
    }

    func tag(_ status: CaseStatus) -> UI.Tag {
        let text = self("status.\(status.rawValue)")
        return switch status {
        case .waitingForPayment, .waitingForApplicant: UI.Tag(text, .warning)
        case .received, .proposed, .appealed: UI.Tag(text, .notice)
        case .approved: UI.Tag(text, .done)
        case .refused, .withdrawn, .lapsed, .upheld: UI.Tag(text)
        }
    }

    /// The last day of a term.
    func lastDay(_ end: Instant) -> UI.Moment { day(end - .microseconds(1)) }

    /// How much of a term is left: "9 working days left".
    func remaining(_ due: Instant, to now: Instant) -> String {
        let calendar = jurisdiction.calendar
        let days = calendar.workingDays(
            from: calendar.zone.date(at: now), to: calendar.zone.date(at: due - .microseconds(1)))
        return due < now
            ? self("days-late", ["count": .number(Int64(max(1, -days)))])
            : self("days-left", ["count": .number(Int64(days))])
    }

    /// The words of a decision of a service.
    func decision(_ key: String?, _ service: Service) -> String? { key.flatMap(service.decision).map { of($0.title) } }

    func reasons(_ one: ServiceCase, _ service: Service) -> [String] {
        let decision = one.decision.flatMap(service.decision)
        let known = one.reasons.compactMap { key in decision?.reasons.first { $0.key == key }.map { of($0.words) } }
        return known + (one.explanation.isEmpty ? [] : lines(one.explanation))
    }

    func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }
    }
}

/// The addresses of this block's pages.
enum ServiceLinks {
    static let list = "/services"
    static let mine = "/account/cases"
    static let queue = "/office/cases"
    static let appeals = "/office/appeals"
    static let counters = "/office/counter"
    static func counter(_ party: Identifier<Act.Party>) -> String { "\(counters)/\(party)" }
    static func service(_ key: String) -> String { "/services/\(key)" }
    static func check(_ key: String) -> String { "/services/\(key)/check" }
    static func apply(_ key: String) -> String { "/services/\(key)/apply" }
    static func draft(_ id: Identifier<ServiceCase>) -> String { "/apply/\(id)" }
    static func page(_ id: Identifier<ServiceCase>, _ page: String) -> String { "/apply/\(id)/\(page)" }
    static func office(_ id: Identifier<ServiceCase>) -> String { "\(queue)/\(id)" }
    static func appeal(_ id: Identifier<ServiceCase>) -> String { "\(appeals)/\(id)" }
}
