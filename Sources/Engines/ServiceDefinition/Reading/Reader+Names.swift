import FEEL

/// Names are collected before any expression is read, so that an expression may stand anywhere.
extension Reader {
    func collectNames(_ top: [String: Item]) {
        add("applicant", Names.applicant, 0, "the applicant", 0)
        for (name, line, value) in top["evidence"]?.members ?? [] {
            var type = FEELType.any
            if let registry = value.member("registry"), let text = registry.text,
                let shape = shape(text, registry.line, "evidence \(name)")
            {
                type = .context(shape.fields + [.init("id", .string)])
            }
            if value.member("many")?.text?.lowercased() == "yes" || value.member("many")?.text == "true" {
                type = .list(type)
            }
            add(name, type, 0, "evidence", line)
        }
        var position = 0
        for page in top["pages"]?.items ?? [] {
            for (name, line, item) in Reader.questions(page.member("questions")) {
                position += 1
                let kind = Reader.kind(of: item)
                add(name, Reader.type(kind, item), position, "a question", line, choices: Reader.choiceValues(item))
            }
        }
        for (name, line, _) in top["values"]?.members ?? [] { add(name, .any, 0, "a value", line) }
        for (name, type) in Names.afterDecision where names[name] == nil {
            names.add(
                .init(name: name, type: type, position: Names.afterwards, choices: [], kind: "known after the decision")
            )
        }
        names.close()
    }

    /// Questions: a list of `name: {…}`, of `{ question: name, … }`, or one map of names.
    static func questions(_ item: Item?) -> [(name: String, line: Int, value: Item)] {
        guard let item else { return [] }
        if case .map(let members) = item.content { return members.map { ($0.key, $0.line, $0.value) } }
        return item.items.flatMap { item -> [(name: String, line: Int, value: Item)] in
            if let name = item.member("question")?.text { return [(name, item.line, item)] }
            // `- name:` with the details one level too shallow.
            if let first = item.members.first, first.value.isNull, item.members.count > 1 {
                return [(first.key, first.line, Item(.map(Array(item.members.dropFirst())), line: first.line))]
            }
            return item.members.map { ($0.key, $0.line, $0.value) }
        }
    }

    /// The kind's name without spaces and hyphens; `text` where none is given.
    static func kind(of item: Item) -> String {
        let name = (item.text ?? item.member("type")?.text ?? "text").folded
        return switch name {
        case "string", "line", "shorttext": "text"
        case "textarea", "paragraph", "multiline": "longtext"
        case "boolean", "bool", "yesorno", "yes/no": "yesno"
        case "wholenumber", "int": "integer"
        case "decimal", "float": "number"
        case "amount", "currency": "money"
        case "radio", "select", "onechoice", "oneof": "choice"
        case "severalchoices", "checkboxes", "multiplechoice", "someof", "several": "choices"
        case "files", "upload", "document": "file"
        case "mail", "emailaddress": "email"
        case "telephone", "phonenumber", "tel": "phone"
        case "person", "personaldetails": "persondetails"
        case "point", "location", "map", "place": "mappoint"
        case "list", "repeatedgroup", "repeat", "repeated": "group"
        case "confirmation", "declare": "declaration"
        default: name
        }
    }

    static func type(_ kind: String, _ item: Item) -> FEELType {
        switch kind {
        case "number", "integer", "money": .number
        case "date": .date
        case "yesno", "declaration": .boolean
        case "choices": .list(.string)
        case "address":
            .context([
                .init("street", .string), .init("postcode", .string), .init("town", .string), .init("country", .string),
            ])
        case "persondetails":
            .context([.init("given names", .string), .init("family name", .string), .init("date of birth", .date)])
        case "mappoint": .context([.init("longitude", .number), .init("latitude", .number)])
        case "file":
            .list(
                .context([.init("id", .string), .init("name", .string), .init("type", .string), .init("size", .number)])
            )
        case "group":
            .list(
                .context(
                    questions(item.member("questions")).map {
                        .init($0.name, type(Reader.kind(of: $0.value), $0.value))
                    }))
        default: .string
        }
    }

    static func choiceValues(_ item: Item) -> [String] {
        guard kind(of: item) == "choice", let choices = item.member("choices") else { return [] }
        if choices.member("from") != nil { return [] }
        return choices.items.flatMap { choice in
            if let text = choice.text { return [text] }
            if let value = choice.member("value")?.text { return [value] }
            return choice.members.map(\.key)
        }
    }

    private func add(
        _ name: String, _ type: FEELType, _ position: Int, _ kind: String, _ line: Int, choices: [String] = []
    ) {
        if let other = names[name] {
            mistake(
                "'\(name)' is the name of \(other.kind == "the applicant" ? "the applicant" : other.kind + " already"); names must differ",
                line)
        }
        if let reason = Reader.unfit(name) { mistake("'\(name.shortened)' cannot be a name: \(reason)", line) }
        names.add(.init(name: name, type: type, position: position, choices: choices, kind: kind))
    }

    /// Why a text cannot be a name in expressions.
    static func unfit(_ name: String) -> String? {
        guard let first = name.unicodeScalars.first else { return "it is empty" }
        if name.count > 80 { return "it is longer than 80 characters" }
        if !first.properties.isAlphabetic { return "it must begin with a letter" }
        if let odd = name.unicodeScalars.first(where: {
            !$0.properties.isAlphabetic && !$0.isASCIIWord && $0 != " " && $0 != "-"
                && $0.properties.generalCategory != .nonspacingMark
        }) {
            return "'\(odd)' may not stand in it"
        }
        if [
            "and", "or", "not", "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "between",
            "true", "false", "null", "yes", "no", "item",
        ]
        .contains(name) {
            return "the word means something in expressions"
        }
        if FEELType.named(name) != nil { return "it is the name of a type" }
        return nil
    }
}

extension Unicode.Scalar {
    fileprivate var isASCIIWord: Bool { (0x30...0x39).contains(value) || value == 0x5F }
}
