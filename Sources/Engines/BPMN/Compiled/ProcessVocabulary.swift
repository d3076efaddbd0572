/// What a process asks the world for, by the names that it uses. Names that are expressions are not known before it runs.
public struct ProcessVocabulary: Sendable, Hashable {
    /// How user tasks are done: the names of their forms, or their `implementation`.
    public var forms: Set<String> = []
    /// The services that service tasks call.
    public var services: Set<String> = []
    /// The messages that are waited for.
    public var messages: Set<String> = []
    /// The decisions that business-rule tasks make.
    public var decisions: Set<String> = []
}

extension ExecutableProcess {
    public var vocabulary: ProcessVocabulary {
        nodes.reduce(into: ProcessVocabulary()) { found, node in
            switch node.kind {
            case .user(let plan): if let form = plan.form?.fixed { found.forms.insert(form) }
            case .service(let plan): if let service = plan.service.fixed { found.services.insert(service) }
            case .decision(let plan): if let decision = plan.decision.fixed { found.decisions.insert(decision) }
            default: break
            }
            for case .message(let plan) in node.triggers.map(\.kind) {
                if let name = plan.name.fixed { found.messages.insert(name) }
            }
        }
    }
}
