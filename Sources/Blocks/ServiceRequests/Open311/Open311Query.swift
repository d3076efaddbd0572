import Base
import Web

/// The arguments of GET Service Requests, checked.
struct Open311Query: Hashable, Sendable {
    var references: [RequestReference]?
    var codes: [String] = []
    var statuses: [RequestStatus] = []
    var from: Instant?
    var until: Instant?
    var updatedAfter: Instant?
    var updatedBefore: Instant?
    var center: GeoPoint?
    /// Metres around `center`.
    var radius: Double = 1000
    var words: String?
    /// From 1.
    var page = 1
    var pageSize = Self.most

    /// "The first 1000 requests" of the specification.
    static let most = 1000
    /// "May not span more than 90 days."
    static let span = Duration.seconds(90 * 86_400)

    /// Throws `Open311Fault` with all that is wrong.
    init(_ query: Query, now: Instant, zone: Zone) throws {
        var reader = Open311Arguments(query)
        if let ids = reader.text("service_request_id") {
            // Overrides every other argument (GeoReport v2, GET Service Requests).
            references = ids.split(separator: ",").compactMap { RequestReference($0.trimmed) }
            return
        }
        codes = reader.list("service_code")
        statuses = reader.list("status").flatMap { reader.status($0) }
        from = reader.instant("start_date", zone)
        until = reader.instant("end_date", zone)
        updatedAfter = reader.instant("updated_after", zone)
        updatedBefore = reader.instant("updated_before", zone)
        center = reader.point()
        if let radius = reader.number("radius", in: 1...50_000) { self.radius = radius }
        words = reader.text("q")
        if let page = reader.number("page", in: 1...100_000) { self.page = Int(page) }
        if let size = reader.number("page_size", in: 1...Double(Self.most)) { pageSize = Int(size) }
        limitSpan(now: now)
        if let from, let until, until - from > Self.span {
            reader.faults.append("start_date and end_date may not span more than 90 days.")
        }
        guard reader.faults.isEmpty else { throw Open311Fault(400, reader.faults) }
    }

    /// Without dates the last 90 days count; with one date, 90 days from it.
    private mutating func limitSpan(now: Instant) {
        switch (from, until) {
        case (let start?, nil): until = start + Self.span
        case (nil, let end?): from = end - Self.span
        case (nil, nil): if updatedAfter == nil { from = now - Self.span }
        default: break
        }
    }
}

/// Reads arguments and gathers what is wrong with them.
struct Open311Arguments {
    private let query: Query
    var faults: [String] = []

    init(_ query: Query) { self.query = query }

    func text(_ name: String) -> String? {
        guard let text = query[name]?.trimmed, !text.isEmpty else { return nil }
        return text
    }

    func list(_ name: String) -> [String] {
        query.all(name).flatMap { $0.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty } }
    }

    mutating func number(_ name: String, in range: ClosedRange<Double>) -> Double? {
        guard let text = text(name) else { return nil }
        guard let number = Double(text), range.contains(number) else {
            faults.append("\(name) must be a number from \(range.lowerBound) to \(range.upperBound).")
            return nil
        }
        return number
    }

    mutating func instant(_ name: String, _ zone: Zone) -> Instant? {
        guard let text = text(name) else { return nil }
        guard let instant = Instant(w3c: text, in: zone) else {
            faults.append("\(name) must be a date and time with a zone, such as 2026-01-01T00:00:00Z.")
            return nil
        }
        return instant
    }

    mutating func point() -> GeoPoint? {
        switch (text("lat"), text("long")) {
        case (nil, nil): return nil
        case (let lat?, let long?):
            if let lat = Double(lat), let long = Double(long), let point = GeoPoint(longitude: long, latitude: lat) {
                return point
            }
            faults.append("lat and long must be degrees of WGS 84.")
            return nil
        default:
            faults.append("lat and long belong together; one of them is missing.")
            return nil
        }
    }

    /// `open` and `closed`; the finer words of this block are understood too.
    mutating func status(_ word: String) -> [RequestStatus] {
        switch word.lowercased() {
        case "open": return RequestStatus.open
        case "closed": return RequestStatus.closed
        default:
            if let status = RequestStatus(rawValue: word.lowercased()) { return [status] }
            faults.append("status must be open or closed.")
            return []
        }
    }
}

extension StringProtocol {
    /// Without the white space around it.
    var trimmed: String {
        var view = Substring(self)
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}
