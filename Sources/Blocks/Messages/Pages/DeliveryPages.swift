import Base
import BuildingBlock
import Journal
import Store
import Web

/// For whoever looks after the mail: which e-mails failed and why, and sending them again. Neither names nor addresses nor words of
/// messages stand here.
struct DeliveryPages: Sendable {
    let desk: MessageDesk
    static let path = "/office/messages"

    func list(_ call: Call<Officer>) async throws -> Reply {
        let cursor = try call.cursor()
        let size = call.pageSize(25)
        let before = cursor.flatMap { cursor -> (Instant, Identifier<Message>)? in
            guard let at = cursor.values.first?.integer,
                let id = cursor.values.last?.string.flatMap(Identifier<Message>.init)
            else {
                return nil
            }
            return (Instant(microseconds: at), id)
        }
        let (failed, delayed, counts) = try await desk.database.read { tx in
            (
                try MessageRows.failed(before: before, limit: size + 1, tx), try MessageRows.delayed(limit: 50, tx),
                try MessageRows.counts(tx)
            )
        }
        let page = call.page(of: failed, size: size, after: cursor) { message in
            [.integer(message.delivery?.changedAt.microseconds ?? 0), .string(message.id.description)]
        }
        let model = DeliveryPage(
            desk: desk, language: call.language, notice: notice(call), failed: page.elements, delayed: delayed,
            counts: counts,
            next: page.next == nil ? nil : call.pagination(page))
        return .page(Page("messages/deliveries", title: call.text("messages.deliveries.title"), model))
    }

    private func notice(_ call: Call<Officer>) -> UI.Notice? {
        guard call.input.query["done"] == "retried" else { return nil }
        return UI.Notice(.done, call.text("messages.deliveries.retried"), announced: true)
    }

    func retry(_ call: Call<Officer>) async throws -> Reply {
        try await desk.retry(
            call.identifier("id"), by: .person(call.caller.person.party), agency: call.caller.agencies.first,
            at: call.now)
        return .redirect(to: "\(Self.path)?done=retried")
    }
}

struct DeliveryPage: ViewModel {
    let desk: MessageDesk
    let language: Language
    let notice: UI.Notice?
    let failed: [SentMessage]
    let delayed: [SentMessage]
    let counts: [MessageDelivery.State: Int]
    let next: UI.Pagination?

    func member(_ name: String) -> Any? {
        switch name {
        case "notice": notice.orAbsent
        case "counts":
            UI.SummaryList(
                MessageDelivery.State.allCases.map { state in
                    UI.SummaryRow(text("state.\(state.rawValue)"), Format(language).number(Int64(counts[state] ?? 0)))
                })
        case "empty": failed.isEmpty ? UI.EmptyState(.check, text("none"), text("none-text")) : Absent()
        case "failed": failed.map { FailedDelivery(page: self, message: $0) }
        case "hasFailed": !failed.isEmpty
        case "delayed": delayed.isEmpty ? Absent() : delayedTable
        case "pages": next.orAbsent
        default: nil
        }
    }

    func text(_ key: String, _ arguments: [String: Texts.Argument] = [:]) -> String {
        desk.platform.texts("messages.deliveries.\(key)", in: language, arguments)
    }

    func moment(_ instant: Instant) -> UI.Moment {
        UI.Moment(instant, Format(language, zone: desk.jurisdiction.calendar.zone))
    }

    /// "The server does not know the address (550 5.1.1)"
    func words(_ trouble: MailTrouble?) -> String {
        guard let trouble else { return "" }
        let figures = [trouble.code.map(String.init), trouble.status].compactMap(\.self).joined(separator: " ")
        let words = text("trouble.\(trouble.stage.rawValue)")
        return figures.isEmpty ? words : "\(words) (\u{2068}\(figures)\u{2069})"
    }

    private var delayedTable: UI.Table {
        UI.Table(
            text("delayed"), columns: ["template", "sent", "attempts", "reason"].map { UI.Column(text($0)) },
            rows: delayed.map { message in
                UI.Row([
                    UI.Cell(message.template), UI.Cell(moment: moment(message.sentAt)),
                    UI.Cell(Format(language).number(Int64(message.delivery?.attempts ?? 0))),
                    UI.Cell(words(message.delivery?.reason)),
                ])
            })
    }
}

private struct FailedDelivery: ViewModel {
    let page: DeliveryPage
    let message: SentMessage

    func member(_ name: String) -> Any? {
        switch name {
        case "facts":
            UI.SummaryList(
                title: message.template,
                [
                    UI.SummaryRow(page.text("number"), message.id.description),
                    UI.SummaryRow(page.text("sent"), moment: page.moment(message.sentAt)),
                    UI.SummaryRow(
                        page.text("failed-at"), moment: page.moment(message.delivery?.changedAt ?? message.sentAt)),
                    UI.SummaryRow(
                        page.text("attempts"), Format(page.language).number(Int64(message.delivery?.attempts ?? 0))),
                    UI.SummaryRow(page.text("reason"), page.words(message.delivery?.reason)),
                ])
        case "retry":
            UI.Action("\(DeliveryPages.path)/\(message.id)/attempts", UI.Button(page.text("retry"), .secondary))
        default: nil
        }
    }
}
