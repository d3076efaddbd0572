import Store

/// Where a request stands.
public enum RequestStatus: String, CaseIterable, Hashable, Sendable, SQLConvertible {
    /// Filed; nobody has judged it yet.
    case received
    /// An officer has agreed that it is the agency's to do.
    case accepted
    /// Work has begun or is planned.
    case inProgress = "in-progress"
    /// Done.
    case resolved
    /// Not done, with a reason.
    case refused
    /// Told already by another request, which it now follows.
    case merged

    /// Whether the agency still owes something.
    public var isOpen: Bool {
        switch self {
        case .received, .accepted, .inProgress: true
        case .resolved, .refused, .merged: false
        }
    }

    public static let open = allCases.filter(\.isOpen)
    public static let closed = allCases.filter { !$0.isOpen }
}

/// What an officer can do to a request that moves it in the state table.
public enum RequestAction: String, CaseIterable, Hashable, Sendable {
    case accept
    case start
    case resolve
    case refuse
    case merge
    case handOver = "hand-over"
    case reopen
}

/// The state table: which action is possible in which status, and what follows. What is not a row cannot be done.
public struct StatusTransition: Hashable, Sendable {
    public let from: RequestStatus
    public let action: RequestAction
    public let to: RequestStatus

    init(_ from: RequestStatus, _ action: RequestAction, _ to: RequestStatus) {
        self.from = from
        self.action = action
        self.to = to
    }

    public static let table: [StatusTransition] = [
        StatusTransition(.received, .accept, .accepted),
        StatusTransition(.received, .start, .inProgress),
        StatusTransition(.received, .resolve, .resolved),
        StatusTransition(.received, .refuse, .refused),
        StatusTransition(.received, .merge, .merged),
        StatusTransition(.received, .handOver, .received),

        StatusTransition(.accepted, .start, .inProgress),
        StatusTransition(.accepted, .resolve, .resolved),
        StatusTransition(.accepted, .refuse, .refused),
        StatusTransition(.accepted, .merge, .merged),
        StatusTransition(.accepted, .handOver, .received),

        StatusTransition(.inProgress, .resolve, .resolved),
        StatusTransition(.inProgress, .refuse, .refused),
        StatusTransition(.inProgress, .merge, .merged),
        StatusTransition(.inProgress, .handOver, .received),

        StatusTransition(.resolved, .reopen, .accepted),
        StatusTransition(.refused, .reopen, .accepted),
        StatusTransition(.merged, .reopen, .received),
    ]
}

extension RequestStatus {
    /// What can be done now, in the order of the table.
    public var actions: [RequestAction] { StatusTransition.table.filter { $0.from == self }.map(\.action) }

    /// The status after `action`, or `nil` where the table has no such row.
    public func after(_ action: RequestAction) -> RequestStatus? {
        StatusTransition.table.first { $0.from == self && $0.action == action }?.to
    }
}

extension RequestAction {
    /// Whether the action needs words for the resident: why it was refused, how it was resolved.
    public var needsNote: Bool {
        switch self {
        case .resolve, .refuse, .reopen, .handOver: true
        case .accept, .start, .merge: false
        }
    }
}
