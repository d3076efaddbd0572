import Base
import Web

/// What can go wrong, in the words of service requests.
public enum ServiceRequestError: Error, Hashable, Sendable {
    /// There is no such request, or the caller may not know of it.
    case unknownRequest
    case unknownCategory(String)
    /// Fields that cannot be accepted; the names are those of the form.
    case invalid([Problem.FieldError])
    /// The state table has no row for it.
    case notPossible(RequestAction, RequestStatus)
    /// Somebody else changed the request in between.
    case changedMeanwhile
    /// A request cannot be merged into itself, into one that is merged, or into one that the officer cannot see.
    case cannotMerge
    case unknownAgency(String)
    /// The link has expired or was used.
    case linkExpired
}

extension ServiceRequestError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .unknownRequest, .unknownCategory: .notFound
        case .invalid(let errors): .invalid(errors)
        case .notPossible: Problem(type: "not-possible", status: 409, title: "That cannot be done now")
        case .changedMeanwhile:
            Problem(type: "changed-meanwhile", status: 409, title: "Somebody else changed this request")
        case .cannotMerge: Problem(type: "cannot-merge", status: 409, title: "These requests cannot be merged")
        case .unknownAgency:
            .invalid([Problem.FieldError(field: "agency", message: "Choose an agency from the list")])
        case .linkExpired: Problem(type: "link-expired", status: 410, title: "This link no longer works")
        }
    }
}
