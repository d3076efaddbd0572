import Base
import BuildingBlock
import Journal
import Store
import Web

/// The page of the person who reported: whoever has its address, which cannot be guessed.
struct PrivatePages: Sendable {
    let desk: RequestDesk
    let requests: RequestPages

    func declare(in routes: inout Routes) {
        routes.get("/requests/:reference/mine/:key") { call in try await show(call) }
        routes.get("/requests/:reference/mine/:key/events") { call in
            requests.events(
                of: try await desk.request(key: call.parameter("key")), RequestWords(desk, in: call.language))
        }
        routes.get("/requests/:reference/mine/:key/photos/:photo") { call in try await photo(call) }
        routes.post("/requests/:reference/mine/:key/comments") { call in
            guard let text = try await call.input.form()["text"] else { return back(call, "empty") }
            try await desk.comment(
                String(text.prefix(Filing.descriptionLimit)), key: call.parameter("key"), at: call.now)
            return back(call, "commented")
        }
        routes.post("/requests/:reference/mine/:key/reopening") { call in
            guard let text = try await call.input.form()["text"] else { return back(call, "empty") }
            try await desk.reopen(
                String(text.prefix(Filing.descriptionLimit)), key: call.parameter("key"), at: call.now)
            return back(call, "reopened")
        }
        routes.post("/requests/:reference/mine/:key/contact-erasure") { call in
            try await desk.eraseContact(key: call.parameter("key"), at: call.now)
            return back(call, "erased")
        }
        routes.get(person: RequestLinks.own) { call in try await own(call) }
    }

    private func back(_ call: Call<Visitor>, _ done: String) -> Reply {
        .redirect(
            to: PageAddress("/requests/\(call.parameter("reference"))/mine/\(call.parameter("key"))").with("done", done)
                .description)
    }

    private func show(_ call: Call<Visitor>) async throws -> Reply {
        let key = call.parameter("key")
        let request = try await desk.request(key: key)
        let (shown, contact) = try await desk.database.read { transaction in
            (try requests.load(request, publicOnly: false, in: transaction), try transaction.contact(of: request.id))
        }
        var visible = shown
        visible.updates.removeAll { $0.kind == .internalNote || $0.kind == .assigned }
        let words = RequestWords(desk, in: call.language)
        let address = RequestLinks.mine(request.reference, key)
        let parts =
            head(request, contact, call, words) + requests.body(visible, words, address: address, now: call.now)
            + actions(request, contact, call, words)
        return .page(
            UI.PartsPage(
                title: words.category(request.category), caption: request.reference.description, parts: parts
            ).page())
    }

    private func head(
        _ request: ServiceRequest, _ contact: Contact?, _ call: Call<Visitor>, _ words: RequestWords
    ) -> [any Component] {
        if call.input.query["filed"] != nil {
            var next = [words.catalogue[request.category]?.notice?(in: words.language)].compactMap { $0 }
            if let due = request.dueAt { next.append(words("filed.due", ["day": .text(words.format.date(due))])) }
            next.append(words(contact?.email == nil ? "filed.keep-address" : "filed.letters"))
            return [
                Filed(
                    confirmation: UI.Confirmation(
                        words("filed.title"),
                        text: words("filed.text", ["agency": .text(words.agency(request.agency))]),
                        referenceLabel: words("filed.reference"), reference: request.reference.description)),
                UI.Notice(.notice, words("filed.next"), next),
            ]
        }
        switch call.input.query["done"] {
        case "commented": return [UI.Notice(.done, words("private.commented"), announced: true)]
        case "reopened": return [UI.Notice(.done, words("private.reopened"), announced: true)]
        case "erased": return [UI.Notice(.done, words("private.erased"), announced: true)]
        case "empty": return [UI.Notice(.problem, words("private.empty"), announced: true)]
        default: return []
        }
    }

    private func actions(
        _ request: ServiceRequest, _ contact: Contact?, _ call: Call<Visitor>, _ words: RequestWords
    ) -> [any Component] {
        let address = RequestLinks.mine(request.reference, call.parameter("key"))
        var parts: [any Component] = []
        func area(_ label: String) -> UI.TextArea {
            UI.TextArea(UI.Question("text", label), rows: 3, limit: Filing.descriptionLimit)
        }
        if request.status.isOpen {
            parts += [
                UI.Heading(words("private.comment")),
                UI.Form(
                    action: "\(address)/comments",
                    fields: [area(words(request.isPublic ? "private.comment-public" : "private.comment-private"))],
                    buttons: [UI.Button(words("private.comment-button"), .secondary)]),
            ]
        } else if desk.mayReopen(request, at: call.now) {
            parts += [
                UI.Heading(words("private.reopen")),
                UI.Form(
                    action: "\(address)/reopening", fields: [area(words("private.reopen-why"))],
                    buttons: [UI.Button(words("private.reopen-button"), .secondary)]),
            ]
        }
        if let contact {
            let lines = [contact.name, contact.email, contact.phone].compactMap { $0 }
            var row = UI.SummaryRow(words("report.contact"))
            row.lines = lines.isEmpty ? [words("private.by-account")] : lines
            parts += [
                UI.Heading(words("private.contact")), UI.SummaryList([row]),
                UI.Action("\(address)/contact-erasure", UI.Button(words("private.erase-button"), .quiet)),
            ]
        }
        if request.isPublic {
            parts.append(UI.LinkList([UI.Link(words("private.public-page"), RequestLinks.request(request.reference))]))
        }
        return parts
    }

    private func photo(_ call: Call<Visitor>) async throws -> Reply {
        let request = try await desk.request(key: call.parameter("key"))
        let id = try call.identifier("photo", of: Photo.self)
        guard let photo = try await desk.database.read({ try $0.photo(id, of: request.id) }) else {
            throw Problem.notFound
        }
        return desk.serve(photo, cache: .none)
    }

    /// What a signed-in person reported and follows.
    private func own(_ call: Call<Person>) async throws -> Reply {
        let party = Identifier<Act.Party>(call.caller.account)
        let (reported, followed) = try await desk.database.read { transaction in
            (try transaction.reported(by: party), try transaction.followed(by: party))
        }
        let words = RequestWords(desk, in: call.language)
        var parts: [any Component] = [UI.Heading(words("own.reported"))]
        if reported.isEmpty {
            parts.append(
                UI.EmptyState(
                    .document, words("own.nothing"), words("own.nothing-text"),
                    button: UI.Button(words("report.title"), href: RequestLinks.report)))
        } else {
            parts.append(
                UI.ServiceCards(
                    reported.map { request, key in
                        var card = words.card(request, now: call.now)
                        if let key { card.href = RequestLinks.mine(request.reference, key) }
                        return card
                    }))
        }
        if !followed.isEmpty {
            parts += [
                UI.Heading(words("own.followed")), UI.ServiceCards(followed.map { words.card($0, now: call.now) }),
            ]
        }
        return .page(UI.PartsPage(title: words("own.title"), parts: parts).page())
    }
}

/// The confirmation that stands under the page's own title.
struct Filed: Component {
    static let partial = "service-requests/filed"
    var confirmation: UI.Confirmation
    func member(_ key: String) -> Any? { confirmation.member(key) }
}

extension ReadTransaction {
    /// The newest 100 requests that a person reported, with the keys of their private pages.
    func reported(by party: Identifier<Act.Party>) throws -> [(request: RequestSummary, key: String?)] {
        try rows(
            """
            SELECT \(RequestRows.summaryColumns), c.private_key FROM service_requests_contacts c
            JOIN service_requests_requests r ON r.id = c.request WHERE c.party = \(party) ORDER BY r.id DESC LIMIT 100
            """
        ).map { (try RequestRows.summary($0), try $0["private_key"]) }
    }

    func followed(by party: Identifier<Act.Party>) throws -> [RequestSummary] {
        try rows(
            """
            SELECT \(RequestRows.summaryColumns) FROM service_requests_followers f
            JOIN service_requests_requests r ON r.id = f.request
            WHERE f.party = \(party) AND r.is_public ORDER BY r.id DESC LIMIT 100
            """
        ).map(RequestRows.summary)
    }
}
