import Base
import Web

/// What can go wrong, in the words of public services.
public enum CitizenServicesError: Error, Hashable, Sendable {
    /// There is no such service, or none that serves.
    case unknownService
    /// There is no such application, or the caller may not know of it.
    case unknownCase
    /// The state table has no row for it.
    case notPossible(CaseAction, CaseStatus)
    /// Somebody else changed the case in between.
    case changedMeanwhile
    /// The same officer may not be the second pair of eyes, nor hear the appeal against the own decision.
    case ownDecision
    /// The time for an appeal has passed.
    case tooLate
    /// What was asked for in this decision is missing; the field's name.
    case missing(String)
    /// The application has holes or mistakes, or the person is not entitled.
    case notComplete
    /// The service asks for more proof of who the person is than there is.
    case notAssured
    /// No register names the person as someone who acts for this organisation.
    case notRepresentative
}

extension CitizenServicesError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .unknownService, .unknownCase: .notFound
        case .notPossible: Problem(type: "not-possible", status: 409, title: "That cannot be done now")
        case .changedMeanwhile:
            Problem(type: "changed-meanwhile", status: 409, title: "Somebody else changed this case")
        case .ownDecision: Problem(type: "own-decision", status: 409, title: "Another officer has to do this")
        case .tooLate: Problem(type: "too-late", status: 409, title: "The time for an appeal has passed")
        case .missing(let field): .invalid([Problem.FieldError(field: field, message: "Fill this in")])
        case .notAssured: Problem(type: "not-assured", status: 403, title: "We must be sure who you are first")
        case .notRepresentative:
            Problem(type: "not-representative", status: 403, title: "You do not act for this organisation")
        case .notComplete: Problem(type: "not-complete", status: 409, title: "The application is not complete")
        }
    }
}
