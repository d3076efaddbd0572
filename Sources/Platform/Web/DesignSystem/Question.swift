extension UI {
    /// What every field of a form begins with: its name, its words, and what is wrong with the answer.
    public struct Question: Component {
        public static let partial = "question"

        /// The name that the form sends.
        public var name: String
        public var label: String
        public var hint: String?
        /// What to do about the answer: "Enter the street and the number".
        public var error: String?
        public var isOptional: Bool
        /// Whether the label is also the heading of the page: for a page with one question.
        public var isHeading: Bool

        public init(
            _ name: String, _ label: String, hint: String? = nil, error: String? = nil, optional: Bool = false,
            heading: Bool = false
        ) {
            (self.name, self.label, self.hint, self.error) = (name, label, hint, error)
            (isOptional, isHeading) = (optional, heading)
        }

        /// The identifier in the page, where a link of the error summary leads.
        public var id: String { "f-" + String(name.map { $0.isLetter || $0.isNumber ? $0 : "-" }) }

        var describedBy: String? {
            let ids = [hint.map { _ in "\(id)-hint" }, error.map { _ in "\(id)-error" }].compactMap { $0 }
            return ids.isEmpty ? nil : ids.joined(separator: " ")
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "name": name
            case "id": id
            case "label": label
            case "hint": hint.orAbsent
            case "error": error.orAbsent
            case "isOptional": isOptional
            case "isHeading": isHeading
            case "describedBy": describedBy.orAbsent
            default: nil
            }
        }
    }

    /// A value that the form sends and nobody sees.
    public struct HiddenField: Component {
        public static let partial = "hidden"
        public var name, content: String
        public init(_ name: String, _ content: String) { (self.name, self.content) = (name, content) }

        public func member(_ key: String) -> Any? {
            switch key {
            case "name": name
            case "value": content
            default: nil
            }
        }
    }
}

/// A component that asks something and may have an error to show.
public protocol Field: Component {
    var question: UI.Question { get set }
}
