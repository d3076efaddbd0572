import Base
import Web

/// What can go wrong, in the words of messages.
public enum MessageError: Error, Hashable, Sendable {
    /// The recipient is nobody that the program knows.
    case unknownRecipient
    /// The values do not fit the template: names that it declares and nobody gave, or that it does not know.
    case values(template: String, missing: [String], unknown: [String])
    /// There is no such message, or it is someone else's.
    case unknownMessage
    /// Only what failed can be tried again.
    case notFailed
}

extension MessageError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .unknownRecipient, .unknownMessage: .notFound
        case .values: Problem(type: "internal", status: 500, title: "Internal error")
        case .notFailed: Problem(type: "not-failed", status: 409, title: "Only what failed can be tried again")
        }
    }
}
