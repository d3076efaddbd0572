import Base
import ServiceDefinition

/// Answers as they are kept: JSON.
extension AnswerValue {
    var json: JSON {
        switch self {
        case .null: .null
        case .bool(let value): .bool(value)
        // As text, so that no digit is lost; questions read numerals from text.
        case .number(let text), .text(let text): .string(text)
        case .list(let items): .array(items.map(\.json))
        case .object(let members): .object(members.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.json) })
        }
    }

    init(json: JSON) {
        if let value = json.bool {
            self = .bool(value)
        } else if let text = json.string {
            self = .text(text)
        } else if let items = json.array {
            self = .list(items.map(AnswerValue.init(json:)))
        } else if let members = json.object {
            self = .object(Dictionary(members.map { ($0.name, AnswerValue(json: $0.value)) }) { $1 })
        } else if let number = json.integer {
            self = .number(String(number))
        } else {
            self = .null
        }
    }
}

extension Answers {
    var json: JSON { AnswerValue.object(self).json }

    init(json: JSON) {
        if case .object(let members) = AnswerValue(json: json) { self = members } else { self = [:] }
    }
}
