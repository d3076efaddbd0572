import Base
import Web

/// Why something about accounts was refused.
public enum IdentityError: Error, Hashable, Sendable {
    case badEmail
    case badName
    case emailTaken
    case weakPassword(PasswordWeakness)
    /// The address or the password is wrong, or there is no such account, or it is disabled: never told which.
    case wrongCredentials
    /// The present password, asked for before a change, is wrong.
    case wrongPassword
    /// Too many attempts from one place; the next is possible after so many seconds.
    case tooManyAttempts(seconds: Int)
    /// More sign-ins at once than this machine can check.
    case busy
    /// The link was used before, is too old, or never was one.
    case linkSpent
    case unknownAccount
    case unknownRole(String)
    case unknownAgency(String)
    case unknownGrant
    /// The role would end before it begins.
    case badPeriod
    /// Somebody must be left who can manage accounts.
    case lastAdministrator
    /// It takes somebody else to say who one is.
    case ownAccount
}

extension IdentityError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .badEmail: .invalid([.init(field: "email", message: "Not an e-mail address")])
        case .badName: .invalid([.init(field: "name", message: "Between 1 and \(PersonName.limit) characters")])
        case .emailTaken: .invalid([.init(field: "email", message: "There is an account with this address")])
        case .weakPassword: .invalid([.init(field: "password", message: "Too easy to guess")])
        case .wrongPassword: .invalid([.init(field: "current", message: "Not your present password")])
        case .unknownRole: .invalid([.init(field: "role", message: "There is no such role")])
        case .unknownAgency: .invalid([.init(field: "agency", message: "There is no such agency")])
        case .badPeriod: .invalid([.init(field: "until", message: "Ends before it begins")])
        case .wrongCredentials:
            Problem(type: "wrong-credentials", status: 401, title: "The address or the password is wrong")
        case .tooManyAttempts(let seconds):
            Problem(
                type: "too-many-attempts", status: 429, title: "Too many attempts",
                detail: "Try again in \(seconds) seconds.")
        case .busy: Problem(type: "busy", status: 503, title: "Too many people sign in at once")
        case .linkSpent: Problem(type: "link-spent", status: 410, title: "This link no longer works")
        case .lastAdministrator:
            Problem(type: "last-administrator", status: 409, title: "Somebody must be left who manages accounts")
        case .ownAccount: Problem(type: "own-account", status: 409, title: "Another officer has to do this")
        case .unknownAccount, .unknownGrant: .notFound
        }
    }
}
