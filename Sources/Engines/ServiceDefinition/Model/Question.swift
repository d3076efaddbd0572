import FEEL

/// One thing that is asked.
public struct Question: Sendable {
    /// Its name in expressions and among the answers: `eyesight changed`.
    public var name: String
    public var kind: Kind
    public var label: Wording
    public var hint: Wording?
    /// Asked only where this is true.
    public var when: Formula?
    public var isRequired: Bool
    /// What the answer must fulfil besides its kind.
    public var checks: [Check]
    /// What stands in the field before the person types.
    public var prefill: Formula?
    /// The words where nothing was answered, instead of the usual ones.
    public var missing: Wording?
    public var line: Int

    public enum Kind: Sendable {
        case text(longest: Int?), longText(longest: Int?), number, integer, money, date, yesNo
        case choice([Choice], source: ChoiceSource?)
        case choices([Choice], source: ChoiceSource?)
        /// File name extensions without a dot (none: any), bytes, how many.
        case file(accept: [String], largest: Int, most: Int)
        case address, email, phone, personDetails, mapPoint
        /// A list of things, each with the same questions: children, vehicles, storeys.
        case group([Question], least: Int, most: Int, item: Wording?)
        /// A sentence that the person declares to be true.
        case declaration

        /// As it is written in a definition.
        public var name: String {
            switch self {
            case .text: "text"
            case .longText: "long text"
            case .number: "number"
            case .integer: "integer"
            case .money: "money"
            case .date: "date"
            case .yesNo: "yes-no"
            case .choice: "choice"
            case .choices: "choices"
            case .file: "file"
            case .address: "address"
            case .email: "e-mail"
            case .phone: "phone"
            case .personDetails: "person details"
            case .mapPoint: "map point"
            case .group: "group"
            case .declaration: "declaration"
            }
        }
    }

    /// One of several answers.
    public struct Choice: Sendable {
        public var value: String
        public var label: Wording
        public var hint: Wording?
        public var when: Formula?
    }

    /// Choices that come from evidence: one for each record of a list.
    public struct ChoiceSource: Sendable {
        /// Gives the list of records.
        public var list: Formula
        /// The record's field that is the answer, and the fields shown.
        public var value: String
        public var label: [String]
    }

    /// A rule for an answer, with the words for those who break it.
    public struct Check: Sendable {
        public var require: Formula
        public var otherwise: Wording
    }
}

/// One page of the form: best one question, or a few that belong together.
public struct Page: Sendable {
    /// Its key in addresses: `health`.
    public var name: String
    public var title: Wording
    /// Text above the questions.
    public var intro: Wording?
    public var when: Formula?
    public var questions: [Question]
    /// Facts from registries that the page shows, so that the person sees what was looked up.
    public var facts: [Fact]
    public var line: Int

    public struct Fact: Sendable {
        public var label: Wording
        public var value: Formula
        /// A field of a record, as it was looked up; otherwise it is worked out.
        public var isRecord: Bool { if case .path = value.syntax { true } else { false } }
    }
}
