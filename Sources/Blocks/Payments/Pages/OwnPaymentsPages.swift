import Base
import BuildingBlock
import Journal
import Store
import Web

/// Everything that a person was asked to pay, in their account.
struct OwnPaymentsPages: Sendable {
    let desk: PaymentDesk
    let directory: PayerDirectory

    func declare(in routes: inout Routes) {
        routes.get(person: PaymentLinks.own) { call in try await list(call) }
    }

    private func list(_ call: Call<Person>) async throws -> Reply {
        let person = Identifier<Act.Party>(call.caller.account)
        let size = call.pageSize(25)
        let cursor = try call.cursor()
        let isBackward = cursor?.isBackward ?? false
        let last = cursor?.values.first?.string.flatMap(Identifier<PaymentRequest>.init)
        let found = try await desk.database.read { transaction in
            let condition: SQL = last.map { isBackward ? "AND id > \($0)" : "AND id < \($0)" } ?? ""
            let order: SQL = isBackward ? "id" : "id DESC"
            return try transaction.rows(
                """
                SELECT \(PaymentRows.columns) FROM payments_requests WHERE payer = \(person) \(condition)
                ORDER BY \(order) LIMIT \(size + 1)
                """
            ).map(PaymentRows.request)
        }
        let page = call.page(of: found, size: size, after: cursor) { [.string("\($0.id)")] }
        let words = PaymentWords(desk, in: call.language)
        var parts: [any Component] = []
        if page.elements.isEmpty {
            parts.append(UI.EmptyState(.money, words("own.empty"), words("own.empty-text")))
        } else {
            parts.append(table(page.elements, words))
            parts.append(call.pagination(page))
        }
        return .page(
            UI.PartsPage(title: words("own.title"), introduction: [words("own.text")], back: "/account", parts: parts)
                .page())
    }

    private func table(_ requests: [PaymentRequest], _ words: PaymentWords) -> UI.Table {
        UI.Table(
            words("own.title"), hideCaption: true,
            columns: [
                UI.Column(words("for")), UI.Column(words("amount"), .number), UI.Column(words("own.due")),
                UI.Column(words("own.state")),
            ],
            rows: requests.map { request in
                UI.Row([
                    UI.Cell(request.title(in: words.language), href: request.path, note: request.reference.grouped),
                    UI.Cell(words.money(request.amount)), UI.Cell(moment: words.day(request.due)),
                    UI.Cell(tag: words.tag(request.state)),
                ])
            })
    }
}
