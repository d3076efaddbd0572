import Base
import BuildingBlock
import DMN
import FEEL
import ServiceDefinition
import Web

/// What one example applicant meets, in one language of the service: the pages with the answers, the fee, every rule, the outcome, letters.
struct DefinitionPreview {
    let desk: ServicesDesk
    let service: Service
    let language: String
    /// The words of the officer who looks.
    let words: ServiceWords

    /// The words of the applicant.
    private var own: ServiceWords { ServiceWords(desk, in: Language(rawValue: language) ?? words.language) }

    private var reasons: ReasonsTable { ReasonsTable(desk: desk, words: words, own: own) }

    func parts(_ example: Example) -> [any Component] {
        let journey = Journey(service, answers: example.answers, facts: example.facts, language: language)
        let result = service.run(example)
        var parts: [any Component] = [UI.Heading(example.name)]
        parts.append(
            result.passed
                ? UI.Notice(.done, words("design.passes"))
                : UI.Notice(.problem, words("design.fails"), result.differences))
        for failure in journey.failures {
            parts.append(UI.Notice(.warning, own("not-for-you"), [own.of(failure.rule.otherwise)]))
        }
        for stop in journey.pages { parts.append(page(stop, journey)) }
        parts += charge(journey)
        parts += [UI.Heading(words("rules")), rules(journey)]
        parts += outcome(example, journey)
        return parts
    }

    private func page(_ stop: Journey.Stop, _ journey: Journey) -> PreviewPage {
        let facts = journey.facts(on: stop.page)
        return PreviewPage(
            name: stop.page.name, title: own.of(stop.page.title), language: own.language,
            introduction: stop.page.intro.map { [own.of($0)] } ?? [],
            facts: facts.isEmpty
                ? nil
                : UI.SummaryList(
                    facts.map {
                        UI.SummaryRow(
                            $0.label, $0.value, source: own($0.isRecord ? "from-register-source" : "calculated"))
                    }),
            fields: AnswerForm(own).fields(stop.questions, journey, [:], showsErrors: true))
    }

    private func charge(_ journey: Journey) -> [any Component] {
        guard service.fee != nil else { return [] }
        let charge = service.charge(journey, traced: true)
        var rows = reasons.lines(charge)
        let total = desk.money(charge.total).map(own.format.money) ?? ""
        rows.append(UI.SummaryRow(own("fee-total"), charge.isUndecided ? own("fee-undecided") : total))
        return [UI.Heading(words("fee")), UI.SummaryList(rows)]
    }

    private func rules(_ journey: Journey) -> UI.Table {
        let values = service.values.map { value in
            UI.Row([UI.Cell(value.name), UI.Cell(journey.value(value.name).literal), UI.Cell("")])
        }
        return reasons.rules(journey, values: values)
    }

    private func outcome(_ example: Example, _ journey: Journey) -> [any Component] {
        let outcome = service.outcome(journey)
        let title =
            service.decision(outcome).map { own.of($0.title) }
            ?? words("design.outcome.\(outcome.replacing(" ", with: "-"))")
        var parts: [any Component] = [UI.Heading(words("design.outcome")), UI.Paragraphs([title])]
        for step in service.proposed(journey)?.trace?.steps ?? [] {
            parts.append(
                UI.Paragraphs(
                    ["\(step.name): " + step.inputs.map { "\($0.name) = \($0.value)" }.joined(separator: "; ")],
                    isSmall: true))
        }
        let after = service.afterwards(example, journey)
        guard journey.isComplete, let decision = service.decision(after.decision) else { return parts }
        for write in service.writes(journey, after) {
            parts.append(
                UI.SummaryList(
                    title: "\(words("design.writes")): \(write.write.registry)",
                    write.fields.map { UI.SummaryRow($0.name, $0.value.literal) }))
        }
        var letters = service.messages
        if let letter = decision.letter.flatMap(service.letter) { letters.append(letter) }
        if decision.isApproval, let certificate = service.certificate { letters.append(certificate) }
        for letter in letters {
            let text = service.text(letter, journey, after, language: language)
            parts.append(
                UI.Fold(
                    "\(letter.name): \(text.title)", [UI.Paragraphs(own.lines(text.text), language: language)],
                    isOpen: true))
        }
        return parts
    }
}

/// A page of the form as an applicant meets it, with fields that cannot be used.
struct PreviewPage: Component {
    static let partial = "citizen-services/preview-page"
    var name: String
    var title: String
    var language: Language
    var introduction: [String]
    var facts: UI.SummaryList?
    var fields: [any Field]

    func member(_ key: String) -> Any? {
        switch key {
        case "name": name
        case "title": title
        case "language": language.rawValue
        case "direction": language.isRightToLeft ? "rtl" : "ltr"
        case "introduction": introduction
        case "facts": facts.orAbsent
        case "fields": fields
        default: nil
        }
    }
}
