import Base
import BuildingBlock
import Store
import Web

/// The figures of an agency for its supervisors, drawn.
struct StatisticsPages: Sendable {
    let desk: RequestDesk

    func declare(in routes: inout Routes) {
        routes.get(officer: RequestLinks.statistics, permission: RequestPermissions.supervise) { call in
            try await show(call)
        }
    }

    private func show(_ call: Call<Officer>) async throws -> Reply {
        let words = RequestWords(desk, in: call.language)
        let chosen = call.input.query["agency"].flatMap { call.caller.agencies.contains($0) ? $0 : nil }
        let agencies = chosen.map { [$0] } ?? call.caller.agencies
        let statistics = try await desk.database.read { try $0.statistics(of: agencies, now: call.now) }
        var parts: [any Component] = []
        if call.caller.agencies.count > 1 { parts.append(tabs(call.caller.agencies, chosen, words)) }
        parts.append(summary(statistics, words))
        parts.append(volumes(statistics, words))
        parts.append(ages(statistics, words))
        parts.append(backlog(statistics, words))
        return .page(UI.PartsPage(title: words("statistics.title"), parts: parts).workspace())
    }

    private func tabs(_ agencies: [String], _ chosen: String?, _ words: RequestWords) -> UI.Tabs {
        let all = UI.Link(words("queue.every-agency"), RequestLinks.statistics, isCurrent: chosen == nil)
        let each = agencies.map {
            UI.Link(
                words.agency($0), PageAddress(RequestLinks.statistics).with("agency", $0).description,
                isCurrent: $0 == chosen)
        }
        return UI.Tabs(words("request.agency"), [all] + each)
    }

    private func summary(_ statistics: RequestStatistics, _ words: RequestWords) -> UI.SummaryList {
        func days(_ days: Double?) -> String {
            days.map { words("statistics.days", ["days": .text(words.format.number($0, decimals: 1))]) } ?? "–"
        }
        let closed = statistics.daysToClose.count
        let inTime = closed > 0 ? words.format.percent(Double(statistics.closedInTime) / Double(closed)) : "–"
        return UI.SummaryList([
            UI.SummaryRow(words("statistics.open"), words.format.number(Int64(statistics.open))),
            UI.SummaryRow(words("statistics.overdue"), words.format.number(Int64(statistics.overdue))),
            UI.SummaryRow(words("statistics.closed"), words.format.number(Int64(closed))),
            UI.SummaryRow(words("statistics.in-time"), inTime),
            UI.SummaryRow(words("statistics.median"), days(statistics.days(quantile: 0.5))),
            UI.SummaryRow(words("statistics.ninety"), days(statistics.days(quantile: 0.9))),
        ])
    }

    private func volumes(_ statistics: RequestStatistics, _ words: RequestWords) -> UI.LineChart {
        UI.LineChart(
            words("statistics.volumes"), axisTitle: words("statistics.week"),
            axis: statistics.weekly.map { words.format.date($0.start, .short) },
            [
                UI.Series(words("statistics.filed"), statistics.weekly.map { Double($0.filed) }),
                UI.Series(words("statistics.closed-series"), statistics.weekly.map { Double($0.closed) }),
            ], rightToLeft: words.language.isRightToLeft)
    }

    private func ages(_ statistics: RequestStatistics, _ words: RequestWords) -> UI.StackedBar {
        UI.StackedBar(
            words("statistics.ages"),
            RequestStatistics.AgeBand.allCases.map { band in
                let count = statistics.ages[band] ?? 0
                return UI.Figure(
                    words("statistics.age-\(band.rawValue)"), Double(count), words.format.number(Int64(count)))
            })
    }

    private func backlog(_ statistics: RequestStatistics, _ words: RequestWords) -> UI.BarChart {
        UI.BarChart(
            words("statistics.backlog"), label: words("report.category"), figure: words("statistics.open"),
            statistics.backlog.prefix(15).map { category, count in
                UI.Figure(words.category(category), Double(count), words.format.number(Int64(count)))
            })
    }
}
