import Journal

/// What this block records.
enum RegistryActs {
    static let viewed: Act.Verb = "registry-record.viewed"
    static let published: Act.Verb = "registry.published"
    static let imported: Act.Verb = "registry.imported"
    static let erased: Act.Verb = "registry-record.erased"

    static func verb(_ kind: ChangeKind) -> Act.Verb {
        switch kind {
        case .created: "registry-record.created"
        case .changed: "registry-record.changed"
        case .corrected: "registry-record.corrected"
        case .ended: "registry-record.ended"
        }
    }
}
