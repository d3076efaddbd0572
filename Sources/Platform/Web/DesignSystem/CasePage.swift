extension UI {
    /// A case on one page of the officers' workspace: left what is known and what happened, right what can be done.
    public struct CasePage: ViewModel {
        public var head: CaseHead
        public var notices: [any Component]
        public var story: [any Component]
        public var actions: [any Component]

        public init(head: CaseHead, notices: [any Component], story: [any Component], actions: [any Component]) {
            (self.head, self.notices, self.story, self.actions) = (head, notices, story, actions)
        }

        public func member(_ name: String) -> Any? {
            switch name {
            case "head": head
            case "notices": notices
            case "story": story
            case "actions": actions
            default: nil
            }
        }

        public func page(title: String, status: Int = 200) -> Page {
            Page("web/case", title: title, self, status: status)
        }
    }
}
