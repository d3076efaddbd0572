import FEEL

extension ProcessEvent {
    /// The key of the task, service, decision or called process that it is about.
    var elementKey: Int? {
        switch self {
        case .complete(let key, _), .decide(let key, _), .fail(let key, _), .throwError(let key, _, _, _): key
        default: nil
        }
    }
}

extension ProcessState {
    /// Whether a message of that name and correlation would be taken now.
    public func waits(for message: String, _ correlation: String?) -> Bool {
        subscriptions.contains { subscription in
            guard case .message(message, let key) = subscription.wait else { return false }
            return key == nil || key == correlation
        }
    }

    /// Whether a signal of that name would be heard now.
    public func listens(to signal: String) -> Bool {
        subscriptions.contains { if case .signal(signal) = $0.wait { true } else { false } }
    }
}

extension Outcome.Kind {
    /// `completed`, `failed with the error 'x'`, …
    public var words: String {
        switch self {
        case .completed: "completed"
        case .terminated: "terminated"
        case .failed(let code, let message):
            "failed with the error '\(code)'" + (message.isEmpty ? "" : ": \(message)")
        case .cancelled(let reason): "cancelled" + (reason.isEmpty ? "" : ": \(reason)")
        }
    }

    /// One word for it.
    var word: String {
        switch self {
        case .completed: "completed"
        case .terminated: "terminated"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }
}
