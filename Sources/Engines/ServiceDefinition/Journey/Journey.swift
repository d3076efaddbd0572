import FEEL

/// The way of one applicant through a form: a pure function of the service, the facts and the answers.
///
///     let journey = Journey(service, answers: answers, facts: facts, language: "fr")
///     journey.next(after: "health")     // the page to show after this one
///     journey.errors(on: "health")      // what is wrong with its answers
///     journey.mayVisit("declaration")   // whether an address may be opened
///
/// No position is stored anywhere: "back", "next" and "may I be here" follow from the answers. Answers to questions that are not asked
/// are ignored. Whatever the answers are, there is a step to go to.
public struct Journey: Sendable {
    public let service: Service
    public let language: String
    /// The pages that this applicant meets, in order. It ends early where an eligibility rule already fails.
    public let pages: [Stop]
    /// Every eligibility rule with what became of it.
    public let rules: [RuleResult]
    /// What every name of the service means for this applicant.
    let values: [FEELValue]
    let moment: DateTime

    /// A page as this applicant meets it.
    public struct Stop: Sendable {
        /// Its place among the service's pages.
        public let index: Int
        public let page: Page
        public let questions: [Asked]
        /// Everything that must be answered is, without a mistake.
        public var isComplete: Bool { questions.allSatisfy { $0.errors.isEmpty } }
    }

    /// A question as this applicant meets it.
    public struct Asked: Sendable {
        public let question: Question
        public let answer: AnswerValue
        /// nil where it is empty or wrong.
        public let value: FEELValue?
        public let errors: [FieldError]

        public init(question: Question, answer: AnswerValue, value: FEELValue?, errors: [FieldError]) {
            (self.question, self.answer, self.value, self.errors) = (question, answer, value, errors)
        }
    }

    /// What is wrong with an answer.
    public struct FieldError: Sendable, Hashable {
        public var question: String
        /// The item of a group, from 0.
        public var item: Int?
        /// The group's question, or the part of an address, a person or a point.
        public var part: String?
        /// In the journey's language.
        public var message: String
        /// Nothing was answered: a hole that a draft may have.
        public var isMissing: Bool

        public init(question: String, item: Int? = nil, part: String? = nil, message: String, isMissing: Bool = false) {
            (self.question, self.item, self.part, self.message, self.isMissing) = (
                question, item, part, message, isMissing
            )
        }
    }

    public struct RuleResult: Sendable {
        public enum State: Sendable, Hashable { case fulfilled, failed, undecided }
        public let rule: Service.EligibilityRule
        public let state: State
        /// What it read: `licence.expires = 2026-08-01`.
        public let trace: [Named]
    }

    /// A name with its value, written in FEEL.
    public struct Named: Sendable, Hashable, Codable {
        public var name: String
        public var value: String
    }

    /// Where to go.
    public enum Step: Sendable, Hashable {
        case page(String)
        /// Everything is answered.
        case checkAnswers
        /// The rules that fail, by their names.
        case notEligible([String])
    }

    public init(_ service: Service, answers: Answers, facts: Facts, language: String? = nil) {
        self.init(service, answers: answers, facts: facts, language: language, stopsWhereRulesFail: true)
    }

    init(_ service: Service, answers: Answers, facts: Facts, language: String? = nil, stopsWhereRulesFail: Bool) {
        self.service = service
        self.language = language ?? service.language
        moment = facts.now
        var run = JourneyRun(service, answers, facts, self.language, stopsWhereRulesFail)
        run.walk()
        pages = run.stops
        rules = run.rules
        values = run.values
    }

    /// The rules that fail.
    public var failures: [RuleResult] { rules.filter { $0.state == .failed } }
    public var isEligible: Bool { !rules.contains { $0.state == .failed } }

    /// Whether the application can be submitted.
    public var isComplete: Bool {
        isEligible && !rules.contains { $0.state == .undecided } && pages.allSatisfy(\.isComplete)
    }

    public func stop(_ page: String) -> Stop? { pages.first { $0.page.name == page } }

    /// Where to begin or to go on: the first page with a hole or a mistake.
    public var current: Step {
        if let page = pages.first(where: { !$0.isComplete }) { return .page(page.page.name) }
        return end
    }

    /// What comes after the last page.
    private var end: Step { isEligible ? .checkAnswers : .notEligible(failures.map(\.rule.name)) }

    /// The step after a page, whether or not it is complete; from a page that is not on the way, `current`.
    public func next(after page: String) -> Step {
        guard let place = pages.firstIndex(where: { $0.page.name == page }) else { return current }
        return place + 1 < pages.count ? .page(pages[place + 1].page.name) : end
    }

    /// The page before; nil before the first.
    public func previous(before page: String) -> String? {
        guard let place = pages.firstIndex(where: { $0.page.name == page }), place > 0 else { return nil }
        return pages[place - 1].page.name
    }

    /// Whether a page is on this applicant's way, and everything before it is answered.
    public func mayVisit(_ page: String) -> Bool {
        for stop in pages {
            if stop.page.name == page { return true }
            if !stop.isComplete { return false }
        }
        return false
    }

    /// What is wrong with the answers of a page; none for a page that is not on the way.
    public func errors(on page: String) -> [FieldError] { stop(page)?.questions.flatMap(\.errors) ?? [] }

    /// Everything wrong, in order.
    public var errors: [FieldError] { pages.flatMap { $0.questions.flatMap(\.errors) } }

    /// The answers without those to questions that are not asked.
    public var relevantAnswers: Answers {
        Dictionary(pages.flatMap(\.questions).filter { !$0.answer.isEmpty }.map { ($0.question.name, $0.answer) }) {
            $1
        }
    }

    /// How far it has come: pages answered, and pages in all.
    public var progress: (done: Int, of: Int) { (pages.count { $0.isComplete }, pages.count) }

    /// What an expression would read under a name.
    public func value(_ name: String) -> FEELValue { service.names.slot(name).map { values[$0] } ?? .null }

    /// All values by name, such as a process wants them.
    public var context: FEELContext {
        FEELContext(
            zip(service.names.entries, values).filter { $0.0.position < Names.afterwards }.map { ($0.0.name, $0.1) })
    }

    func evaluation() -> Evaluation { Evaluation(now: moment, limits: .init(steps: 200_000)) }

    /// What should stand in a field before the person types.
    public func prefill(_ question: Question) -> AnswerValue? {
        guard let formula = question.prefill else { return nil }
        let value = formula.value(values, evaluation())
        return value.isNull ? nil : AnswerValue(value)
    }

    /// The facts that a page shows.
    public func facts(on page: Page) -> [(label: String, value: String, isRecord: Bool)] {
        let words = ValueWords(service, language)
        let evaluation = evaluation()
        return page.facts.map {
            ($0.label.in(language), words.text($0.value.value(values, evaluation), of: $0.value), $0.isRecord)
        }
    }

    /// What a rule read, in the words of the pages that show or ask it; what no page has words for is left out.
    public func readings(of rule: Service.EligibilityRule) -> [(label: String, value: String)] {
        let words = ValueWords(service, language)
        let facts = service.pages.flatMap(\.facts)
        let questions = service.pages.flatMap(\.questions)
        return rule.require.fields.compactMap { field in
            let value = field.value(values)
            if let fact = facts.first(where: { $0.value.isField(field.name) }) {
                return (fact.label.in(language), words.text(value, of: fact.value))
            }
            guard let question = questions.first(where: { $0.name == field.name }) else { return nil }
            return (question.label.in(language), words.text(value, labels: words.labels[question.name] ?? [:]))
        }
    }

    /// The choices of a question that this applicant has: value, label, hint.
    public func choices(of question: Question) -> [(value: String, label: String, hint: String?)] {
        let evaluation = evaluation()
        switch question.kind {
        case .choice(let choices, let source), .choices(let choices, let source):
            if let source {
                let words = ValueWords(service, language)
                guard case .list(let records) = source.list.value(values, evaluation) else { return [] }
                return records.compactMap { record in
                    guard case .context(let record) = record, let value = record[source.value] else { return nil }
                    let label = source.label.map { words.text(record[$0] ?? .null) }.filter { !$0.isEmpty }
                    return (value.description, label.joined(separator: " · "), nil)
                }
            }
            return choices.filter { $0.when?.isTrue(values, evaluation) ?? true }.map {
                ($0.value, $0.label.in(language), $0.hint?.in(language))
            }
        default: return []
        }
    }

    /// For "check your answers": every question asked, with its answer in words.
    public struct Line: Sendable, Hashable {
        public var page: String
        public var question: String
        public var label: String
        public var answer: String
        public var isMissing: Bool
    }

    public var summary: [Line] {
        let words = ValueWords(service, language)
        return pages.flatMap { stop in
            stop.questions.map { asked in
                // What comes from evidence is named as it was offered.
                var labels = words.labels[asked.question.name] ?? [:]
                if labels.isEmpty {
                    labels = Dictionary(choices(of: asked.question).map { ($0.value, $0.label) }) { $1 }
                }
                var text =
                    asked.value.map { words.text($0, labels: labels) }
                    ?? asked.answer.typed
                if case .file = asked.question.kind, case .list(let files)? = asked.value {
                    text = files.map {
                        if case .context(let file) = $0 { words.text(file["name"] ?? .null) } else { "" }
                    }.joined(separator: ", ")
                }
                return Line(
                    page: stop.page.name, question: asked.question.name, label: asked.question.label.in(language),
                    answer: text.isEmpty ? Phrases.word("not answered", language) : text,
                    isMissing: asked.answer.isEmpty)
            }
        }
    }
}

extension AnswerValue {
    /// A value of FEEL as an answer: dates in ISO 8601.
    public init(_ value: FEELValue) {
        switch value {
        case .null: self = .null
        case .boolean(let flag): self = .bool(flag)
        case .number(let number): self = .number(number.description)
        case .list(let items): self = .list(items.map { AnswerValue($0) })
        case .context(let context): self = .object(Dictionary(context.entries.map { ($0, AnswerValue($1)) }) { $1 })
        default: self = .text(value.description)
        }
    }
}
