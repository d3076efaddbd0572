import Base
import Journal

/// The verbs by which this block's acts are known in the Journal. Their details hold states, amounts and keys of reasons; no answers and
/// no words of people.
public enum CitizenServicesActs {
    public static let published: Act.Verb = "services.published"
    /// A service that was taken out of force.
    public static let taken: Act.Verb = "services.taken-down"
    public static let keyCreated: Act.Verb = "services.key-created"
    public static let keyRevoked: Act.Verb = "services.key-revoked"
    public static let begun: Act.Verb = "services.begun"
    public static let discarded: Act.Verb = "services.discarded"
    public static let submitted: Act.Verb = "services.submitted"
    /// An officer at a counter looked for somebody, or served them.
    public static let sought: Act.Verb = "services.sought"
    public static let attended: Act.Verb = "services.attended"
    public static let viewed: Act.Verb = "services.viewed"
    public static let assigned: Act.Verb = "services.assigned"
    public static let noted: Act.Verb = "services.noted"
    /// A task of the process other than the decision was done.
    public static let worked: Act.Verb = "services.worked"
    public static let erased: Act.Verb = "services.erased"

    static func subject(_ id: Identifier<ServiceCase>) -> Act.Subject { Act.Subject("service-case", id) }
}

extension CaseAction {
    /// The verb of the act that records it.
    public var verb: Act.Verb {
        switch self {
        case .pay: "services.paid"
        case .ask: "services.asked"
        case .answer: "services.answered"
        case .propose: "services.proposed"
        case .giveBack: "services.given-back"
        case .approve: "services.approved"
        case .refuse: "services.refused"
        case .withdraw: "services.withdrawn"
        case .appeal: "services.appealed"
        case .uphold: "services.upheld"
        case .remit: "services.remitted"
        case .lapse: "services.lapsed"
        }
    }
}
