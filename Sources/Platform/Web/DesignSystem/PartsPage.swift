extension UI {
    /// A page that is a title and parts of the design system below each other.
    public struct PartsPage: ViewModel {
        public var title: String
        /// Beside the title: how what the page is about stands.
        public var tag: Tag?
        /// Above the title: what the page belongs to.
        public var caption: String?
        public var introduction: [String]
        /// The way back.
        public var back: String?
        /// Whether the page takes the width of the screen, for tables and maps.
        public var isWide: Bool
        public var parts: [any Component]

        public init(
            title: String, tag: Tag? = nil, caption: String? = nil, introduction: [String] = [], back: String? = nil,
            isWide: Bool = false, parts: [any Component]
        ) {
            (self.title, self.tag, self.caption, self.introduction) = (title, tag, caption, introduction)
            (self.back, self.isWide, self.parts) = (back, isWide, parts)
        }

        /// What is wrong in the forms of the page, also in those that are folded away.
        private var summary: ErrorSummary? {
            let forms = parts.flatMap { ($0 as? Fold)?.parts ?? [$0] }.compactMap { $0 as? Form }
            return ErrorSummary(fields: forms.flatMap(\.fields), problems: forms.flatMap(\.problems))
        }

        public func member(_ name: String) -> Any? {
            switch name {
            case "title": title
            case "tag": tag.orAbsent
            case "caption": caption.orAbsent
            case "introduction": introduction
            case "back": back.orAbsent
            case "isWide": isWide
            case "summary": summary.orAbsent
            case "parts": parts
            default: nil
            }
        }

        /// In the layout for people. Its status is 422 where a form has errors, unless another is given.
        public func page(status: Int? = nil, cache: Reply.Cache = .none) -> Page {
            var page = page("web/parts", status)
            page.cache = cache
            return page
        }

        /// In the layout for officers.
        public func workspace(status: Int? = nil) -> Page { page("web/workspace", status) }

        private func page(_ view: String, _ status: Int?) -> Page {
            Page(view, title: title, self, status: status ?? (summary == nil ? 200 : 422))
        }
    }
}

extension UI.QuestionPage {
    /// In the layout for people. Its status is 422 where the form has errors, unless another is given.
    public func page(status: Int? = nil) -> Page {
        Page(
            "web/question", title: title ?? form.fields.first?.question.label ?? "", self,
            status: status ?? (form.summary == nil ? 200 : 422))
    }
}
