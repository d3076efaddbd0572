import Base
import Journal
import Store

/// How an application comes in.
public enum Channel: String, Sendable, CaseIterable, SQLConvertible {
    /// The person sends it.
    case online
    /// The person is at a counter, and an officer sends it in the person's name.
    case counter
    /// The person filled in the printed form, and an officer types it in.
    case paper

    /// How its history tells that it came.
    var arrival: CaseEvent.Kind {
        switch self {
        case .online: .submitted
        case .counter: .submittedAtCounter
        case .paper: .submittedOnPaper
        }
    }
}

/// The officer at a counter who acts in a person's name.
public struct CounterHand: Hashable, Sendable {
    public var officer: Identifier<Act.Party>
    /// The agency of the counter.
    public var agency: String

    public init(officer: Identifier<Act.Party>, agency: String) { (self.officer, self.agency) = (officer, agency) }
}

/// How an application comes to a counter.
public struct CounterEntry: Hashable, Sendable {
    public var hand: CounterHand
    /// `.counter` or `.paper`.
    public var channel: Channel
    /// When the paper came: its legal term counts from then. `nil`: now.
    public var receivedAt: Instant?

    public init(_ hand: CounterHand, _ channel: Channel, receivedAt: Instant? = nil) {
        (self.hand, self.channel, self.receivedAt) = (hand, channel, receivedAt)
    }
}

/// An organisation for which somebody may act.
public struct RepresentedOrganisation: Hashable, Sendable {
    public var party: Identifier<Act.Party>
    public var name: String

    public init(_ party: Identifier<Act.Party>, name: String) { (self.party, self.name) = (party, name) }
}
