import Base
import BuildingBlock
import Journal
import ServiceDefinition
import Store
import Web

/// One case on one page of the workspace. Opening it is a look at someone's data, which that person can read of.
struct OfficeCasePages: Sendable {
    let desk: ServicesDesk

    func declare(in routes: inout Routes) {
        let (view, work) = (CitizenServicesPermissions.view, CitizenServicesPermissions.work)
        routes.get(officer: "/office/cases/:id", permission: view) { call in .page(try await page(call)) }
        routes.get(officer: "/office/appeals/:id", permission: CitizenServicesPermissions.appeals) { call in
            .page(try await page(call))
        }
        routes.get(officer: "/office/cases/:id/files/:file", permission: view) { call in try await file(call) }
        routes.get(officer: "/office/appeals/:id/files/:file", permission: CitizenServicesPermissions.appeals) { call in
            try await file(call)
        }
        for name in ["decision", "question", "payment", "return"] {
            routes.post(officer: "/office/cases/:id/\(name)", permission: work) { call in try await take(name, call) }
        }
        routes.post(officer: "/office/cases/:id/tasks/:task", permission: work) { call in try await complete(call) }
        routes.get(officer: "/office/cases/:id/tasks/:task", permission: view) { call in
            .redirect(to: ServiceLinks.office(try call.identifier("id")))
        }
        routes.post(officer: "/office/cases/:id/notes", permission: work) { call in try await note(call) }
        routes.post(officer: "/office/cases/:id/assignment", permission: work) { call in try await assign(call) }
        routes.post(officer: "/office/appeals/:id/decision", permission: CitizenServicesPermissions.appeals) { call in
            try await take("appeal", call)
        }
        // A form that had something wrong stands at its own address: who switches the language there comes back to the case.
        for name in ["decision", "question", "payment", "return", "notes", "assignment"] {
            routes.get(officer: "/office/cases/:id/\(name)", permission: view) { call in
                .redirect(to: ServiceLinks.office(try call.identifier("id")))
            }
        }
        routes.get(officer: "/office/appeals/:id/decision", permission: CitizenServicesPermissions.appeals) { call in
            .redirect(to: ServiceLinks.appeal(try call.identifier("id")))
        }
    }

    /// Work on the way to a decision, or after it.
    private func complete(_ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        let id = try call.identifier("id", of: ServiceCase.self)
        do {
            try await desk.complete(
                try call.identifier("task"), of: id, way: form["way"], note: String((form["text"] ?? "").prefix(8000)),
                by: CaseWorker(call.caller), at: call.now)
        } catch CitizenServicesError.missing {
            let words = ServiceWords(desk, in: call.language)
            return .page(
                try await page(call, problem: words("missing-way"), field: "\(call.parameter("task")).way", form: form))
        }
        return .redirect(to: ServiceLinks.office(id) + "?done=work")
    }

    private func file(_ call: Call<Officer>) async throws -> Reply {
        let found = try await desk.view(try call.identifier("id"), by: CaseWorker(call.caller), at: call.now)
        return try await desk.serve(try call.identifier("file"), of: found.one.id)
    }

    private func page(_ call: Call<Officer>, problem: String? = nil, field: String? = nil, form: Form? = nil)
        async throws -> Web.Page
    {
        let found = try await desk.view(try call.identifier("id"), by: CaseWorker(call.caller), at: call.now)
        let (names, officers, standing) = try await desk.database.read { [desk] transaction in
            let parties = Set(
                found.events.compactMap(\.actor) + [found.one.party]
                    + [found.one.assignee, found.one.enteredBy].compactMap { $0 })
            return (
                try desk.ports.names(Array(parties), transaction),
                try desk.ports.officers(found.one.agency, call.now, transaction),
                try CaseStanding(found.one, desk, in: transaction)
            )
        }
        let sheet = OfficeCaseSheet(
            desk: desk, words: ServiceWords(desk, in: call.language), one: found.one, service: found.service,
            events: found.events,
            names: names, officers: officers.map { ($0.id, $0.name) }, officer: call.caller, standing: standing,
            now: call.now, problem: problem, field: field,
            form: form, done: call.input.query["done"])
        return sheet.page.page(
            title: "\(found.one.reference) \(sheet.title)", status: problem == nil ? 200 : 422)
    }

    private func take(_ name: String, _ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        let id = try call.identifier("id", of: ServiceCase.self)
        let text = String((form["text"] ?? "").prefix(8000))
        let step: CaseStep
        switch name {
        case "question": step = .ask(text)
        case "payment": step = .pay(receipt: text)
        case "return": step = .giveBack(text)
        case "appeal": step = form["outcome"] == "remit" ? .remit(text) : .uphold(text)
        default:
            step = .decide(
                form["decision"] ?? "", reasons: form.all("reasons").filter { !$0.isEmpty }, explanation: text)
        }
        do {
            try await desk.take(
                step, on: id, version: form["version"].flatMap(Int64.init), by: CaseWorker(call.caller), at: call.now)
        } catch CitizenServicesError.missing(let field) {
            let words = ServiceWords(desk, in: call.language)
            return .page(
                try await page(call, problem: words("missing-\(field)"), field: "\(name).\(field)", form: form))
        } catch CitizenServicesError.ownDecision {
            return .page(
                try await page(
                    call, problem: ServiceWords(desk, in: call.language)("own-decision"), field: "\(name).", form: form)
            )
        }
        let base = name == "appeal" ? ServiceLinks.appeal(id) : ServiceLinks.office(id)
        return .redirect(to: "\(base)?done=\(name)")
    }

    private func note(_ call: Call<Officer>) async throws -> Reply {
        let id = try call.identifier("id", of: ServiceCase.self)
        if let text = try await call.input.form()["text"] {
            try await desk.note(String(text.prefix(8000)), on: id, by: CaseWorker(call.caller), at: call.now)
        }
        return .redirect(to: ServiceLinks.office(id) + "?done=note")
    }

    private func assign(_ call: Call<Officer>) async throws -> Reply {
        let id = try call.identifier("id", of: ServiceCase.self)
        let form = try await call.input.form()
        let assignee = form["assignee"].flatMap(Identifier<Act.Party>.init)
        let note = String((form["text"] ?? "").prefix(4000))
        do {
            try await desk.assign(
                id, to: assignee, note: note, version: form["version"].flatMap(Int64.init),
                by: CaseWorker(call.caller), at: call.now)
        } catch CitizenServicesError.missing(let field) {
            let words = ServiceWords(desk, in: call.language)
            return .page(
                try await page(call, problem: words("missing-\(field)"), field: "assignment.\(field)", form: form))
        }
        return .redirect(to: ServiceLinks.office(id) + "?done=assigned")
    }
}
