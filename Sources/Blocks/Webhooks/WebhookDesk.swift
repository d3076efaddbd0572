import Base
import BuildingBlock
import Journal
import Store

/// Where programs of others are told of acts.
public struct WebhookDesk: Sendable {
    public let platform: Platform
    let caller: WebhookCaller
    /// Secrets are made of it; the same on every copy of the program.
    private let key: [UInt8]
    /// The path of the page or resource that an act is about, where others may know it.
    let path: @Sendable (Act.Subject, any ReadTransaction) throws -> String?

    public init(
        on platform: Platform, key: [UInt8], caller: WebhookCaller,
        path: @escaping @Sendable (Act.Subject, any ReadTransaction) throws -> String? = { _, _ in nil }
    ) { (self.platform, self.key, self.caller, self.path) = (platform, key, caller, path) }

    var database: any Database { platform.database }

    public func secret(of subscription: WebhookSubscription) -> WebhookSecret {
        WebhookSecret(key: key, subscription: subscription.id, number: subscription.secretNumber)
    }

    public func subscriptions() async throws -> [WebhookSubscription] {
        try await database.read { try WebhookRows.subscriptions($0) }
    }

    /// Throws `WebhookError.unknownSubscription`.
    public func subscription(_ id: Identifier<WebhookSubscription>) async throws -> WebhookSubscription {
        guard let found = try await database.read({ try WebhookRows.subscription(id, $0) }) else {
            throw WebhookError.unknownSubscription
        }
        return found
    }

    /// Throws `WebhookError.invalid` with every field that is wrong.
    public func subscribe(
        client: String, address: String, verbs: String, by actor: Act.Actor, agency: String?, at now: Instant
    ) async throws -> WebhookSubscription {
        let words = verbs.split { $0.isWhitespace || $0 == "," }.map(String.init)
        let patterns = words.compactMap(WebhookSubscription.VerbPattern.init)
        var wrong: [WebhookError.Field] = []
        if client.isEmpty || client.count > 120 { wrong.append(.client) }
        if WebhookAddress(address, isDemo: platform.isDemo) == nil { wrong.append(.address) }
        if patterns.isEmpty || patterns.count != words.count || words.count > 50 { wrong.append(.verbs) }
        guard wrong.isEmpty else { throw WebhookError.invalid(wrong) }
        let new = WebhookSubscription(
            id: Identifier(at: now), client: client, address: address, verbs: patterns, secretNumber: 1, state: .active,
            createdAt: now, failingSince: nil)
        try await database.write { tx in
            try WebhookRows.save(new, tx)
            try tx.record(
                Act(
                    WebhookActs.created, WebhookActs.subject(new.id), by: actor, at: now, agency: agency,
                    detail: ["verbs": .string(patterns.map(\.description).joined(separator: " "))]))
        }
        return new
    }

    /// What an administrator can do about a subscription.
    public enum Change: String, Sendable, CaseIterable {
        case pause, resume, secret, removal

        var verb: Act.Verb {
            switch self {
            case .pause: WebhookActs.paused
            case .resume: WebhookActs.resumed
            case .secret: WebhookActs.secretChanged
            case .removal: WebhookActs.removed
            }
        }
    }

    /// Throws `WebhookError.unknownSubscription`. The subscription as it then is, or was when it was removed.
    @discardableResult
    public func change(
        _ id: Identifier<WebhookSubscription>, _ change: Change, by actor: Act.Actor, agency: String?, at now: Instant
    ) async throws -> WebhookSubscription {
        try await database.write { tx in
            guard var subscription = try WebhookRows.subscription(id, tx) else {
                throw WebhookError.unknownSubscription
            }
            switch change {
            case .pause: subscription.state = .paused
            case .resume: (subscription.state, subscription.failingSince) = (.active, nil)
            case .secret: subscription.secretNumber += 1
            case .removal: break
            }
            if change == .removal { try WebhookRows.remove(id, tx) } else { try WebhookRows.save(subscription, tx) }
            try tx.record(Act(change.verb, WebhookActs.subject(id), by: actor, at: now, agency: agency))
            return subscription
        }
    }
}
