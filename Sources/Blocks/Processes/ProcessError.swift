import Base
import Web

/// What can go wrong, in the words of processes.
public enum ProcessError: Error, Hashable, Sendable {
    /// There is no such process, revision, instance, task or incident, or the caller may not know of it.
    case unknown(String)
    /// A definition that cannot run: each problem with its line, element and reason.
    case invalid([String])
    /// What was asked does not fit where the instance stands.
    case notPossible(String)
    /// Somebody else moved the instance in between.
    case changedMeanwhile
    /// An instance cannot be moved to another revision as it stands.
    case cannotMigrate([String])
}

extension ProcessError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .unknown: .notFound
        case .invalid(let reasons):
            .invalid(reasons.map { Problem.FieldError(field: "definition", message: $0) })
        case .notPossible: Problem(type: "not-possible", status: 409, title: "That cannot be done now")
        case .changedMeanwhile:
            Problem(type: "changed-meanwhile", status: 409, title: "Somebody else moved this process")
        case .cannotMigrate(let reasons):
            .invalid(reasons.map { Problem.FieldError(field: "revision", message: $0) })
        }
    }
}
