import Base
import ServiceDefinition

/// The questions of a service as JSON Schema (2020-12): the shapes that `POST …/check` reads.
struct QuestionSchema {
    let words: ServiceWords

    func schema(of service: Service) -> JSON {
        let asked = service.pages.flatMap { page in page.questions.map { (page, $0) } }
        let always = asked.filter { $0.when == nil && $1.when == nil && $1.isRequired }.map(\.1.name)
        return [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
            "title": .string(words.of(service.title)),
            "properties": .object(asked.map { page, question in .init(question.name, schema(of: question, on: page)) }),
            "required": .array(always.map(JSON.string)),
        ]
    }

    private func schema(of question: Question, on page: Page?) -> JSON {
        var members = shape(of: question.kind)
        members.append(.init("title", .string(words.of(question.label))))
        if let hint = question.hint { members.append(.init("description", .string(words.of(hint)))) }
        if let page { members.append(.init("x-page", .string(page.name))) }
        // In FEEL: asked only where all of these hold.
        let conditions = [page?.when, question.when].compactMap { $0?.text }
        if !conditions.isEmpty { members.append(.init("x-when", .array(conditions.map(JSON.string)))) }
        return .object(members)
    }

    private func shape(of kind: Question.Kind) -> [JSON.Member] {
        switch kind {
        case .text(let longest), .longText(let longest):
            return [.init("type", "string")] + (longest.map { [.init("maxLength", .integer(Int64($0)))] } ?? [])
        case .number, .money: return [.init("type", ["number", "string"])]
        case .integer: return [.init("type", ["integer", "string"])]
        case .date: return [.init("type", "string"), .init("format", "date")]
        case .yesNo: return [.init("type", "boolean")]
        case .declaration: return [.init("const", true)]
        case .email: return [.init("type", "string"), .init("format", "email")]
        case .phone: return [.init("type", "string")]
        case .choice(let choices, let source): return choice(choices, source)
        case .choices(let choices, let source):
            return [
                .init("type", "array"), .init("items", .object(choice(choices, source))), .init("uniqueItems", true),
            ]
        case .file: return [.init("type", "array"), .init("items", object(["id", "name", "type", "size"]))]
        case .address: return members(["street", "postcode", "town", "country"])
        case .personDetails: return members(["given names", "family name", "date of birth"])
        case .mapPoint: return members(["longitude", "latitude"])
        case .group(let questions, let least, let most, _):
            let item: JSON = [
                "type": "object",
                "properties": .object(questions.map { .init($0.name, schema(of: $0, on: nil)) }),
            ]
            return [
                .init("type", "array"), .init("items", item), .init("minItems", .integer(Int64(least))),
                .init("maxItems", .integer(Int64(most))),
            ]
        }
    }

    private func choice(_ choices: [Question.Choice], _ source: Question.ChoiceSource?) -> [JSON.Member] {
        // Choices from a register are known only once it was asked.
        if source != nil { return [.init("type", "string")] }
        return [
            .init(
                "oneOf",
                .array(choices.map { ["const": .string($0.value), "title": .string(words.of($0.label))] }))
        ]
    }

    private func members(_ names: [String]) -> [JSON.Member] {
        [
            .init("type", "object"),
            .init("properties", .object(names.map { .init($0, ["type": ["string", "number"]]) })),
        ]
    }

    private func object(_ names: [String]) -> JSON { .object(members(names)) }
}
