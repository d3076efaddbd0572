import Store

/// How money comes and goes.
public enum PaymentWay: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    case card
    /// A bank transfer with the structured reference.
    case transfer
    /// Cash, or a card terminal, at a counter.
    case counter
}
