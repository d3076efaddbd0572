import Base
import Journal

/// The verbs by which messages are known in the Journal. Their details name the template and the attempts, never words or addresses.
public enum MessageActs {
    public static let sent: Act.Verb = "messages.sent"
    public static let read: Act.Verb = "messages.read"
    /// The mail server took the e-mail.
    public static let delivered: Act.Verb = "messages.delivered"
    /// The e-mail failed for good.
    public static let failed: Act.Verb = "messages.failed"
    /// An officer had a failed e-mail sent again.
    public static let retried: Act.Verb = "messages.retried"

    static func subject(_ id: Identifier<Message>) -> Act.Subject { Act.Subject("message", id) }
}
