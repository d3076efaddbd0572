import Base
import Journal

/// The verbs by which this block's acts are known in the Journal. Their details hold no names, addresses or passwords: only
/// what was changed.
public enum IdentityActs {
    public static let created: Act.Verb = "account.created"
    public static let edited: Act.Verb = "account.edited"
    public static let disabled: Act.Verb = "account.disabled"
    public static let enabled: Act.Verb = "account.enabled"
    /// An officer recorded how sure the government is of who somebody is.
    public static let assured: Act.Verb = "account.assured"
    public static let erased: Act.Verb = "account.erased"
    /// Somebody looked at the account of someone else.
    public static let viewed: Act.Verb = "account.viewed"
    public static let listed: Act.Verb = "accounts.listed"
    public static let signedIn: Act.Verb = "session.started"
    public static let signedOut: Act.Verb = "session.ended"
    public static let passwordChanged: Act.Verb = "password.changed"
    public static let linkMade: Act.Verb = "password-link.made"
    public static let granted: Act.Verb = "role.granted"
    public static let revoked: Act.Verb = "role.revoked"

    public static let all: [Act.Verb] = [
        created, edited, disabled, enabled, assured, erased, viewed, listed, signedIn, signedOut, passwordChanged,
        linkMade, granted, revoked,
    ]
}

extension Act {
    /// An act about an account, which concerns its person.
    static func account(
        _ verb: Verb, _ account: Identifier<Account>, by actor: Actor, at now: Instant, agency: String? = nil,
        purpose: String? = nil, detail: JSON = .null
    ) -> Act {
        Act(
            verb, Subject("account", account), by: actor, at: now, agency: agency, purpose: purpose,
            concerns: [Identifier(account)], detail: detail)
    }
}
