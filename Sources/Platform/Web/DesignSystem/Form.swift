extension UI {
    /// A form: its fields in order, the errors above them, the buttons below.
    public struct Form: Component {
        public static let partial = "form"

        public var action: String
        public var fields: [any Field]
        public var buttons: [Button]
        public var hidden: [HiddenField]
        public var isMultipart: Bool
        /// Errors that belong to no field.
        public var problems: [String]

        public init(
            action: String, fields: [any Field], buttons: [Button], hidden: [HiddenField] = [],
            multipart: Bool = false, problems: [String] = []
        ) {
            (self.action, self.fields, self.buttons, self.hidden) = (action, fields, buttons, hidden)
            (isMultipart, self.problems) = (multipart, problems)
        }

        /// What is wrong, each leading to its field; `nil` where nothing is.
        public var summary: ErrorSummary? { ErrorSummary(fields: fields, problems: problems) }

        public func member(_ key: String) -> Any? {
            switch key {
            case "action": action
            case "fields": fields
            case "buttons": buttons
            case "hidden": hidden
            case "isMultipart": isMultipart
            case "summary": summary.orAbsent
            default: nil
            }
        }
    }

    /// What is wrong with the answers, at the top of the page. It takes the focus when the page opens.
    public struct ErrorSummary: Component {
        public static let partial = "error-summary"
        /// Each leads to its field; one that belongs to no field has an empty `href`.
        public var errors: [Link]

        public init(_ errors: [Link]) { self.errors = errors }

        /// From the fields that have an error; `nil` where none has.
        public init?(fields: [any Field], problems: [String] = []) {
            let fieldErrors = fields.flatMap(Self.links)
            guard !fieldErrors.isEmpty || !problems.isEmpty else { return nil }
            self.init(problems.map { Link($0, "") } + fieldErrors)
        }

        private static func links(_ field: any Field) -> [Link] {
            let own = field.question.error.map { Link($0, "#\(field.question.id)") }
            let inner = (field as? AddressField)?.lines.flatMap(links) ?? []
            return inner.isEmpty ? [own].compactMap { $0 } : inner
        }

        public func member(_ key: String) -> Any? {
            key == "errors" ? errors.map(Entry.init) : nil
        }

        private struct Entry: ViewModel {
            let link: Link
            func member(_ key: String) -> Any? {
                key == "href" ? link.href.nonEmpty.orAbsent : link.member(key)
            }
        }
    }

    /// A page that asks: the way back, the title, the questions, and the button that goes on.
    public struct QuestionPage: Component {
        public static let partial = "question-page"
        /// The service and the step: "Report a problem · Step 2 of 4".
        public var caption: String?
        /// `nil` where the only question is the title (`Question.isHeading`).
        public var title: String?
        public var introduction: [String]
        public var back: String?
        public var form: Form
        /// What stands above the form: what is known already.
        public var known: [any Component]

        public init(
            title: String?, caption: String? = nil, introduction: [String] = [], back: String? = nil, form: Form,
            known: [any Component] = []
        ) {
            (self.title, self.caption, self.introduction) = (title, caption, introduction)
            (self.back, self.form, self.known) = (back, form, known)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "caption": caption.orAbsent
            case "title": title.orAbsent
            case "introduction": introduction
            case "back": back.orAbsent
            case "form": form
            case "known": known
            case "summary": form.summary.orAbsent
            default: nil
            }
        }
    }
}
