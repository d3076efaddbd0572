import Base
import BuildingBlock
import Journal
import Store
import Web

/// For administrators: who is told of what, how it goes, and telling again.
struct WebhookPages: Sendable {
    let desk: WebhookDesk
    static let path = "/office/webhooks"

    private func text(_ key: String, _ language: Language) -> String {
        desk.platform.texts("webhooks.\(key)", in: language)
    }

    func list(_ call: Call<Officer>) async throws -> Reply {
        let model = WebhookListPage(subscriptions: try await desk.subscriptions(), words: words(call.language))
        return .page(Page("webhooks/list", title: text("title", call.language), model))
    }

    private func words(_ language: Language) -> WebhookWords {
        WebhookWords(platform: desk.platform, language: language)
    }

    // MARK: A new one

    func new(_ call: Call<Officer>) async throws -> Reply { form(call.language, [:], []) }

    private func form(_ language: Language, _ given: [WebhookError.Field: String], _ wrong: [WebhookError.Field])
        -> Reply
    {
        func question(_ field: WebhookError.Field, hint: String) -> UI.Question {
            UI.Question(
                field.rawValue, text(field.rawValue, language), hint: text(hint, language),
                error: wrong.contains(field) ? text("wrong.\(field.rawValue)", language) : nil)
        }
        let form = UI.Form(
            action: "\(Self.path)/new",
            fields: [
                UI.TextField(question(.client, hint: "client-hint"), value: given[.client] ?? ""),
                UI.TextField(
                    question(.address, hint: desk.platform.isDemo ? "address-hint-demo" : "address-hint"),
                    value: given[.address] ?? "", kind: .url),
                UI.TextArea(question(.verbs, hint: "verbs-hint"), value: given[.verbs] ?? "", rows: 4),
            ],
            buttons: [UI.Button(text("create", language))])
        let page = UI.QuestionPage(title: text("new", language), back: Self.path, form: form)
        return .page(
            Page("webhooks/form", title: text("new", language), ["page": page], status: wrong.isEmpty ? 200 : 422))
    }

    func newSent(_ call: Call<Officer>) async throws -> Reply {
        let sent = try await call.input.form()
        let (client, address, verbs) = (sent["client"] ?? "", sent["address"] ?? "", sent["verbs"] ?? "")
        do {
            let new = try await desk.subscribe(
                client: client, address: address, verbs: verbs, by: call.caller.actor,
                agency: call.caller.agencies.first, at: call.now)
            return try await page(new, call, showing: desk.secret(of: new))
        } catch WebhookError.invalid(let fields) {
            return form(call.language, [.client: client, .address: address, .verbs: verbs], fields)
        }
    }

    // MARK: One of them

    func subscription(_ call: Call<Officer>) async throws -> Reply {
        try await page(try await desk.subscription(try call.identifier("id")), call)
    }

    /// The secret is shown once, when it is made.
    private func page(
        _ subscription: WebhookSubscription, _ call: Call<Officer>, showing secret: WebhookSecret? = nil
    ) async throws -> Reply {
        let cursor = secret == nil ? try call.cursor() : nil
        let last = cursor?.values.first?.string.flatMap(Identifier<WebhookDelivery>.init)
        let size = call.pageSize(25)
        let rows = try await desk.database.read { tx in
            try WebhookRows.deliveries(
                of: subscription.id, beyond: last, backward: cursor?.isBackward ?? false, limit: size + 1, tx)
        }
        let page = call.page(of: rows, size: size, after: cursor) { [.string($0.id.description)] }
        let hasPages = page.previous != nil || page.next != nil
        let model = WebhookPage(
            subscription: subscription, deliveries: page.elements, pages: hasPages ? call.pagination(page) : nil,
            secret: secret?.text, words: words(call.language))
        var drawn = Page("webhooks/subscription", title: subscription.client, model)
        drawn.breadcrumbs = [UI.Link(text("title", call.language), Self.path)]
        return .page(drawn)
    }

    func pause(_ call: Call<Officer>) async throws -> Reply { try await change(call, .pause) }
    func resume(_ call: Call<Officer>) async throws -> Reply { try await change(call, .resume) }

    func remove(_ call: Call<Officer>) async throws -> Reply {
        _ = try await change(call, .removal)
        return .redirect(to: Self.path)
    }

    func newSecret(_ call: Call<Officer>) async throws -> Reply {
        let changed = try await desk.change(
            call.identifier("id"), .secret, by: call.caller.actor, agency: call.caller.agencies.first, at: call.now)
        return try await page(changed, call, showing: desk.secret(of: changed))
    }

    private func change(_ call: Call<Officer>, _ change: WebhookDesk.Change) async throws -> Reply {
        let changed = try await desk.change(
            call.identifier("id"), change, by: call.caller.actor, agency: call.caller.agencies.first, at: call.now)
        return .redirect(to: "\(Self.path)/\(changed.id)")
    }

    func redeliver(_ call: Call<Officer>) async throws -> Reply {
        let subscription: Identifier<WebhookSubscription> = try call.identifier("id")
        try await desk.redeliver(
            call.identifier("delivery"), of: subscription, by: call.caller.actor, agency: call.caller.agencies.first,
            at: call.now)
        return .redirect(to: "\(Self.path)/\(subscription)")
    }
}

extension Officer {
    fileprivate var actor: Act.Actor { .person(Identifier(person.account)) }
}
