extension UI {
    /// One of the answers to choose from.
    public struct Choice: Component {
        public static let partial = "choice"
        public var sent: String
        public var label: String
        public var hint: String?
        public var isChosen: Bool
        /// Set by the field that it belongs to.
        var name = "", id = "", kind = "radio"

        public init(_ sent: String, _ label: String, hint: String? = nil, isChosen: Bool = false) {
            (self.sent, self.label, self.hint, self.isChosen) = (sent, label, hint, isChosen)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "value": sent
            case "label": label
            case "hint": hint.orAbsent
            case "isChosen": isChosen
            case "name": name
            case "id": id
            case "kind": kind
            default: nil
            }
        }
    }

    /// One answer of several (radios) or several of several (checkboxes).
    public struct Choices: Field {
        public static let partial = "choices"
        public var question: Question
        public var choices: [Choice]
        public var allowsSeveral: Bool
        /// Beside each other, for two or three short answers.
        public var isInline: Bool

        public init(_ question: Question, _ choices: [Choice], several: Bool = false, inline: Bool = false) {
            (self.question, self.choices, allowsSeveral, isInline) = (question, choices, several, inline)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "choices": placed
            case "isInline": isInline
            case "allowsSeveral": allowsSeveral
            default: question.member(key)
            }
        }

        /// The first has the identifier of the question, so that the error summary leads to it.
        private var placed: [Choice] {
            choices.enumerated().map { index, choice in
                var choice = choice
                choice.name = question.name
                choice.id = index == 0 ? question.id : "\(question.id)-\(index + 1)"
                choice.kind = allowsSeveral ? "checkbox" : "radio"
                return choice
            }
        }
    }

    /// Yes or no. Sends `yes` or `no`.
    public struct YesNo: Field {
        public static let partial = "yes-no"
        public var question: Question
        public var answer: Bool?

        public init(_ question: Question, answer: Bool? = nil) { (self.question, self.answer) = (question, answer) }

        public func member(_ key: String) -> Any? {
            switch key {
            case "isYes": answer == true
            case "isNo": answer == false
            default: question.member(key)
            }
        }
    }

    /// One answer of many, in a list that opens. For more than about ten; fewer are better as `Choices`.
    public struct Select: Field {
        public static let partial = "select"
        public var question: Question
        public var choices: [Choice]

        public init(_ question: Question, _ choices: [Choice]) { (self.question, self.choices) = (question, choices) }

        public func member(_ key: String) -> Any? { key == "choices" ? choices : question.member(key) }
    }

    /// Something the person declares to be true, with one box to tick. Sends `yes`.
    public struct Declaration: Field {
        public static let partial = "declaration"
        public var question: Question
        /// What is declared, one sentence each.
        public var statements: [String]
        public var isGiven: Bool

        public init(_ question: Question, statements: [String], isGiven: Bool = false) {
            (self.question, self.statements, self.isGiven) = (question, statements, isGiven)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "statements": statements
            case "isGiven": isGiven
            default: question.member(key)
            }
        }
    }
}
