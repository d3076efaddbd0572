import Base
import Journal
import Processes
import ServiceDefinition
import Store
import Synchronization

/// An application that was submitted, and what became of it.
public struct ServiceCase: Sendable {
    public var id: Identifier<ServiceCase>
    public var reference: CaseReference
    /// The service and the revision under which it was submitted, for ever.
    public var service: String
    public var revision: String
    public var agency: String
    /// Who applied, and follows it.
    public var party: Identifier<Act.Party>
    /// For which organisation; `nil`: for themselves.
    public var organisation: Identifier<Act.Party>?
    public var channel: Channel = .online
    /// The officer who sent it in the person's name.
    public var enteredBy: Identifier<Act.Party>?
    public var language: Language
    public var status: CaseStatus
    /// Counts changes.
    public var version: Int64
    public var answers: Answers
    public var facts: CaseFacts
    public var fee: Money
    public var feePaidAt: Instant?
    /// The path of the page where the fee is paid; `nil`: at the counter.
    public var payment: String?
    public var submittedAt: Instant
    public var updatedAt: Instant
    public var clock: CaseClock
    public var decidedAt: Instant?
    public var closedAt: Instant?
    /// The decision's key, its reasons' keys and the officer's own words.
    public var decision: String?
    public var reasons: [String] = []
    public var explanation = ""
    /// Who decided, or proposed the decision.
    public var decidedBy: Identifier<Act.Party>?
    public var assignee: Identifier<Act.Party>?
    public var appealUntil: Instant?
    /// Who hears the appeal.
    public var appealAgency: String?
    /// The process that it goes through; `nil`: its service has none.
    public var process: Identifier<ProcessInstance>?
    /// Whether what the decision changes stands in the registries.
    public var isWritten = false
    /// Whether the certificate of the decision was issued.
    public var isCertified = false
    /// Whether the person was told of the decision.
    public var isTold = false

    /// Where the person follows it.
    var path: String { "/cases/\(reference)" }
}

/// The reference by which people name a case: `CS-7K3M-29QX`. A name, not a secret.
public struct CaseReference: Hashable, Sendable, CustomStringConvertible, SQLConvertible {
    public let description: String

    init() {
        var random = SystemRandomNumberGenerator()
        description = Reference(kind: "CS", using: &random)?.description ?? "CS"
    }

    /// From what people type; `nil` where it is no reference of a case.
    public init?(_ text: String) {
        guard let reference = Reference(text), reference.kind == "CS" else { return nil }
        description = reference.description
    }

    public var sqlValue: SQLValue { .text(description) }
    /// The database holds nothing but references.
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        description = text
    }
}

/// One thing that happened to a case.
public struct CaseEvent: Sendable {
    public enum Kind: String, Sendable, CaseIterable, SQLConvertible {
        case submitted, paid, asked, answered, proposed, approved, refused, withdrawn, appealed, upheld, remitted,
            assigned, noted
        case lapsed, worked
        case submittedAtCounter = "submitted-at-counter"
        case submittedOnPaper = "submitted-on-paper"
        case givenBack = "given-back"
    }
    public var id: Identifier<CaseEvent>
    public var application: Identifier<ServiceCase>
    public var at: Instant
    public var kind: Kind
    /// What was said.
    public var text: String?
    public var actor: Identifier<Act.Party>?
    public var isInternal: Bool

    init(
        _ kind: Kind, of application: Identifier<ServiceCase>, at: Instant, text: String? = nil,
        actor: Identifier<Act.Party>? = nil,
        isInternal: Bool = false
    ) {
        id = Self.next(at: at)
        (self.application, self.at, self.kind, self.text) = (application, at, kind, text)
        (self.actor, self.isInternal) = (actor, isInternal)
    }

    /// Counts the events of this process.
    private static let count = Atomic<UInt32>(0)

    /// Events of one moment, such as a payment and the decision that the rules made of it, stay in the order in which they happened: a
    /// counter stands before the random bits (RFC 9562 §6.2, method 1).
    private static func next(at: Instant) -> Identifier<CaseEvent> {
        let random = Identifier<CaseEvent>(at: at)
        let number = UInt64(count.wrappingAdd(1, ordering: .relaxed).oldValue & 0x3FFF_FFFF)
        return Identifier(high: random.high, low: 1 << 63 | number << 32 | random.low & 0xFFFF_FFFF)
    }

    init(
        id: Identifier<CaseEvent>, application: Identifier<ServiceCase>, at: Instant, kind: Kind, text: String?,
        actor: Identifier<Act.Party>?, isInternal: Bool
    ) {
        (self.id, self.application, self.at, self.kind) = (id, application, at, kind)
        (self.text, self.actor, self.isInternal) = (text, actor, isInternal)
    }
}
