import Base

/// A question of a category: an attribute of Open311's service definition.
public struct Question: Hashable, Sendable {
    public var code: String
    public var kind: Kind
    public var isRequired: Bool
    /// `false`: only something to tell the person.
    public var isAsked: Bool
    public var order: Int
    /// The question itself.
    public var text: LocalizedText
    /// How to answer it.
    public var hint: LocalizedText?
    /// For lists, in the order in which they are offered.
    public var values: [Value]

    /// Open311's `datatype`.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case string, number, datetime, text, singlevaluelist, multivaluelist

        public var isList: Bool { self == .singlevaluelist || self == .multivaluelist }
    }

    public struct Value: Hashable, Sendable {
        public var key: String
        public var name: LocalizedText
    }

    public func value(_ key: String) -> Value? { values.first { $0.key == key } }

    /// The longest answer, in characters.
    public var limit: Int {
        switch kind {
        case .string, .singlevaluelist, .multivaluelist: 200
        case .number, .datetime: 40
        case .text: 2000
        }
    }
}

/// Why an answer cannot be accepted. Its words stand in the texts, under `service-requests.answer.…`.
public enum AnswerFault: Hashable, Sendable {
    case missing
    case tooLong(limit: Int)
    case notANumber
    case notADate
    case notOffered

    public var key: String {
        switch self {
        case .missing: "service-requests.answer.missing"
        case .tooLong: "service-requests.answer.too-long"
        case .notANumber: "service-requests.answer.not-a-number"
        case .notADate: "service-requests.answer.not-a-date"
        case .notOffered: "service-requests.answer.not-offered"
        }
    }
}
