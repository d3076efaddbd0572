import Base
import BuildingBlock
import ServiceDefinition
import Web

/// Checking the answers, and sending them.
extension ApplyPages {
    func check(_ call: Call<Person>, _ seat: Seat) async throws -> Reply {
        let sheet = try await sheet(call, seat)
        guard case .checkAnswers = sheet.journey.current else {
            return .redirect(to: sheet.address(sheet.journey.current))
        }
        return .page(checkPage(sheet, problem: nil))
    }

    /// - Parameter lacks: whether the officer at a counter has not said what makes the answers the person's.
    private func checkPage(_ sheet: Sheet, problem: String?, lacksConfirmation lacks: Bool = false) -> Web.Page {
        let words = sheet.words
        var parts: [any Component] = []
        for stop in sheet.journey.pages {
            let lines = sheet.journey.summary.filter { $0.page == stop.page.name }
            let facts = sheet.journey.facts(on: stop.page).map {
                UI.SummaryRow($0.label, $0.value, source: words($0.isRecord ? "from-register-source" : "calculated"))
            }
            let change = sheet.address(.page(stop.page.name)) + "?change=1"
            parts.append(
                UI.SummaryList(
                    title: words.of(stop.page.title),
                    facts + lines.map { UI.SummaryRow($0.label, $0.answer, change: change) }))
        }
        let charge = sheet.service.charge(sheet.journey)
        if sheet.service.fee != nil { parts.append(feeList(charge, sheet.service, words)) }
        parts.append(
            UI.Form(
                action: sheet.address(.checkAnswers),
                fields: confirmation(sheet, isMissing: lacks),
                buttons: [UI.Button(words("send"))],
                problems: problem.map { [$0] } ?? []))
        parts.append(discard(sheet))
        return sheet.seat.page(
            UI.PartsPage(
                title: words("check-answers"), caption: words.of(sheet.service.title),
                introduction: [words("check-answers-lead")],
                back: sheet.journey.pages.last.map { sheet.address(.page($0.page.name)) },
                parts: parts),
            status: lacks ? 422 : problem == nil ? 200 : 409)
    }

    /// At a counter an officer says whose words these are: the person's who is there, or those of a signed paper.
    private func confirmation(_ sheet: Sheet, isMissing: Bool) -> [any Field] {
        guard let counter = sheet.seat.counter else { return [] }
        let words = sheet.words
        let kind = sheet.draft.channel == .paper ? "paper" : "counter"
        return [
            UI.Declaration(
                UI.Question(
                    "confirmed", words("counter.confirmed-\(kind)", ["name": .text(counter.person.name)]),
                    error: isMissing ? words("counter.not-confirmed") : nil),
                statements: [], isGiven: false)
        ]
    }

    private func feeList(_ charge: Service.Charge, _ service: Service, _ words: ServiceWords) -> UI.SummaryList {
        var rows = charge.lines.compactMap { line in
            desk.money(line.amount).map { UI.SummaryRow(words.of(line.label), words.format.money($0)) }
        }
        if charge.isUndecided {
            rows.append(UI.SummaryRow(words("fee-total"), words("fee-undecided")))
        } else if let total = desk.money(charge.total) {
            let when = service.fee?.due == .atSubmission ? words("fee-now") : words("fee-later")
            rows.append(
                UI.SummaryRow(
                    words("fee-total"), words.format.money(total), total.minorUnits > 0 ? when : words("free")))
        }
        return UI.SummaryList(title: words("fee"), rows)
    }

    func send(_ call: Call<Person>, _ seat: Seat) async throws -> Reply {
        let id = try call.identifier("draft", of: ServiceCase.self)
        if seat.counter != nil, try await call.input.form()["confirmed"] == nil {
            let sheet = try await sheet(call, seat)
            return .page(checkPage(sheet, problem: nil, lacksConfirmation: true))
        }
        do {
            let one = try await desk.submit(
                id, by: seat.party, through: seat.hand, in: seat.counter?.person.language ?? call.language, at: call.now
            )
            return .redirect(to: "\(seat.one(one))?done=submitted")
        } catch CitizenServicesError.notComplete {
            // The registers say something else by now, or a page is not answered any more.
            let sheet = try await sheet(call, seat)
            guard case .checkAnswers = sheet.journey.current else {
                return .redirect(to: seat.address(sheet.journey.current, of: id))
            }
            return .page(checkPage(sheet, problem: sheet.words("changed-facts")))
        }
    }
}
