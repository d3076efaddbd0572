import Foundation

/// An answer as it was typed or sent, in the shapes of JSON. What it means is for its question to say (`Question.Kind`).
///
/// | kind | shape |
/// |---|---|
/// | text, long text, e-mail, phone | text |
/// | number, integer, money | number, or its text |
/// | date | `2026-05-04`, or an object of day, month, year |
/// | yes-no, declaration | boolean, or `yes`/`no` |
/// | choice | the choice's value; several choices: a list of them |
/// | file | object of `id`, `name`, `type`, `size` (bytes), or a list of such |
/// | address | object of `street`, `postcode`, `town`, `country` |
/// | person details | object of `given names`, `family name`, `date of birth` |
/// | map point | object of `longitude`, `latitude` (WGS 84 degrees) |
/// | group | a list of objects, by the names of the group's questions |
public enum AnswerValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// A numeral as it was written, so that no digit is lost.
    case number(String)
    case text(String)
    case list([AnswerValue])
    case object([String: AnswerValue])
}

/// The answers of an application by the names of their questions. Holes are allowed; answers to questions that are not asked are kept
/// and ignored.
public typealias Answers = [String: AnswerValue]

extension AnswerValue {
    /// Nothing was answered: null, blanks, an empty list, an object of nothing but such.
    public var isEmpty: Bool {
        switch self {
        case .null: true
        case .bool, .number: false
        case .text(let text): text.allSatisfy(\.isWhitespace)
        case .list(let items): items.isEmpty
        case .object(let members): members.values.allSatisfy(\.isEmpty)
        }
    }

    /// The text as it was typed, for fields of one line; "" for lists and objects.
    public var typed: String {
        switch self {
        case .null, .list, .object: ""
        case .bool(let value): value ? "yes" : "no"
        case .number(let text), .text(let text): text
        }
    }

    public subscript(member: String) -> AnswerValue {
        if case .object(let members) = self { members[member] ?? .null } else { .null }
    }
}

extension AnswerValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .text(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .number(String(value)) }
    public init(arrayLiteral elements: AnswerValue...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, AnswerValue)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }
}

extension AnswerValue: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Decimal.self) {
            self = .number(value.description)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([AnswerValue].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: AnswerValue].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let text):
            if let value = Decimal(string: text) { try container.encode(value) } else { try container.encode(text) }
        case .text(let text): try container.encode(text)
        case .list(let items): try container.encode(items)
        case .object(let members): try container.encode(members)
        }
    }
}
