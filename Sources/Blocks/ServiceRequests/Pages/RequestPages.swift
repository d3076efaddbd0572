import Base
import BuildingBlock
import Journal
import Store
import Web

/// The public page of a request, its photos and its live state.
struct RequestPages: Sendable {
    let desk: RequestDesk
    let live: LiveRequests

    func declare(in routes: inout Routes) {
        routes.get("/requests/:reference") { call in try await show(call) }
        routes.get("/requests/:reference/events") { call in try await events(call) }
        routes.get("/requests/:reference/photos/:photo") { call in try await photo(call) }
    }

    private func reference(_ call: Call<Visitor>) throws -> RequestReference {
        guard let reference = RequestReference(call.parameter("reference")) else { throw Problem.notFound }
        return reference
    }

    /// What is shown of a request.
    struct Shown: Sendable {
        var request: ServiceRequest
        var updates: [RequestUpdate] = []
        var photos: [Photo] = []
        var mergedInto: RequestReference?
        var definition: KeptDefinition?
        /// Whether the person who looks follows it.
        var isFollowed = false
    }

    /// A fresh request is one query; what has a history takes one more for each kind of it.
    func load(_ request: ServiceRequest, publicOnly: Bool, in transaction: any ReadTransaction) throws -> Shown {
        var shown = Shown(request: request)
        if request.version > 1 { shown.updates = try transaction.updates(of: request.id, publicOnly: publicOnly) }
        if request.photoCount > 0 || !publicOnly { shown.photos = try transaction.photos(of: request.id) }
        if let target = request.mergedInto { shown.mergedInto = try transaction.request(target)?.reference }
        if !request.answers.isEmpty, request.definition != desk.catalogue.revision(of: request.category) {
            shown.definition = try transaction.definition(request.definition, of: request.category)
        }
        return shown
    }

    private func show(_ call: Call<Visitor>) async throws -> Reply {
        let reference = try reference(call)
        let party = call.caller.person.map { Identifier<Act.Party>($0.account) }
        let shown = try await desk.database.read { transaction -> Shown? in
            guard let request = try transaction.request(reference), request.isPublic else { return nil }
            var shown = try load(request, publicOnly: true, in: transaction)
            if let party {
                shown.isFollowed = try transaction.follower(of: request.id, party: party, email: nil) != nil
            }
            return shown
        }
        guard let shown else { throw ServiceRequestError.unknownRequest }
        let words = RequestWords(desk, in: call.language)
        let address = RequestLinks.request(reference)
        var parts = body(shown, words, address: address, now: call.now)
        if let notice = notice(call, words) { parts.insert(notice, at: 0) }
        if shown.request.status.isOpen { parts += following(shown, call, words) }
        return .page(
            UI.PartsPage(
                title: words.category(shown.request.category), caption: reference.description,
                back: RequestLinks.list, parts: parts
            ).page())
    }

    /// What has just happened, when a form led back here.
    private func notice(_ call: Call<Visitor>, _ words: RequestWords) -> UI.Notice? {
        switch call.input.query["done"] {
        case "following": UI.Notice(.done, words("follow.now-following"), announced: true)
        case "letter":
            UI.Notice(.notice, words("follow.letter-sent"), [words("follow.letter-sent-text")], announced: true)
        case "unfollowed": UI.Notice(.done, words("follow.unfollowed"), announced: true)
        default: nil
        }
    }

    /// State, facts, words, photos, history: what the public page, the private page and the workspace share.
    func body(_ shown: Shown, _ words: RequestWords, address: String, now: Instant) -> [any Component] {
        let request = shown.request
        var parts: [any Component] = [
            UI.LiveStatus("\(address)/events", words("state.\(request.status.rawValue)"))
        ]
        if let target = shown.mergedInto {
            parts.append(
                UI.Notice(
                    .notice, words("request.merged"),
                    links: [
                        UI.Link(
                            words("request.merged-into", ["reference": .text(target.description)]),
                            RequestLinks.request(target))
                    ]))
        }
        if request.isOverdue(at: now) {
            parts.append(UI.Notice(.warning, words("request.late"), [words("request.late-text")]))
        }
        if !request.description.isEmpty {
            let isOther = request.language != words.language
            parts.append(
                UI.Paragraphs(
                    words.paragraphs(request.description), language: isOther ? request.language.rawValue : nil))
        }
        parts.append(facts(shown, words))
        let pictures = shown.photos.filter { $0.purpose == .report }
        if !pictures.isEmpty { parts.append(strip(pictures, words, address: address)) }
        let timeline = RequestTimeline(words: words, request: request, updates: shown.updates) {
            "\(address)/photos/\($0)"
        }
        parts += [UI.Heading(words("timeline.title")), timeline.part]
        return parts
    }

    func strip(_ photos: [Photo], _ words: RequestWords, address: String) -> PhotoStrip {
        PhotoStrip(
            pictures: photos.enumerated().map { index, photo in
                PhotoStrip.Picture(
                    address: "\(address)/photos/\(photo.id)",
                    text: words("request.photo-number", ["number": .number(Int64(index + 1))]), width: photo.width,
                    height: photo.height)
            })
    }

    func facts(_ shown: Shown, _ words: RequestWords) -> UI.SummaryList {
        let request = shown.request
        var rows: [UI.SummaryRow] = [
            UI.SummaryRow(words("request.status"), tag: words.tag(request.status)),
            UI.SummaryRow(words("request.agency"), words.agency(request.agency)),
            UI.SummaryRow(words("request.filed"), moment: words.moment(request.filedAt)),
        ]
        if let closedAt = request.closedAt {
            rows.append(UI.SummaryRow(words("request.closed"), moment: words.moment(closedAt)))
        } else if let due = request.dueAt {
            rows.append(UI.SummaryRow(words("request.due"), moment: words.day(due)))
        }
        if let address = request.place.address { rows.append(UI.SummaryRow(words("report.place"), address)) }
        if let point = request.place.point {
            rows.append(
                UI.SummaryRow(
                    words("request.on-map"), links: [UI.Link(words("request.show-on-map"), mapAddress(point))]))
        }
        let definition = shown.definition ?? desk.catalogue[request.category].map(KeptDefinition.init)
        for (question, answer) in definition?.readable(request.answers, in: words.language) ?? [] {
            rows.append(UI.SummaryRow(question, answer))
        }
        if let url = request.mediaURL {
            rows.append(
                UI.SummaryRow(words("report.photos"), links: [UI.Link(words("timeline.picture-elsewhere"), url)]))
        }
        return UI.SummaryList(rows)
    }

    private func mapAddress(_ point: GeoPoint) -> String {
        let box = point.box(radius: 250)
        let view = UI.Box(west: box.west, south: box.south, east: box.east, north: box.north)
        return PageAddress(RequestLinks.map).with("status", "all").with("bbox", view.text).description
    }

    private func following(_ shown: Shown, _ call: Call<Visitor>, _ words: RequestWords) -> [any Component] {
        let action = RequestLinks.followers(shown.request.reference)
        if shown.isFollowed {
            return [
                UI.Heading(words("follow.now-following")),
                UI.Action("\(action)/removal", UI.Button(words("follow.stop"), .secondary)),
            ]
        }
        if call.caller.person != nil {
            return [
                UI.Heading(words("follow.title")), UI.Action(action, UI.Button(words("follow.button"), .secondary)),
            ]
        }
        let email = UI.TextField(
            UI.Question("email", words("report.email"), hint: words("follow.hint")), kind: .email, width: .long,
            autocomplete: "email")
        return [
            UI.Heading(words("follow.title")),
            UI.Form(action: action, fields: [email], buttons: [UI.Button(words("follow.button"), .secondary)]),
        ]
    }

    private func photo(_ call: Call<Visitor>) async throws -> Reply {
        let reference = try reference(call)
        let id = try call.identifier("photo", of: Photo.self)
        let photo = try await desk.database.read { transaction -> Photo? in
            guard let request = try transaction.request(reference), request.isPublic else { return nil }
            return try transaction.photo(id, of: request.id)
        }
        guard let photo else { throw ServiceRequestError.unknownRequest }
        return desk.serve(photo, cache: .shared(seconds: 3600))
    }

    /// The state in words, whenever it changes (HTML Living Standard §9.2, server-sent events).
    private func events(_ call: Call<Visitor>) async throws -> Reply {
        let reference = try reference(call)
        let found = try await desk.database.read { try $0.request(reference) }
        guard let request = found, request.isPublic else { throw ServiceRequestError.unknownRequest }
        return events(of: request, RequestWords(desk, in: call.language))
    }

    func events(of request: ServiceRequest, _ words: RequestWords) -> Reply {
        .events { writer in
            try await writer.event("status", data: words("state.\(request.status.rawValue)"))
            for await change in live.changes(of: request.id, since: request.version) {
                switch change {
                case .changed(let status):
                    try await writer.event(
                        "status", data: words("state-changed", ["state": .text(words("state.\(status.rawValue)"))]))
                case .quiet: try await writer.comment()
                }
            }
        }
    }
}

extension RequestDesk {
    /// A photo as it is served: its type is what the content showed, and browsers are told not to guess another.
    func serve(_ photo: Photo, cache: Reply.Cache) -> Reply {
        let files = platform.files
        return .stream(type: photo.format.rawValue, length: photo.size, cache: cache) { writer in
            try await files.get(photo.file, range: nil) { try await writer.write($0) }
        }
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "default-src 'none'; sandbox")
        .header("Content-Disposition", "inline")
    }
}
