import Store

/// Where a case stands.
public enum CaseStatus: String, CaseIterable, Hashable, Sendable, SQLConvertible {
    /// Submitted; the fee that is due first has not come.
    case waitingForPayment = "waiting-for-payment"
    /// With the agency, which owes a decision.
    case received
    /// The agency asked something and waits.
    case waitingForApplicant = "waiting-for-applicant"
    /// One officer has decided; a second one must agree.
    case proposed
    case approved
    case refused
    case withdrawn
    /// A term of its process ended it without a decision: it was not paid, nobody came.
    case lapsed
    /// The person appealed against the decision.
    case appealed
    /// The appeal was heard and the decision stands.
    case upheld

    /// Whether someone still owes something.
    public var isOpen: Bool {
        switch self {
        case .waitingForPayment, .received, .waitingForApplicant, .proposed, .appealed: true
        case .approved, .refused, .withdrawn, .lapsed, .upheld: false
        }
    }

    /// Why the clock of the legal deadline stands still, in the words of a definition's `pauses while`.
    var pause: String? {
        switch self {
        case .waitingForPayment: "waiting for payment"
        case .waitingForApplicant: "waiting for applicant"
        case .received, .proposed, .approved, .refused, .withdrawn, .lapsed, .appealed, .upheld: nil
        }
    }
}

/// What moves a case.
public enum CaseAction: String, CaseIterable, Hashable, Sendable {
    case pay
    case ask
    case answer
    /// The first of four eyes.
    case propose
    /// The second pair of eyes disagrees.
    case giveBack = "give-back"
    case approve
    case refuse
    case withdraw
    case appeal
    case uphold
    /// The appeal succeeds: the agency decides anew.
    case remit
    /// A term of the process has passed.
    case lapse

    /// Who may do it.
    public enum Hand: Sendable { case applicant, officer, appealOfficer, cashier, clock }

    public var hand: Hand {
        switch self {
        case .pay: .cashier
        case .answer, .withdraw, .appeal: .applicant
        case .ask, .propose, .giveBack, .approve, .refuse: .officer
        case .uphold, .remit: .appealOfficer
        case .lapse: .clock
        }
    }
}

/// The state table: what can be done in which state, and what follows. What is not a row cannot be done.
public struct CaseTransition: Hashable, Sendable {
    public let from: CaseStatus
    public let action: CaseAction
    public let to: CaseStatus

    init(_ from: CaseStatus, _ action: CaseAction, _ to: CaseStatus) {
        (self.from, self.action, self.to) = (from, action, to)
    }

    public static let table: [CaseTransition] = [
        CaseTransition(.waitingForPayment, .pay, .received),
        CaseTransition(.waitingForPayment, .withdraw, .withdrawn),
        CaseTransition(.waitingForPayment, .lapse, .lapsed),

        CaseTransition(.received, .approve, .approved),
        CaseTransition(.received, .refuse, .refused),
        CaseTransition(.received, .propose, .proposed),
        CaseTransition(.received, .ask, .waitingForApplicant),
        CaseTransition(.received, .withdraw, .withdrawn),
        CaseTransition(.received, .lapse, .lapsed),

        CaseTransition(.waitingForApplicant, .answer, .received),
        CaseTransition(.waitingForApplicant, .refuse, .refused),
        CaseTransition(.waitingForApplicant, .withdraw, .withdrawn),
        CaseTransition(.waitingForApplicant, .lapse, .lapsed),

        CaseTransition(.proposed, .approve, .approved),
        CaseTransition(.proposed, .refuse, .refused),
        CaseTransition(.proposed, .giveBack, .received),
        CaseTransition(.proposed, .withdraw, .withdrawn),

        CaseTransition(.approved, .appeal, .appealed),
        CaseTransition(.refused, .appeal, .appealed),

        CaseTransition(.appealed, .uphold, .upheld),
        CaseTransition(.appealed, .remit, .received),
    ]
}

extension CaseStatus {
    /// What can be done now, in the order of the table.
    public var actions: [CaseAction] { CaseTransition.table.filter { $0.from == self }.map(\.action) }

    /// The state after `action`; `nil` where the table has no such row.
    public func after(_ action: CaseAction) -> CaseStatus? {
        CaseTransition.table.first { $0.from == self && $0.action == action }?.to
    }
}
