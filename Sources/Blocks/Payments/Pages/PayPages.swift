import Base
import BuildingBlock
import Journal
import Store
import Web

/// What somebody owes, how it can be paid, and how the payment went.
struct PayPages: Sendable {
    let desk: PaymentDesk
    let directory: PayerDirectory

    func declare(in routes: inout Routes) {
        routes.get(person: "/payments/:reference") { call in try await show(call) }
        routes.post(person: "/payments/:reference/card") { call in try await payByCard(call) }
        // Who switches the language on the way comes back to the payment.
        routes.get(person: "/payments/:reference/card") { call in .redirect(to: try await request(call).path) }
        routes.get(person: "/payments/:reference/result") { call in try await result(call) }
        routes.get(person: "/payments/:reference/receipts/:number") { call in try await receipt(call) }
    }

    /// The payment of the address, if it is this person's.
    func request(_ call: Call<Person>) async throws -> PaymentRequest {
        guard let reference = CreditorReference(call.parameter("reference")) else { throw PaymentError.unknownRequest }
        let person = Identifier<Act.Party>(call.caller.account)
        return try await desk.database.read { transaction in
            guard let request = try transaction.payment(reference), let payer = request.payer,
                try payer == person || directory.mayPay(person, payer, transaction)
            else { throw PaymentError.unknownRequest }
            return request
        }
    }

    private func show(_ call: Call<Person>, unavailable: Bool = false) async throws -> Reply {
        let request = try await request(call)
        let found = try await desk.database.read { transaction in
            (
                try transaction.receipts(of: request.id), try transaction.refunds(of: request.id),
                try transaction.attempts("request = \(request.id)", limit: 1).first
            )
        }
        let sheet = PaySheet(
            words: PaymentWords(desk, in: call.language), request: request, receipts: found.0, refunds: found.1,
            attempt: found.2, takesCards: desk.provider != nil, isUnavailable: unavailable,
            today: desk.platform.jurisdiction.calendar.zone.date(at: call.now))
        return letPay(.page(sheet.page))
    }

    /// The browser may follow the form to the provider's page.
    private func letPay(_ reply: Reply) -> Reply {
        desk.provider.map { reply.lettingForms(leadTo: $0.origin) } ?? reply
    }

    private func payByCard(_ call: Call<Person>) async throws -> Reply {
        let request = try await request(call)
        do {
            let page = try await desk.beginCard(
                request.id, in: call.language, by: .person(Identifier(call.caller.account)), at: call.now)
            // The provider's answer, not the person's input: it must be on the provider's own origin.
            guard let provider = desk.provider, page.isWebAddress, page.webOrigin == provider.origin else {
                throw PaymentError.cardsUnavailable
            }
            return Reply.redirect(to: request.path).header("Location", page)
        } catch PaymentError.cardsUnavailable {
            return try await show(call, unavailable: true)
        } catch PaymentError.notPossible {
            return .redirect(to: PaymentLinks.result(request))
        }
    }

    /// Where the provider's page leads back to. That the browser came proves nothing: the provider is asked.
    private func result(_ call: Call<Person>) async throws -> Reply {
        let before = try await request(call)
        // If it does not answer, the job asks again; the person sees that we wait.
        try? await desk.checkNewest(of: before.id, at: call.now)
        let request = try await request(call)
        guard request.state == .processing else { return .redirect(to: request.path) }
        let words = PaymentWords(desk, in: call.language)
        let count = min(max(call.input.query["n"].flatMap(Int.init) ?? 0, 0), 20)
        let page = UI.PartsPage(
            title: words("waiting.title"), caption: request.title(in: call.language),
            parts: [
                UI.LiveStatus("", words("waiting.status")), UI.Paragraphs([words("waiting.text")]),
                UI.LinkList([
                    UI.Link(words("waiting.again"), PaymentLinks.result(request)),
                    UI.Link(words("waiting.payment"), request.path),
                ]),
            ])
        let reply = Reply.page(page.page())
        guard count < 10 else { return reply }
        // The page looks again by itself, also without scripts: soon at first, then less often, and not for ever.
        return reply.header("Refresh", "\(2 + count); url=\(PaymentLinks.result(request))?n=\(count + 1)")
    }

    private func receipt(_ call: Call<Person>) async throws -> Reply {
        let request = try await request(call)
        let found = try await desk.database.read { transaction in
            (
                try transaction.receipts(of: request.id),
                try directory.names([request.payer].compactMap { $0 }.asSet, transaction)
            )
        }
        guard let receipt = found.0.first(where: { $0.number == call.parameter("number") }) else {
            throw PaymentError.unknownRequest
        }
        let words = PaymentWords(desk, in: call.language)
        var rows = [
            UI.SummaryRow(words("receipt.number"), receipt.number),
            UI.SummaryRow(words("receipt.received"), words.money(receipt.amount)),
            UI.SummaryRow(words("receipt.at"), moment: words.moment(receipt.at)),
            UI.SummaryRow(words("receipt.way"), words.way(receipt.way)),
            UI.SummaryRow(words("for"), request.title(in: call.language)),
            UI.SummaryRow(words("reference"), request.reference.grouped),
            UI.SummaryRow(words("receipt.payee"), desk.settings.payee.name, words.agency(request.agency)),
        ]
        if let name = request.payer.flatMap({ found.1[$0] }) {
            rows.insert(UI.SummaryRow(words("receipt.payer"), name), at: 4)
        }
        var parts: [any Component] = [UI.Receipt(words("receipt.title"), rows)]
        parts.append(PaySheet.lines(of: request, words))
        return .page(
            UI.PartsPage(
                title: words("receipt.heading", ["number": .text(receipt.number)]), back: request.path, parts: parts
            )
            .page())
    }
}

extension [Identifier<Act.Party>] {
    var asSet: Set<Identifier<Act.Party>> { Set(self) }
}
