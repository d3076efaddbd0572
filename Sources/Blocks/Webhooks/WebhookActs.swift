import Base
import Journal
import Web

/// The verbs by which subscriptions are known in the Journal.
public enum WebhookActs {
    public static let created: Act.Verb = "webhook.created"
    public static let paused: Act.Verb = "webhook.paused"
    public static let resumed: Act.Verb = "webhook.resumed"
    /// It failed for days, or is gone.
    public static let disabled: Act.Verb = "webhook.disabled"
    public static let removed: Act.Verb = "webhook.removed"
    public static let secretChanged: Act.Verb = "webhook.secret-changed"
    public static let redelivered: Act.Verb = "webhook.redelivered"

    static func subject(_ id: Identifier<WebhookSubscription>) -> Act.Subject { Act.Subject("webhook", id) }
}

public enum WebhookPermissions {
    public static let manage = Permission(
        "webhooks.manage",
        title: LocalizedText(
            "Tell programs of others what happens (webhooks)", in: .english,
            translations: [
                .french: "Informer des programmes tiers de ce qui se passe (webhooks)",
                .arabic: "إبلاغ برامج الغير بما يحدث (webhooks)",
            ]))
}

/// What can go wrong, in the words of webhooks.
public enum WebhookError: Error, Hashable, Sendable {
    case unknownSubscription
    case unknownDelivery
    /// Fields that cannot be accepted; the names are those of the form.
    case invalid([Field])

    public enum Field: String, Hashable, Sendable { case client, address, verbs }
}

extension WebhookError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .unknownSubscription, .unknownDelivery: .notFound
        case .invalid(let fields): .invalid(fields.map { .init(field: $0.rawValue, message: "Not accepted") })
        }
    }
}
