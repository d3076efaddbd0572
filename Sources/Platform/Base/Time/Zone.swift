import Foundation

/// A time zone of the IANA database: `Europe/Lisbon`. It decides which day an instant falls on.
public struct Zone: Hashable, Sendable {
    /// The name in the IANA database.
    public let name: String
    private let zone: TimeZone

    public static let utc = Zone(name: "UTC", zone: .gmt)

    /// `nil` for a name that the database does not have.
    public init?(_ name: String) {
        if name == "UTC" {
            self = .utc
        } else {
            guard name.contains("/"), let zone = TimeZone(identifier: name) else { return nil }
            self.init(name: name, zone: zone)
        }
    }

    private init(name: String, zone: TimeZone) {
        self.name = name
        self.zone = zone
    }

    public static func == (a: Zone, b: Zone) -> Bool { a.name == b.name }
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// Seconds that the zone's clocks are ahead of UTC at `instant`.
    public func offset(at instant: Instant) -> Int {
        if self == .utc { return 0 }
        return zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant.seconds)))
    }

    /// What the zone's clocks show at `instant`.
    public func local(_ instant: Instant) -> LocalDateTime { LocalDateTime(instant, offset: offset(at: instant)) }

    /// The day it is in the zone at `instant`.
    public func date(at instant: Instant) -> LocalDate { local(instant).date }

    /// The instant at which the zone's clocks show `local`. A time that clocks show twice means the first; a time
    /// that they skip means as long after the skip as it would have been (RFC 5545 §3.3.5).
    public func instant(_ local: LocalDateTime) -> Instant {
        let utc = Instant(utc: local, offset: 0)
        let before = offset(at: utc - .seconds(86_400))
        let after = offset(at: utc + .seconds(86_400))
        let early = Instant(utc: local, offset: before)
        if before == after || offset(at: early) == before { return early }
        let late = Instant(utc: local, offset: after)
        return offset(at: late) == after ? late : early
    }

    /// The first moment of `date`: midnight, or the end of the skip where clocks skip midnight.
    public func startOfDay(_ date: LocalDate) -> Instant { instant(LocalDateTime(date)) }
}

extension Zone: LosslessStringConvertible, Codable {
    public var description: String { name }
    public init(from decoder: any Decoder) throws { self = try decoder.decodeText(as: "a time zone") }
    public func encode(to encoder: any Encoder) throws { try encoder.encodeText(name) }
}
