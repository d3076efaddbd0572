import FEEL

extension Reader {
    private static let questionKeys = [
        "question", "type", "label", "hint", "when", "required", "optional", "validation", "check", "prefill",
        "missing", "longest", "accept",
        "largest", "most", "least", "choices", "questions", "item", "from", "to",
    ]
    private static let kinds = [
        "text", "long text", "number", "integer", "money", "date", "yes-no", "choice", "choices", "file", "address",
        "e-mail", "phone",
        "person details", "map point", "group", "declaration",
    ]

    func readPages(_ item: Item?, _ service: inout Service) {
        guard let item else {
            mistake("'pages' is missing: what is asked", 1)
            return
        }
        var position = 0
        for (index, item) in item.items.enumerated() {
            let keys = section(item, "page \(index + 1)", ["page", "title", "intro", "when", "questions", "shows"])
            let name = plain(keys["page"], "page") ?? "page-\(index + 1)"
            if keys["page"] == nil {
                mistake("page \(index + 1): 'page' is missing: its name, such as health", item.line)
            }
            if service.pages.contains(where: { $0.name == name }) {
                mistake("there are two pages '\(name)'", item.line)
            }
            if !name.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
                || name.isEmpty
            {
                mistake(
                    "page '\(name.shortened)': its name stands in addresses; use small letters, digits and hyphens",
                    keys["page"]?.line ?? item.line)
            }
            let path = "pages.\(name)"
            let found = Reader.questions(keys["questions"])
            if found.isEmpty && keys["shows"] == nil { mistake("page \(name) asks nothing", item.line) }
            let when = formula(keys["when"], "page \(name): when", .condition, limit: position)
            let title = wording(keys["title"], "\(path).title")
            var questions: [Question] = []
            for (questionName, line, value) in found {
                position += 1
                if let question = question(questionName, value, "\(path).\(questionName)", line, position) {
                    questions.append(question)
                }
            }
            if title == nil && keys["title"] == nil && questions.count != 1 {
                mistake("page \(name): 'title' is missing", item.line)
            }
            service.pages.append(
                Page(
                    name: name, title: title ?? questions.first?.label ?? Wording(name),
                    intro: wording(keys["intro"], "\(path).intro"), when: when,
                    questions: questions, facts: facts(keys["shows"], path, position), line: item.line))
        }
        if service.pages.isEmpty { mistake("there are no pages", item.line) }
    }

    private func facts(_ item: Item?, _ path: String, _ limit: Int) -> [Page.Fact] {
        (item?.items ?? []).flatMap { item in
            item.members.compactMap { label, line, value in
                guard let formula = formula(value, "\(path): shows", limit: limit) else { return nil }
                // `- Your licence: licence.number`: the key is the label.
                let words = wording(Item(.scalar(label), line: line), "\(path).shows.\(label)") ?? Wording(label)
                return Page.Fact(label: words, value: formula)
            }
        }
    }

    private func question(
        _ name: String, _ item: Item, _ path: String, _ line: Int, _ position: Int, inGroup: Bool = false
    ) -> Question? {
        let about = "question \(name)"
        var keys: [String: Item] = [:]
        if item.text == nil { keys = section(item, about, Reader.questionKeys) }
        let label = wording(keys["label"], "\(path).label")
        if label == nil && keys["label"] == nil {
            mistake("\(about): 'label' is missing: the question as people read it", line)
        }
        guard let kind = kind(name, item, keys, path, line, position) else { return nil }
        let when = inGroup ? nil : formula(keys["when"], "\(about): when", .condition, limit: position - 1)
        if inGroup, let when = keys["when"] { mistake("\(about): a question of a group cannot have 'when'", when.line) }
        let isRequired = flag(
            keys["required"], "\(about): required",
            default: !flag(keys["optional"], "\(about): optional", default: false))
        var checks: [Question.Check] = []
        for (index, check) in (keys["validation"] ?? keys["check"]).map(\.items)?.enumerated() ?? [].enumerated() {
            let parts = section(check, "\(about): validation", ["require", "otherwise"])
            if parts["require"] == nil { mistake("\(about): validation: 'require' is missing", check.line) }
            if parts["otherwise"] == nil {
                mistake("\(about): validation: 'otherwise' is missing: what someone is told who breaks it", check.line)
            }
            let words = wording(parts["otherwise"], "\(path).validation.\(index + 1)")
            if let formula = formula(parts["require"], "\(about): validation", .condition, limit: position) {
                checks.append(.init(require: formula, otherwise: words ?? Wording("")))
            }
        }
        return Question(
            name: name, kind: kind, label: label ?? Wording(name), hint: wording(keys["hint"], "\(path).hint"),
            when: when, isRequired: isRequired,
            checks: checks, prefill: formula(keys["prefill"], "\(about): prefill", limit: position - 1),
            missing: wording(keys["missing"], "\(path).missing"), line: line)
    }

    private func kind(
        _ name: String, _ item: Item, _ keys: [String: Item], _ path: String, _ line: Int, _ position: Int
    ) -> Question.Kind? {
        let about = "question \(name)"
        let longest = number(keys["longest"], "\(about): longest", in: 1...100_000)
        switch Reader.kind(of: item) {
        case "text": return .text(longest: longest)
        case "longtext": return .longText(longest: longest)
        case "number": return .number
        case "integer": return .integer
        case "money": return .money
        case "date": return .date
        case "yesno": return .yesNo
        case "choice", "choices":
            let (choices, source) = choices(keys["choices"], about, path, line, position)
            return Reader.kind(of: item) == "choice"
                ? .choice(choices, source: source) : .choices(choices, source: source)
        case "file":
            return .file(
                accept: texts(keys["accept"], "\(about): accept").map { $0.lowercased().replacing(".", with: "") },
                largest: size(keys["largest"], about),
                most: number(keys["most"], "\(about): most", in: 1...100) ?? 1)
        case "address": return .address
        case "email": return .email
        case "phone": return .phone
        case "persondetails": return .personDetails
        case "mappoint": return .mapPoint
        case "group":
            let parts = Reader.questions(keys["questions"])
            if parts.isEmpty { mistake("\(about): a group needs 'questions'", line) }
            let questions = parts.compactMap {
                question($0.name, $0.value, "\(path).\($0.name)", $0.line, position, inGroup: true)
            }
            for part in questions {
                if case .group = part.kind { mistake("\(about): a group cannot hold a group", part.line) }
            }
            return .group(
                questions, least: number(keys["least"], "\(about): least", in: 0...1000) ?? 0,
                most: number(keys["most"], "\(about): most", in: 1...1000) ?? 100,
                item: wording(keys["item"], "\(path).item"))
        case "declaration": return .declaration
        default:
            let typed = item.text ?? item.member("type")?.text ?? ""
            mistake(
                "\(about): there is no kind of question '\(typed.shortened)'"
                    + or(didYouMean(typed, Reader.kinds), "; known are \(list(Reader.kinds))"),
                item.member("type")?.line ?? line)
            return nil
        }
    }

    private func choices(_ item: Item?, _ about: String, _ path: String, _ line: Int, _ position: Int) -> (
        [Question.Choice], Question.ChoiceSource?
    ) {
        guard let item, !item.isNull else {
            mistake("\(about): 'choices' is missing", line)
            return ([], nil)
        }
        if item.member("from") != nil { return ([], choiceSource(item, about, position)) }
        var choices: [Question.Choice] = []
        func add(_ value: String, _ content: Item, _ line: Int) {
            if choices.contains(where: { $0.value == value }) {
                mistake("\(about): there are two choices '\(value)'", line)
            }
            let path = "\(path).choices.\(value)"
            var choice = Question.Choice(value: value, label: Wording(value))
            if let label = content.member("label") {
                let keys = section(content, "\(about), choice \(value)", ["value", "label", "hint", "when"])
                choice.label = wording(label, path) ?? choice.label
                choice.hint = wording(keys["hint"], "\(path).hint")
                choice.when = formula(keys["when"], "\(about), choice \(value): when", .condition, limit: position - 1)
            } else {
                choice.label = wording(content, path) ?? choice.label
            }
            choices.append(choice)
        }
        for entry in item.items {
            if let text = entry.text {
                add(text, entry, entry.line)
            } else if let value = entry.member("value")?.text {
                add(value, entry, entry.line)
            } else {
                for (value, line, content) in entry.members { add(value, content, line) }
            }
        }
        if choices.count < 2 { mistake("\(about): a choice needs at least two choices", item.line) }
        return (choices, nil)
    }

    /// `{ from: vehicles, value: plate, label: [plate, make] }`
    private func choiceSource(_ item: Item, _ about: String, _ position: Int) -> Question.ChoiceSource? {
        let keys = section(item, "\(about): choices", ["from", "value", "label"])
        guard let list = formula(keys["from"], "\(about): choices from", .list, limit: position - 1) else { return nil }
        guard let value = plain(keys["value"], "\(about): choices: value") else {
            if keys["value"] == nil {
                mistake("\(about): choices: 'value' is missing: the field that is the answer", item.line)
            }
            return nil
        }
        let label = texts(keys["label"], "\(about): choices: label")
        if case .list(.context(let fields)) = list.type.resolved, !fields.isEmpty {
            for name in [value] + label where !fields.contains(where: { $0.name == name }) {
                mistake(
                    "\(about): choices: '\(list.text)' has no '\(name)'"
                        + or(
                            didYouMean(name, fields.map(\.name)),
                            "; it has \(ServiceDefinition.list(fields.map(\.name)))"), item.line)
            }
        }
        return .init(list: list, value: value, label: label.isEmpty ? [value] : label)
    }

    /// `10 MB`
    private func size(_ item: Item?, _ about: String) -> Int {
        guard let item, let text = item.text else { return 10_000_000 }
        let folded = text.folded
        let digits = folded.prefix { $0.isASCII && $0.isNumber }
        let units = ["": 1, "b": 1, "kb": 1000, "mb": 1_000_000, "gb": 1_000_000_000]
        guard let count = Int(digits), count > 0, count <= 100_000_000,
            let unit = units[String(folded.dropFirst(digits.count))]
        else {
            mistake("\(about): largest must be a size such as 10 MB", item.line)
            return 10_000_000
        }
        return count * unit
    }
}
