import Base
import Journal

/// The verbs by which this block's acts are known in the Journal. Their details hold no contact data and no words of
/// people: only what was changed.
public enum RequestActs {
    public static let filed: Act.Verb = "service-request.filed"
    public static let accepted: Act.Verb = "service-request.accepted"
    public static let started: Act.Verb = "service-request.started"
    public static let resolved: Act.Verb = "service-request.resolved"
    public static let refused: Act.Verb = "service-request.refused"
    public static let reopened: Act.Verb = "service-request.reopened"
    public static let merged: Act.Verb = "service-request.merged"
    public static let handedOver: Act.Verb = "service-request.handed-over"
    public static let assigned: Act.Verb = "service-request.assigned"
    public static let noted: Act.Verb = "service-request.noted"
    public static let internallyNoted: Act.Verb = "service-request.internally-noted"
    public static let commented: Act.Verb = "service-request.commented"
    public static let edited: Act.Verb = "service-request.edited"
    public static let followed: Act.Verb = "service-request.followed"
    public static let unfollowed: Act.Verb = "service-request.unfollowed"
    public static let contactViewed: Act.Verb = "service-request-contact.viewed"
    public static let contactErased: Act.Verb = "service-request-contact.erased"
    public static let keyCreated: Act.Verb = "service-request-key.created"
    public static let keyRevoked: Act.Verb = "service-request-key.revoked"

    /// What followers and the person who reported are told of.
    static let told: Set<Act.Verb> = [
        filed, accepted, started, resolved, refused, reopened, merged, handedOver, noted,
    ]

    static func subject(_ id: Identifier<ServiceRequest>) -> Act.Subject { Act.Subject("service-request", id) }
}

extension RequestAction {
    var verb: Act.Verb {
        switch self {
        case .accept: RequestActs.accepted
        case .start: RequestActs.started
        case .resolve: RequestActs.resolved
        case .refuse: RequestActs.refused
        case .merge: RequestActs.merged
        case .handOver: RequestActs.handedOver
        case .reopen: RequestActs.reopened
        }
    }

    var kind: RequestUpdate.Kind {
        switch self {
        case .accept: .accepted
        case .start: .started
        case .resolve: .resolved
        case .refuse: .refused
        case .merge: .merged
        case .handOver: .handedOver
        case .reopen: .reopened
        }
    }
}
