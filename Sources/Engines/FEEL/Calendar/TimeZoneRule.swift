import Foundation

/// What a time says about its zone: nothing (local), an offset from UTC, or a region of the IANA database.
public enum TimeZoneRule: Sendable, Hashable {
    case local
    /// Seconds east of UTC.
    case offset(Int32)
    case region(Region)

    /// A region of the IANA time zone database, such as `Europe/Paris`.
    public final class Region: Sendable, Hashable {
        public let name: String
        private let zone: TimeZone

        /// nil where the database knows no such region.
        public init?(_ name: String) {
            guard name.contains("/") || name == "UTC" || name == "GMT", let zone = TimeZone(identifier: name)
            else { return nil }
            self.name = name
            self.zone = zone
        }

        public static func == (a: Region, b: Region) -> Bool { a.name == b.name }
        public func hash(into hasher: inout Hasher) { hasher.combine(name) }

        /// Seconds east of UTC at a moment (seconds since 1970 UTC).
        func offset(at moment: Int) -> Int {
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(Region.known(moment))))
        }

        /// Seconds east of UTC for a local time: where a clock change makes it ambiguous, the earlier moment.
        func offset(atLocal local: Int) -> Int {
            let known = Region.known(local)
            let before = offset(at: known - 86_400)
            if offset(at: known - before) == before { return before }
            return offset(at: known - offset(at: known - before))
        }

        /// The zone's offset without summer time: what a time of day without a date goes by.
        var standardOffset: Int {
            let moment = Date(timeIntervalSince1970: 1_700_000_000)
            return zone.secondsFromGMT(for: moment) - Int(zone.daylightSavingTimeOffset(for: moment))
        }

        /// The rules repeat with the calendar every 400 years; outside 1600…2400 the database has nothing else to say.
        private static func known(_ moment: Int) -> Int {
            let cycle = 146_097 * 86_400
            let low = -11_676_096_000
            if moment >= low && moment < low + 2 * cycle { return moment }
            let rest = (moment - low) % cycle
            return low + cycle + (rest < 0 ? rest + cycle : rest)
        }
    }

    /// Seconds east of UTC at a local time (seconds since 1970 on the local clock); nil for a local time.
    func offset(atLocal local: Int) -> Int? {
        switch self {
        case .local: nil
        case .offset(let seconds): Int(seconds)
        case .region(let region): region.offset(atLocal: local)
        }
    }

    /// The offset that a time of day without a date goes by.
    var standardOffset: Int? {
        switch self {
        case .local: nil
        case .offset(let seconds): Int(seconds)
        case .region(let region): region.standardOffset
        }
    }

    /// `Z`, `+02:00`, `@Europe/Paris` or nothing.
    var suffix: String {
        switch self {
        case .local: return ""
        case .offset(0): return "Z"
        case .offset(let seconds):
            let magnitude = Int(seconds.magnitude)
            let rest = magnitude % 60
            return "\(seconds < 0 ? "-" : "+")\(twoDigits(magnitude / 3600)):\(twoDigits(magnitude / 60 % 60))"
                + (rest == 0 ? "" : ":\(twoDigits(rest))")
        case .region(let region): return "@\(region.name)"
        }
    }
}
