import DMN
import FEEL

/// Applicants and answers that between them reach every side of every condition: the values in the conditions, and those just beside them.
struct Sampling {
    private let service: Service
    private let today: CalendarDate
    let moment: DateTime
    /// What varies: questions by name, and fields of evidence or applicant as `licence.expires`.
    private var pools: [String: [FEELValue]] = [:]
    private(set) var order: [String] = []
    /// The size of all combinations; nil where there are too many.
    private(set) var size: Int?

    /// What varies in ways that are not tried: records of a list, choices that come from evidence. Nothing is proved then.
    private(set) var isOpen = false

    static let most = 4096

    /// - Parameter formulas: the conditions to be examined; what they depend on is found from them.
    init(_ service: Service, _ formulas: [Formula], now: DateTime) {
        self.service = service
        moment = now
        today = now.date
        var seen: Set<String> = []
        var waiting = formulas
        while let formula = waiting.popLast() {
            for field in formula.fields { waiting += visit(field, &seen) }
            literals(formula)
        }
        for name in order { pools[name] = pool(name) }
        var product = 1
        for name in order {
            product *= max(1, pools[name]?.count ?? 1)
            if product > Sampling.most {
                size = nil
                return
            }
        }
        size = product
    }

    private var constants: [FEELValue] = []
    private var durations: [FEELValue] = []

    private mutating func literals(_ formula: Formula) {
        func walk(_ syntax: Syntax) {
            if let value = syntax.constant {
                switch value {
                case .days, .months: durations.append(value)
                case .number, .string, .date: constants.append(value)
                case .list(let items): constants += items
                case .range(let range): constants += [range.start, range.end]
                default: break
                }
            }
            for child in syntax.children { walk(child) }
        }
        walk(formula.syntax)
    }

    /// Adds a name; gives the formulas on which it depends in turn.
    private mutating func visit(_ field: FormulaField, _ seen: inout Set<String>)
        -> [Formula]
    {
        let root = service.names.entries[field.place].name
        let key = field.path.isEmpty || question(root) != nil ? root : "\(root).\(field.path[0])"
        guard seen.insert(key).inserted else { return [] }
        if let value = service.values.first(where: { $0.name == root }) {
            switch value.source {
            case .formula(let formula): return [formula]
            case .decision(let call):
                if let model = service.models[call.file] { tableValues(model) }
                return call.inputs.map(\.value)
            }
        }
        if key != root || !order.contains(root) { order.append(key) }
        if let evidence = service.evidence.first(where: { $0.name == root }) {
            isOpen = isOpen || evidence.isMany
            // Whether there is a record at all varies too, and comes first.
            if key != root, !evidence.isMany, seen.insert(root).inserted { order.insert(root, at: 0) }
        }
        guard let (page, question) = question(root) else { return [] }
        var offered: [Formula] = []
        switch question.kind {
        case .choice(let choices, let source), .choices(let choices, let source):
            isOpen = isOpen || source != nil
            // What is offered to nobody can be chosen by nobody.
            offered = choices.compactMap(\.when)
        case .group, .personDetails, .address, .mapPoint: isOpen = true
        default: break
        }
        return [page.when, question.when].compactMap { $0 } + offered
    }

    private mutating func tableValues(_ model: DecisionModel) {
        for decision in model.definitions.decisions {
            guard case .table(let table)? = decision.logic?.body else { continue }
            for test in table.rules.flatMap(\.tests) {
                for number in test.split(whereSeparator: { !($0.isNumber || $0 == ".") }).compactMap({
                    Decimal128(String($0))
                }) { constants.append(.number(number)) }
                let quoted = test.split(separator: "\"", omittingEmptySubsequences: false)
                for index in stride(from: 1, to: quoted.count, by: 2) {
                    constants.append(.string(String(quoted[index])))
                }
            }
        }
    }

    private func question(_ name: String) -> (Page, Question)? {
        for page in service.pages {
            if let question = page.questions.first(where: { $0.name == name }) { return (page, question) }
        }
        return nil
    }

    private func pool(_ key: String) -> [FEELValue] {
        if let (_, question) = question(key) {
            switch question.kind {
            case .choice(let choices, _) where !choices.isEmpty: return choices.map { .string($0.value) } + [.null]
            case .choices(let choices, _) where !choices.isEmpty:
                return [.null, .list(choices.map { .string($0.value) })] + choices.map { .list([.string($0.value)]) }
            case .yesNo: return [true, false, .null]
            case .declaration: return [true]
            case .group: return [.list([])]
            case .file: return [.null, .list([.context(["name": "a.pdf", "size": 1])])]
            default: break
            }
        }
        // A record that is there, or none.
        if service.evidence.contains(where: { $0.name == key }) { return [true, .null] }
        if case .list = type(key).resolved {
            let texts = constants.filter { if case .string = $0 { true } else { false } }
            return [.null, .list([]), .list(texts)] + texts.map { .list([$0]) }
        }
        return samples(type(key))
    }

    private func type(_ key: String) -> FEELType {
        let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
        let root = service.names[parts[0]]?.type ?? .any
        guard parts.count == 2, case .context(let fields) = root.resolved else { return root }
        return fields.first { $0.name == parts[1] }?.type ?? .any
    }

    private func samples(_ type: FEELType) -> [FEELValue] {
        var found: [FEELValue] = [.null]
        func add(_ value: FEELValue) { if !found.contains(value) { found.append(value) } }
        let isAny = if case .any = type.resolved { true } else { false }
        func wants(_ value: FEELValue) -> Bool { isAny || type.resolved.contains(value) }
        for constant in constants.prefix(40) {
            switch constant {
            case .number(let number) where wants(constant):
                for step in [-1, 0, 1] { if let value = number + Decimal128(step) { add(.number(value)) } }
            case .date(let date) where wants(constant):
                for step in [-1, 0, 1] { if let value = date.adding(days: step) { add(.date(value)) } }
            case .string where wants(constant): add(constant)
            default: break
            }
        }
        if wants(.date(today)) {
            for shift in [CalendarDate?](arrayLiteral: today) + durations.prefix(12).flatMap({ shifted($0) }) {
                guard let shift else { continue }
                for step in [-1, 0, 1] { if let value = shift.adding(days: step) { add(.date(value)) } }
            }
            for days in [-36500, -400, 400, 36500] { if let value = today.adding(days: days) { add(.date(value)) } }
        }
        if wants(0) { for value in [0, 1, 1_000_000] { add(.number(value)) } }
        if wants("other") { add("other") }
        if wants(true) { for value in [true, false] { add(.boolean(value)) } }
        return found
    }

    private func shifted(_ duration: FEELValue) -> [CalendarDate?] {
        switch duration {
        case .days(let days): [today.adding(days: days.second / 86_400), today.adding(days: -days.second / 86_400)]
        case .months(let months): [today.adding(months: months.months), today.adding(months: -months.months)]
        default: []
        }
    }

    /// Calls for every combination, or for many drawn by lot; stops where it gives false.
    func each(_ body: (Answers, Facts) -> Bool) {
        if let size {
            for number in 0..<size {
                var rest = number
                let (answers, facts) = make { count in
                    defer { rest /= count }
                    return rest % count
                }
                if !body(answers, facts) { return }
            }
            return
        }
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        for _ in 0..<Sampling.most {
            let (answers, facts) = make { count in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int((state >> 33) % UInt64(count))
            }
            if !body(answers, facts) { return }
        }
    }

    private func make(_ pick: (Int) -> Int) -> (Answers, Facts) {
        var answers: Answers = [:]
        var facts = Facts(
            applicant: [
                "id": "sample", "kind": .string(service.applicant == .organisation ? "organisation" : "person"),
            ], now: moment)
        for evidence in service.evidence { facts.evidence[evidence.name] = evidence.isMany ? .list([]) : .context([:]) }
        for key in order {
            guard let pool = pools[key], !pool.isEmpty else { continue }
            let value = pool[pick(pool.count)]
            let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
            if question(parts[0]) != nil {
                answers[key] = AnswerValue(value)
            } else if parts[0] == "applicant", parts.count == 2 {
                facts.applicant?[parts[1]] = value
            } else if let evidence = service.evidence.first(where: { $0.name == parts[0] }) {
                if parts.count == 1 {
                    if value.isNull { facts.evidence[parts[0]] = evidence.isMany ? .list([]) : .null }
                } else {
                    var record = FEELContext()
                    if case .context(let known)? = facts.evidence[parts[0]] { record = known } else { continue }
                    record[parts[1]] = value
                    facts.evidence[parts[0]] = .context(record)
                }
            }
        }
        return (answers, facts)
    }
}
