import Base
import Journal
import Store
import Web

/// One request on one page of the workspace: its deadline always in sight, everything that can be done with it below.
struct CasePages: Sendable {
    let desk: RequestDesk
    let requests: RequestPages
    let directory: OfficerDirectory

    func declare(in routes: inout Routes) {
        let work = RequestPermissions.work
        routes.get(officer: "/office/requests/:id", permission: RequestPermissions.view) { call in
            .page(try await page(call))
        }
        routes.get(officer: "/office/requests/:id/events", permission: RequestPermissions.view) { call in
            requests.events(of: try await request(call), RequestWords(desk, in: call.language))
        }
        routes.get(officer: "/office/requests/:id/photos/:photo", permission: RequestPermissions.view) { call in
            let (id, photo) = (try await request(call).id, try call.identifier("photo", of: Photo.self))
            guard let found = try await desk.database.read({ try $0.photo(photo, of: id) }) else {
                throw Problem.notFound
            }
            return desk.serve(found, cache: .none)
        }
        routes.post(officer: "/office/requests/:id/decision", permission: work, limits: .photos) { call in
            try await decide(call)
        }
        routes.post(officer: "/office/requests/:id/assignment", permission: work) { call in try await assign(call) }
        routes.post(officer: "/office/requests/:id/notes", permission: work, limits: .photos) { call in
            try await note(call)
        }
        routes.post(officer: "/office/requests/:id/description", permission: work) { call in try await edit(call) }
        routes.post(officer: "/office/requests/:id/contact-views", permission: RequestPermissions.contact) { call in
            try await viewContact(call)
        }
        // A form that had something wrong stands at its own address: who switches the language there comes back to the case.
        for form in ["decision", "assignment", "notes", "description", "contact-views"] {
            routes.get(officer: "/office/requests/:id/\(form)", permission: RequestPermissions.view) { call in
                .redirect(to: RequestLinks.office(try call.identifier("id", of: ServiceRequest.self)))
            }
        }
    }

    func request(_ call: Call<Officer>) async throws -> ServiceRequest {
        let id = try call.identifier("id", of: ServiceRequest.self)
        let found = try await desk.database.read { try $0.request(id) }
        guard let request = found, Worker(call.caller).may(request) else { throw ServiceRequestError.unknownRequest }
        return request
    }

    /// What is shown again when something was wrong, and what has just been looked at.
    struct Outcome {
        var faults: [FilingFault] = []
        var form: Form?
        var contact: Contact?
        var isContactEmpty = false
    }

    func page(_ call: Call<Officer>, _ outcome: Outcome = Outcome()) async throws -> Page {
        let request = try await request(call)
        let found = try await desk.database.read { transaction in
            let shown = try requests.load(request, publicOnly: false, in: transaction)
            let parties = shown.updates.compactMap(\.actor) + [request.assignee].compactMap { $0 }
            return (
                shown, try directory.names(Array(Set(parties)), transaction),
                try directory.officers(request.agency, call.now, transaction),
                try transaction.followers(of: request.id), try transaction.merged(into: request.id),
                try transaction.similarCases(to: request, desk.catalogue, now: call.now)
            )
        }
        let words = RequestWords(desk, in: call.language)
        let sheet = CaseSheet(
            words: words, shown: found.0, names: found.1, officers: found.2, followers: found.3, merged: found.4,
            similar: found.5, officer: call.caller, outcome: outcome, now: call.now, requests: requests,
            done: call.input.query["done"])
        return sheet.page.page(
            title: "\(request.reference) \(words.category(request.category))",
            status: outcome.faults.isEmpty ? 200 : 422)
    }

    private func back(_ request: ServiceRequest, _ done: String) -> Reply {
        .redirect(to: PageAddress(RequestLinks.office(request.id)).with("done", done).description)
    }

    private func decide(_ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        let request = try await request(call)
        guard let action = form["action"].flatMap(RequestAction.init) else { return .page(try await page(call)) }
        var outcome = Outcome(form: form)
        let note = form["note"] ?? form["reason"]
        if action.needsNote, note == nil {
            let field = action == .handOver ? "reason" : "note"
            outcome.faults = [FilingFault(field, "service-requests.office.note-missing")]
            return .page(try await page(call, outcome))
        }
        guard let decision = decision(action, form, note ?? "") else {
            let field = action == .merge ? "into" : "agency"
            outcome.faults = [FilingFault(field, "service-requests.office.\(field)-missing")]
            return .page(try await page(call, outcome))
        }
        let photo: String?
        do {
            photo = try await self.photo(form, call)
        } catch let error as PhotoError {
            outcome.faults = [FilingFault("photo", error.key, limit: desk.catalogue.settings.photoBytes / 1_000_000)]
            return .page(try await page(call, outcome))
        }
        try await desk.decide(
            decision, on: request.id, version: form["version"].flatMap(Int64.init), by: Worker(call.caller),
            photo: photo,
            at: call.now)
        // Who hands a request over may not see it any more.
        if case .handOver(let agency, _) = decision, !call.caller.agencies.contains(agency) {
            return .redirect(to: RequestLinks.queue)
        }
        return back(request, action.rawValue)
    }

    private func decision(_ action: RequestAction, _ form: Form, _ note: String) -> RequestDecision? {
        switch action {
        case .accept: .accept(note: note.isEmpty ? nil : note)
        case .start: .start(note: note.isEmpty ? nil : note)
        case .resolve: .resolve(note: note)
        case .refuse: .refuse(note: note)
        case .reopen: .reopen(note: note)
        case .merge: form["into"].flatMap(RequestReference.init).map { .merge(into: $0) }
        case .handOver: form["agency"].map { .handOver(agency: $0, note: note) }
        }
    }

    private func photo(_ form: Form, _ call: Call<Officer>) async throws -> String? {
        guard let upload = form.file("photo") else { return nil }
        return try await desk.receive(upload, purpose: .fix, at: call.now).ticket
    }

    private func assign(_ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        let request = try await request(call)
        let assignee = form["assignee"].flatMap(Identifier<Act.Party>.init)
        if let assignee {
            let officers = try await desk.database.read { try directory.officers(request.agency, call.now, $0) }
            guard officers.contains(where: { $0.id == assignee }) else { throw Problem.notFound }
        }
        try await desk.assign(
            request.id, to: assignee, version: form["version"].flatMap(Int64.init), by: Worker(call.caller),
            at: call.now)
        return back(request, "assigned")
    }

    private func note(_ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        let request = try await request(call)
        guard let text = form["text"] else {
            let outcome = Outcome(faults: [FilingFault("text", "service-requests.office.note-missing")], form: form)
            return .page(try await page(call, outcome))
        }
        let photo = try await photo(form, call)
        _ = try await desk.note(
            String(text.prefix(Filing.descriptionLimit)), isPublic: form["audience"] == "public", on: request.id,
            by: Worker(call.caller), photo: photo, at: call.now)
        return back(request, "noted")
    }

    private func edit(_ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        let request = try await request(call)
        try await desk.edit(
            description: String((form["description"] ?? "").prefix(Filing.descriptionLimit)), of: request.id,
            version: form["version"].flatMap(Int64.init), by: Worker(call.caller), at: call.now)
        return back(request, "edited")
    }

    /// The contact data stands in the answer to this form only: it has no address that could be opened again.
    private func viewContact(_ call: Call<Officer>) async throws -> Reply {
        let form = try await call.input.form()
        let request = try await request(call)
        guard let purpose = form["purpose"], desk.catalogue.settings.purposes.contains(purpose) else {
            let outcome = Outcome(
                faults: [FilingFault("purpose", "service-requests.office.purpose-missing")], form: form)
            return .page(try await page(call, outcome))
        }
        let contact = try await desk.viewContact(
            of: request.id, purpose: purpose, by: Worker(call.caller), at: call.now)
        return .page(try await page(call, Outcome(contact: contact, isContactEmpty: contact == nil)))
    }
}

extension ReadTransaction {
    /// Open requests of the same family near a case, for merging.
    fileprivate func similarCases(
        to request: ServiceRequest, _ catalogue: CategoryCatalogue, now: Instant
    ) throws -> [SimilarRequest] {
        guard request.status.isOpen, let point = request.place.point,
            let rule = catalogue[request.category]?.similarityRule
        else { return [] }
        return try similar(rule, at: point, now: now).filter { $0.request.id != request.id }
    }
}
