extension UI {
    /// A file, or several. The form must be `multipart`.
    public struct FileField: Field {
        public static let partial = "file-field"
        public var question: Question
        /// Kinds for the browser's picker: `image/jpeg`, `.pdf`.
        public var accept: [String]
        public var allowsSeveral: Bool
        /// "JPEG or PNG, at most 10 MB"
        public var limits: String?
        /// What was sent before, each with its own button to remove it: sends `name-remove`.
        public var kept: [KeptFile]

        public init(
            _ question: Question, accept: [String] = [], several: Bool = false, limits: String? = nil,
            kept: [KeptFile] = []
        ) {
            (self.question, self.accept, allowsSeveral, self.limits, self.kept) = (
                question, accept, several, limits, kept
            )
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "accept": accept.joined(separator: ",").nonEmpty.orAbsent
            case "allowsSeveral": allowsSeveral
            case "limits": limits.orAbsent
            case "kept": kept
            case "hasKept": !kept.isEmpty
            case "describedBy":
                [limits.map { _ in "\(question.id)-limits" }, question.describedBy].compactMap { $0 }
                    .joined(separator: " ").nonEmpty.orAbsent
            default: question.member(key)
            }
        }
    }

    /// A file that the form has already.
    public struct KeptFile: ViewModel {
        public var id, name, size: String
        public var href: String?

        public init(id: String, name: String, size: String, href: String? = nil) {
            (self.id, self.name, self.size, self.href) = (id, name, size, href)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "fileID": id
            case "fileName": name
            case "size": size
            case "href": href.orAbsent
            default: nil
            }
        }
    }

    /// A postal address: any lines the jurisdiction writes addresses in, each a text field, in one group.
    public struct AddressField: Field {
        public static let partial = "address-field"
        public var question: Question
        public var lines: [TextField]

        public init(_ question: Question, lines: [TextField]) { (self.question, self.lines) = (question, lines) }

        public func member(_ key: String) -> Any? { key == "lines" ? lines : question.member(key) }
    }
}
