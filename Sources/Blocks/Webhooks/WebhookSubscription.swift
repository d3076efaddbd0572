import Base
import Journal
import Store

/// A program that is told of acts as they happen.
public struct WebhookSubscription: Hashable, Sendable {
    public var id: Identifier<WebhookSubscription>
    /// Whose program it is, as administrators know it.
    public var client: String
    /// Where it listens: `https://…`.
    public var address: String
    public var verbs: [VerbPattern]
    /// Counts the secrets: a new one takes the place of the last at once.
    public var secretNumber: Int
    public var state: State
    public var createdAt: Instant
    /// Since when every delivery has failed; `nil` where the last did not.
    public var failingSince: Instant?

    public enum State: String, Sendable, CaseIterable, SQLConvertible {
        case active
        /// An administrator stopped it.
        case paused
        /// It failed for days, or said that it is gone (410).
        case disabled
    }

    /// `service-request.filed`, or `payments.*` for every verb that begins with `payments.`.
    public struct VerbPattern: Hashable, Sendable, CustomStringConvertible {
        public let description: String

        /// `nil` for what no verb can be.
        public init?(_ text: String) {
            let name = text.hasSuffix(".*") ? text.dropLast(2) : text[...]
            guard !name.isEmpty, name.utf8.count <= 100, name.first != ".", name.last != ".",
                name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 })
            else { return nil }
            description = text
        }

        public func matches(_ verb: Act.Verb) -> Bool {
            description.hasSuffix(".*")
                ? verb.rawValue.hasPrefix(description.dropLast(1)) : verb.rawValue == description
        }
    }

    func wants(_ verb: Act.Verb) -> Bool { state == .active && verbs.contains { $0.matches(verb) } }
}

/// One act told to one program.
public struct WebhookDelivery: Hashable, Sendable {
    /// The `webhook-id`.
    public var id: Identifier<WebhookDelivery>
    public var subscription: Identifier<WebhookSubscription>
    public var verb: String
    public var body: String
    public var state: State
    public var attempts: Int
    public var createdAt: Instant
    public var changedAt: Instant
    /// Of the last attempt.
    public var outcome: Outcome?

    public enum State: String, Sendable, CaseIterable, SQLConvertible {
        case waiting
        case delivered
        case failed
    }

    /// What became of an attempt.
    public enum Outcome: Hashable, Sendable, CustomStringConvertible {
        /// The program answered with this status.
        case status(Int)
        /// It could not be reached, or did not answer in time.
        case unreachable
        /// Its address leads into a private network.
        case forbidden

        public var description: String {
            switch self {
            case .status(let status): "\(status)"
            case .unreachable: "unreachable"
            case .forbidden: "forbidden"
            }
        }

        public init?(_ description: String) {
            switch description {
            case "unreachable": self = .unreachable
            case "forbidden": self = .forbidden
            default:
                guard let status = Int(description) else { return nil }
                self = .status(status)
            }
        }

        var isDelivered: Bool { if case .status(let status) = self { (200..<300).contains(status) } else { false } }
    }
}
