import Base
import Store

/// How the work of some agencies stands: volumes, backlog, age, time to close.
struct RequestStatistics: Hashable, Sendable {
    static let weeks = 12

    /// For each of the last weeks, oldest first: its first moment, what was filed, what was closed.
    var weekly: [Week] = []
    /// Open requests by how long they have been open.
    var ages: [AgeBand: Int] = [:]
    var open = 0
    var overdue = 0
    /// Open requests by category, most first.
    var backlog: [(category: String, count: Int)] = []
    /// Days from filing to closing, of what was closed in these weeks; sorted.
    var daysToClose: [Double] = []
    /// Of what was closed in these weeks, how many before they were due.
    var closedInTime = 0

    struct Week: Hashable, Sendable {
        var start: Instant
        var filed: Int
        var closed: Int
    }

    enum AgeBand: String, CaseIterable, Hashable, Sendable {
        case week, month, quarter, older

        init(days: Double) {
            self = days < 7 ? .week : days < 30 ? .month : days < 90 ? .quarter : .older
        }
    }

    /// The value below which the share `part` of the times lies; `nil` where nothing was closed.
    func days(quantile part: Double) -> Double? {
        guard !daysToClose.isEmpty else { return nil }
        return daysToClose[min(daysToClose.count - 1, Int(Double(daysToClose.count) * part))]
    }

    static func == (a: Self, b: Self) -> Bool {
        a.weekly == b.weekly && a.ages == b.ages && a.open == b.open && a.overdue == b.overdue
            && a.daysToClose == b.daysToClose && a.closedInTime == b.closedInTime
            && a.backlog.map(\.category) == b.backlog.map(\.category)
            && a.backlog.map(\.count) == b.backlog.map(\.count)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(weekly) }
}

extension ReadTransaction {
    /// The figures of `agencies`; weeks end at `now`.
    func statistics(of agencies: [String], now: Instant) throws -> RequestStatistics {
        var statistics = RequestStatistics()
        let week = Int64(7 * 86_400_000_000)
        let start = now.microseconds - week * Int64(RequestStatistics.weeks)
        let filed = try perWeek("filed_at", agencies, start: start, week: week, now: now)
        let closed = try perWeek("closed_at", agencies, start: start, week: week, now: now)
        statistics.weekly = (0..<RequestStatistics.weeks).map { index in
            .init(
                start: Instant(microseconds: start + Int64(index) * week), filed: filed[index] ?? 0,
                closed: closed[index] ?? 0)
        }
        try addBacklog(&statistics, agencies, now)
        try addClosed(&statistics, agencies, since: start)
        return statistics
    }

    private func perWeek(
        _ column: String, _ agencies: [String], start: Int64, week: Int64, now: Instant
    ) throws -> [Int: Int] {
        let column = SQL(trusted: column)
        let rows = try rows(
            """
            SELECT (\(column) - \(start)) / \(week) AS week, COUNT(*) AS count FROM service_requests_requests
            WHERE agency IN (\(list: agencies)) AND \(column) >= \(start) AND \(column) < \(now) GROUP BY 1
            """)
        return Dictionary(try rows.map { (try $0[0], try $0[1]) }) { $1 }
    }

    private func addBacklog(_ statistics: inout RequestStatistics, _ agencies: [String], _ now: Instant) throws {
        var counts: [String: Int] = [:]
        try forEach(
            """
            SELECT category, filed_at, due_at FROM service_requests_requests
            WHERE agency IN (\(list: agencies)) AND closed_at IS NULL
            """
        ) { row in
            let (category, filed, due): (String, Instant, Instant) = (try row[0], try row[1], try row[2])
            counts[category, default: 0] += 1
            statistics.open += 1
            if due < now { statistics.overdue += 1 }
            let days = Double((now - filed).components.seconds) / 86_400
            statistics.ages[.init(days: days), default: 0] += 1
            return true
        }
        statistics.backlog = counts.map { ($0.key, $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    private func addClosed(_ statistics: inout RequestStatistics, _ agencies: [String], since start: Int64) throws {
        try forEach(
            """
            SELECT filed_at, closed_at, due_at FROM service_requests_requests
            WHERE agency IN (\(list: agencies)) AND closed_at >= \(start) AND status <> 'merged'
            """
        ) { row in
            let (filed, closed, due): (Instant, Instant, Instant) = (try row[0], try row[1], try row[2])
            statistics.daysToClose.append(Double((closed - filed).components.seconds) / 86_400)
            if closed <= due { statistics.closedInTime += 1 }
            return true
        }
        statistics.daysToClose.sort()
    }
}
