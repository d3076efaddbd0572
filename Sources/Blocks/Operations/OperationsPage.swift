import Base
import BuildingBlock
import Journal
import Store
import Web

/// How the system fares.
struct OperationsPage: ViewModel {
    let platform: Platform
    let language: Language
    let now: Instant
    let dead: [Job]
    let counts: [JobQueue.Count]
    let recurrences: [Recurrence.Status]
    let journal: JournalStatus

    func member(_ name: String) -> Any? {
        switch name {
        case "verdict": verdict
        case "journal": journalFacts
        case "dead": dead.map { DeadLetter(page: self, job: $0) }
        case "hasDead": !dead.isEmpty
        case "queue": queue
        case "schedules": schedules
        case "listeners": listeners
        case "witnesses": journal.witnesses.isEmpty ? Absent() : witnesses
        default: nil
        }
    }

    func text(_ key: String, _ arguments: [String: Texts.Argument] = [:]) -> String {
        platform.texts(key, in: language, arguments)
    }

    func moment(_ instant: Instant) -> UI.Moment {
        UI.Moment(instant, Format(language, zone: platform.jurisdiction.calendar.zone))
    }

    private var failing: [ListenerStatus] { journal.listeners.filter { $0.failures > 0 } }

    private var verdict: UI.Notice {
        if dead.isEmpty, failing.isEmpty { return UI.Notice(.done, text("operations.fine")) }
        var reasons: [String] = []
        if !dead.isEmpty { reasons.append(text("operations.dead-count", ["count": .number(Int64(dead.count))])) }
        reasons += failing.map { text("operations.listener-fails", ["name": .text($0.name)]) }
        return UI.Notice(.problem, text("operations.attention"), reasons)
    }

    private func number(_ count: Int) -> String { Format(language).number(Int64(count)) }

    private var journalFacts: UI.SummaryList {
        UI.SummaryList([
            UI.SummaryRow(text("operations.logged"), number(journal.size)),
            UI.SummaryRow(text("operations.waiting"), number(journal.waiting)),
            UI.SummaryRow(text("operations.published"), number(journal.published)),
        ])
    }

    private func table(_ caption: String, _ columns: [(key: String, kind: UI.Column.Kind)], _ rows: [UI.Row])
        -> UI.Table
    {
        UI.Table(text(caption), columns: columns.map { UI.Column(text($0.key), $0.kind) }, rows: rows)
    }

    private var queue: UI.Table {
        table(
            "operations.queue",
            [("operations.kind", .text), ("operations.state", .text), ("operations.count", .number)],
            counts.map { count in
                UI.Row([
                    UI.Cell(count.kind), UI.Cell(text("operations.state-\(count.state.rawValue)")),
                    UI.Cell(number(count.count)),
                ])
            })
    }

    private var schedules: UI.Table {
        table(
            "operations.schedules",
            [
                ("operations.name", .text), ("operations.last-ran", .text), ("operations.next", .text),
                ("operations.result", .text),
            ],
            recurrences.map { status in
                UI.Row([
                    UI.Cell(status.name),
                    status.lastEndedAt.map { UI.Cell(moment: moment($0)) } ?? UI.Cell(text("operations.never")),
                    UI.Cell(moment: moment(status.nextAt)),
                    status.lastError.map { UI.Cell(tag: UI.Tag(text("operations.failed"), .problem), note: $0) }
                        ?? UI.Cell(tag: UI.Tag(text("operations.good"), .done)),
                ])
            })
    }

    private var listeners: UI.Table {
        table(
            "operations.listeners",
            [("operations.name", .text), ("operations.lag", .number), ("operations.result", .text)],
            journal.listeners.map { status in
                UI.Row([
                    UI.Cell(status.name), UI.Cell(number(status.lag)),
                    status.error.map { UI.Cell(tag: UI.Tag(text("operations.failed"), .problem), note: $0) }
                        ?? UI.Cell(tag: UI.Tag(text("operations.good"), .done)),
                ])
            })
    }

    private var witnesses: UI.Table {
        table(
            "operations.witnesses",
            [("operations.name", .text), ("operations.cosigned", .number), ("operations.result", .text)],
            journal.witnesses.map { status in
                UI.Row([
                    UI.Cell(status.name), UI.Cell(number(status.size)),
                    status.error.map { UI.Cell(tag: UI.Tag(text("operations.failed"), .problem), note: $0) }
                        ?? UI.Cell(tag: UI.Tag(text("operations.good"), .done)),
                ])
            })
    }
}

/// A job that was given up, with what can be done about it.
struct DeadLetter: ViewModel {
    let page: OperationsPage
    let job: Job

    func member(_ name: String) -> Any? {
        switch name {
        case "facts":
            UI.SummaryList(
                title: job.kind,
                [
                    UI.SummaryRow(page.text("operations.enqueued"), moment: page.moment(job.enqueuedAt)),
                    UI.SummaryRow(page.text("operations.attempts"), "\(job.attempts)"),
                    UI.SummaryRow(page.text("operations.error"), job.lastError ?? ""),
                ])
        case "retry":
            UI.Action(
                "\(OperationsPages.path)/jobs/\(job.id)/attempts", UI.Button(page.text("operations.retry"), .secondary))
        case "discard":
            UI.Action(
                "\(OperationsPages.path)/jobs/\(job.id)/removal",
                UI.Button(page.text("operations.discard"), .destructive))
        default: nil
        }
    }
}
