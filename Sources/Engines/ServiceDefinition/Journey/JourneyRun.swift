import FEEL

/// One walk through a form: names get their values in the order in which they become known.
struct JourneyRun {
    private let service: Service
    private let answers: Answers
    private let language: String
    private let stops_: Bool
    private let evaluation: Evaluation
    private(set) var stops: [Journey.Stop] = []
    private(set) var rules: [Journey.RuleResult] = []
    private(set) var values: [FEELValue]
    /// Names whose values nobody knows yet: evidence not looked up, questions with a hole.
    private var isUnknown: [Bool]
    private var nextValue = 0
    private var isStopped = false

    init(_ service: Service, _ answers: Answers, _ facts: Facts, _ language: String, _ stops: Bool) {
        self.service = service
        self.answers = answers
        self.language = language
        stops_ = stops
        evaluation = Evaluation(now: facts.now, limits: .init(steps: 200_000))
        values = [FEELValue](repeating: .null, count: service.names.count)
        isUnknown = [Bool](repeating: false, count: service.names.count)
        set("applicant", facts.applicant.map { .context($0) })
        for evidence in service.evidence { set(evidence.name, facts.evidence[evidence.name]) }
    }

    private mutating func set(_ name: String, _ value: FEELValue?) {
        guard let slot = service.names.slot(name) else { return }
        values[slot] = value ?? .null
        isUnknown[slot] = value == nil
    }

    mutating func walk() {
        var position = 0
        compute(upTo: 0)
        var decided = 0
        judge(upTo: 0, &decided)
        for (index, page) in service.pages.enumerated() {
            if isStopped { break }
            guard page.when?.isTrue(values, evaluation) ?? true else {
                position += page.questions.count
                compute(upTo: position)
                continue
            }
            var asked: [Journey.Asked] = []
            for question in page.questions {
                position += 1
                if question.when?.isTrue(values, evaluation) ?? true { asked.append(ask(question)) }
                compute(upTo: position)
            }
            if !asked.isEmpty || page.questions.isEmpty {
                stops.append(.init(index: index, page: page, questions: asked))
            }
            judge(upTo: position, &decided)
        }
        judge(upTo: .max, &decided)
    }

    /// Values are in the order of their declaration; one that needs more than is known yet waits, and those after it are tried.
    private mutating func compute(upTo position: Int) {
        for value in service.values where value.position <= position && (value.position > computed || computed < 0) {
            guard let slot = service.names.slot(value.name) else { continue }
            values[slot] = service.value(of: value.source, values, evaluation)
            isUnknown[slot] = service.reads(value.source).contains { isUnknown[$0] } && values[slot].isNull
        }
        computed = position
    }
    private var computed = -1

    private mutating func judge(upTo position: Int, _ decided: inout Int) {
        for rule in service.eligibility where rule.position <= position && rule.position >= decided {
            let value = rule.require.value(values, evaluation)
            var state: Journey.RuleResult.State = .failed
            if case .boolean(true) = value { state = .fulfilled }
            // Not having asked yet is no failure; neither is a null that comes from a hole.
            if state == .failed, rule.require.places.contains(where: { isUnknown[$0] }) { state = .undecided }
            if state == .failed && stops_ { isStopped = true }
            rules.append(.init(rule: rule, state: state, trace: trace(rule.require)))
        }
        decided = position == .max ? .max : max(decided, position + 1)
    }

    private func trace(_ formula: Formula) -> [Journey.Named] {
        formula.fields.map { .init(name: $0.name, value: $0.value(values).literal) }
    }

    // MARK: Questions

    private mutating func ask(_ question: Question) -> Journey.Asked {
        let answer = answers[question.name] ?? .null
        guard let slot = service.names.slot(question.name) else {
            return .init(question: question, answer: answer, value: nil, errors: [])
        }
        if answer.isEmpty && !isDeclined(question, answer) {
            if question.isRequired {
                isUnknown[slot] = true
                return .init(question: question, answer: answer, value: nil, errors: [missing(question)])
            }
            if case .group = question.kind { values[slot] = .list([]) }
            return .init(question: question, answer: answer, value: nil, errors: [])
        }
        let (value, errors) = read(question, answer)
        guard let value, errors.isEmpty else {
            isUnknown[slot] = true
            return .init(question: question, answer: answer, value: nil, errors: errors)
        }
        values[slot] = value
        for check in question.checks where !check.require.isTrue(values, evaluation) {
            isUnknown[slot] = true
            return .init(
                question: question, answer: answer, value: value,
                errors: [.init(question: question.name, message: check.otherwise.in(language))])
        }
        return .init(question: question, answer: answer, value: value, errors: [])
    }

    /// An empty list is an answer to "which children?" where none are needed.
    private func isDeclined(_ question: Question, _ answer: AnswerValue) -> Bool {
        if case .group(_, let least, _, _) = question.kind, least == 0, case .list = answer { return true }
        return false
    }

    private func missing(_ question: Question, _ item: Int? = nil, _ part: String? = nil, of group: String? = nil)
        -> Journey.FieldError
    {
        let key =
            switch question.kind {
            case .choice, .choices, .yesNo: "missing choice"
            case .file: "missing file"
            case .declaration: "missing declaration"
            default: "missing"
            }
        let words = question.missing?.in(language) ?? Phrases.word(key, language)
        return .init(question: group ?? question.name, item: item, part: part, message: words, isMissing: true)
    }

    private mutating func read(_ question: Question, _ answer: AnswerValue) -> (FEELValue?, [Journey.FieldError]) {
        if case .group(let parts, let least, let most, _) = question.kind {
            return group(question, parts, least, most, answer)
        }
        switch AnswerReader.read(answer, question.kind) {
        case .value(let value):
            if !isOffered(value, question) {
                return (nil, [.init(question: question.name, message: Phrases.word("choice", language))])
            }
            return (value, [])
        case .wrong(let key, let argument, let part):
            return (nil, [.init(question: question.name, part: part, message: Phrases.word(key, language, argument))])
        }
    }

    /// Choices with conditions, and those that come from evidence.
    private func isOffered(_ value: FEELValue, _ question: Question) -> Bool {
        switch question.kind {
        case .choice(let choices, let source), .choices(let choices, let source):
            var chosen: [FEELValue] = [value]
            if case .list(let list) = value { chosen = list }
            if let source {
                guard case .list(let records) = source.list.value(values, evaluation) else { return false }
                return chosen.allSatisfy { value in
                    records.contains {
                        if case .context(let record) = $0 {
                            record[source.value]?.description == value.description
                        } else {
                            false
                        }
                    }
                }
            }
            return chosen.allSatisfy { value in
                choices.first { .string($0.value) == value }?.when?.isTrue(values, evaluation) ?? true
            }
        default: return true
        }
    }

    private mutating func group(
        _ question: Question, _ parts: [Question], _ least: Int, _ most: Int, _ answer: AnswerValue
    ) -> (FEELValue?, [Journey.FieldError]) {
        guard case .list(let items) = answer else {
            return (nil, [.init(question: question.name, message: Phrases.word("shape", language))])
        }
        if items.count < least {
            return (nil, [.init(question: question.name, message: Phrases.word("least", language, "\(least)"))])
        }
        if items.count > most {
            return (nil, [.init(question: question.name, message: Phrases.word("most", language, "\(most)"))])
        }
        var errors: [Journey.FieldError] = []
        var records: [FEELValue] = []
        for (index, item) in items.enumerated() {
            var record = FEELContext()
            for part in parts {
                let answer = item[part.name]
                record[part.name] = .null
                if answer.isEmpty {
                    if part.isRequired { errors.append(missing(part, index, part.name, of: question.name)) }
                    continue
                }
                switch AnswerReader.read(answer, part.kind) {
                case .value(let value): record[part.name] = value
                case .wrong(let key, let argument, _):
                    errors.append(
                        .init(
                            question: question.name, item: index, part: part.name,
                            message: Phrases.word(key, language, argument)))
                }
            }
            records.append(.context(record))
        }
        return errors.isEmpty ? (.list(records), []) : (nil, errors)
    }
}
