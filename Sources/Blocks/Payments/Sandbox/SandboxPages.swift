import Base
import Web

/// The sandbox's page for people: a card is typed, a bank asks, and the browser is sent back.
struct SandboxPages: Sendable {
    let sandbox: SandboxPayments

    func declare(in routes: inout Routes) {
        routes.get("/pay/:session") { call in try page(call) }
        routes.post("/pay/:session") { call in
            let form = try await call.input.form()
            let digits = (form["card"] ?? "").filter { $0.isASCII && $0.isNumber }
            let outcome = try known {
                try sandbox.change { try $0.pay(call.parameter("session"), card: digits, at: sandbox.now) }
            }
            switch outcome {
            case .over, .challenge: return .redirect(to: "/pay/\(call.parameter("session"))?next=1")
            case .badCard: return try page(call, typed: form["card"] ?? "")
            }
        }
        routes.post("/pay/:session/confirmation") { call in
            let isConfirmed = try await call.input.form()["answer"] == "yes"
            try known {
                try sandbox.change {
                    try $0.answerChallenge(call.parameter("session"), confirmed: isConfirmed, at: sandbox.now)
                }
            }
            return try back(call)
        }
        routes.post("/pay/:session/cancellation") { call in
            _ = try known { try sandbox.change { try $0.end(call.parameter("session"), at: sandbox.now) } }
            return try back(call)
        }
    }

    private func known<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch SandboxBook.Trouble.unknown {
            throw Problem.notFound
        }
    }

    private func session(_ call: Call<Visitor>) throws -> SandboxBook.Session {
        try known { try sandbox.change { try $0.session(call.parameter("session"), at: sandbox.now) } }
    }

    private func back(_ call: Call<Visitor>) throws -> Reply {
        Reply.redirect(to: "/").header("Location", try session(call).back)
    }

    private func page(_ call: Call<Visitor>, typed: String? = nil) throws -> Reply {
        let session = try session(call)
        guard session.current == .open else { return try back(call) }
        func text(_ key: String) -> String { call.text("payments.sandbox.\(key)") }
        let question = UI.Question(
            "card", text("card"), hint: text("card-hint"), error: typed == nil ? nil : text("card-wrong"))
        let form = UI.Form(
            action: "/pay/\(session.id)",
            fields: [
                UI.TextField(question, value: typed ?? "", width: .medium, autocomplete: "off", inputMode: "numeric")
            ],
            buttons: [UI.Button(text("pay"))])
        let confirm = UI.Form(
            action: "/pay/\(session.id)/confirmation", fields: [],
            buttons: [
                UI.Button(text("confirm"), name: "answer", value: "yes"),
                UI.Button(text("refuse"), .secondary, name: "answer", value: "no"),
            ])
        let cards = UI.Table(
            text("cards"), columns: [UI.Column(text("card")), UI.Column(text("effect"))],
            rows: TestCard.allCases.map { UI.Row([UI.Cell($0.rawValue.groupedByFour), UI.Cell(text("card-\($0)"))]) })
        let model: Members = [
            "isChallenged": session.isChallenged, "amount": Format(call.language).money(session.amount),
            "title": session.title, "reference": session.reference.groupedByFour, "form": form, "confirm": confirm,
            "summary": form.summary as (any Sendable)? ?? false, "cards": cards,
            "cancel": UI.Action("/pay/\(session.id)/cancellation", UI.Button(text("cancel"), .quiet)),
        ]
        let page = Page("payments/sandbox", title: text("title"), model, status: typed == nil ? 200 : 422)
        return Reply.page(page).lettingForms(leadTo: session.back.webOrigin)
    }
}
