import Base
import BuildingBlock
import Journal
import Web

/// Where anyone finds out whether a paper or a file is ours, was changed, and still holds. What stands in it is not told.
struct VerifyPages: Sendable {
    let desk: DocumentDesk
    static let limits = Limits(body: 21_000_000, file: Upload.limit, files: 1)

    func declare(_ routes: inout Routes) {
        routes.get("/verify", question)
        routes.post("/verify", limits: Self.limits, answer)
        routes.get("/verify/:code", ofCode)
        routes.get("/signing/authority.pem", authority)
    }

    private func question(_ call: Call<Visitor>) async throws -> Reply { form(call) }

    private func answer(_ call: Call<Visitor>) async throws -> Reply {
        let form = try await call.input.form()
        if let file = form.file("file") {
            return try await page(call, try await desk.verify(file: file.path, at: call.now))
        }
        guard let typed = form["code"] else { return self.form(call, error: text("verify.nothing", call)) }
        guard let code = VerificationCode(typed) else {
            return self.form(call, error: text("verify.mistyped", call), typed: typed)
        }
        return .redirect(to: "/verify/\(code)")
    }

    private func ofCode(_ call: Call<Visitor>) async throws -> Reply {
        guard let code = VerificationCode(call.parameter("code")) else {
            return form(call, error: text("verify.mistyped", call), typed: String(call.parameter("code").prefix(40)))
        }
        return try await page(call, try await desk.verify(code, at: call.now))
    }

    /// What others need to check our signatures with a program of their own.
    private func authority(_ call: Call<Visitor>) async throws -> Reply {
        .text(try desk.keys.authority(at: call.now), type: "application/x-pem-file", cache: .shared(seconds: 3600))
    }

    private func page(_ call: Call<Visitor>, _ found: Verification) async throws -> Reply {
        let model = VerifyPage(
            notice: notice(found, call), facts: try await facts(found, call), form: fields(call, error: nil, typed: ""))
        let page = Page("documents/verify", title: text("verify.title", call), model)
        return .page(page).header("X-Robots-Tag", "noindex")
    }

    private func notice(_ found: Verification, _ call: Call<Visitor>) -> UI.Notice {
        let government: [String: Texts.Argument] = ["government": .text(desk.jurisdiction.title(in: call.language))]
        func notice(_ meaning: UI.Meaning, _ key: String, _ more: [String] = []) -> UI.Notice {
            UI.Notice(
                meaning, text("verify.\(key)", call, government), [text("verify.\(key)-text", call, government)] + more,
                announced: true)
        }
        let compare = text(found.isOfFile ? "verify.same" : "verify.compare", call)
        switch found.verdict {
        case .holds: return notice(.done, "holds", [compare])
        case .expired: return notice(.warning, "expired", [compare])
        case .revoked: return notice(.problem, "revoked")
        case .replaced: return notice(.warning, "replaced")
        case .inPreparation: return notice(.notice, "preparing")
        case .changed: return notice(.problem, "changed")
        case .unknown: return notice(.problem, found.isOfFile ? "unknown-file" : "unknown")
        }
    }

    private func facts(_ found: Verification, _ call: Call<Visitor>) async throws -> UI.SummaryList? {
        guard let document = found.document else { return nil }
        let format = desk.writer(call.language).format
        var rows = [
            UI.SummaryRow(text("fact.what", call), title(document, call.language)),
            UI.SummaryRow(
                text("fact.agency", call),
                desk.jurisdiction.agency(document.agency)?.name(in: call.language) ?? document.agency),
            UI.SummaryRow(text("fact.code", call), document.code.description),
        ]
        func day(_ key: String, _ instant: Instant?) {
            guard let instant else { return }
            rows.append(
                UI.SummaryRow(text("fact.\(key)", call), moment: UI.Moment(dayOf: instant, format)))
        }
        day("issued", document.issuedAt)
        day("until", document.validUntil.map { $0 - .microseconds(1) })
        day("ended", document.endedAt)
        if document.state == .revoked, let reason = document.reason {
            rows.append(UI.SummaryRow(text("fact.reason", call), reason))
        }
        if let act = document.act, let entry = try await desk.log.entry(of: act), let index = entry.index {
            rows.append(
                UI.SummaryRow(
                    text("fact.journal", call),
                    links: [
                        UI.Link(
                            text("fact.entry", call, ["number": .number(Int64(index))]), "/journal/entries/\(index)")
                    ]))
        }
        return UI.SummaryList(rows)
    }

    /// The title in the visitor's language, where the jurisdiction has the template; else as it is on the paper.
    private func title(_ document: IssuedDocument, _ language: Language) -> String {
        desk.templates.templates[document.name]?[language]?.title ?? document.title
    }

    private func form(_ call: Call<Visitor>, error: String? = nil, typed: String = "") -> Reply {
        let model = VerifyPage(notice: nil, facts: nil, form: fields(call, error: error, typed: typed))
        return .page(
            Page("documents/verify", title: text("verify.title", call), model, status: error == nil ? 200 : 422))
    }

    private func fields(_ call: Call<Visitor>, error: String?, typed: String) -> UI.QuestionPage {
        let code = UI.TextField(
            UI.Question(
                "code", text("verify.code", call), hint: text("verify.code-hint", call), error: error, optional: true),
            value: typed)
        let file = UI.FileField(
            UI.Question("file", text("verify.file", call), hint: text("verify.file-hint", call), optional: true),
            accept: [".pdf", "application/pdf"])
        let form = UI.Form(
            action: "/verify", fields: [code, file], buttons: [UI.Button(text("verify.button", call))], multipart: true)
        return UI.QuestionPage(title: nil, form: form)
    }

    private func text(_ key: String, _ call: Call<Visitor>, _ arguments: [String: Texts.Argument] = [:]) -> String {
        desk.platform.texts("documents.\(key)", in: call.language, arguments)
    }
}

struct VerifyPage: ViewModel {
    let notice: UI.Notice?
    let facts: UI.SummaryList?
    let form: UI.QuestionPage

    func member(_ name: String) -> Any? {
        switch name {
        case "notice": notice.orAbsent
        case "facts": facts.orAbsent
        case "form": form
        case "isAsked": notice != nil
        default: nil
        }
    }
}
