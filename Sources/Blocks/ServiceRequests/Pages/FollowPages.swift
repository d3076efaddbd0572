import Base
import BuildingBlock
import Journal
import Web

/// Following a request: by account at once, by e-mail after the address was confirmed. The links in letters open a page
/// with a button, for programs that scan mail open links but press nothing.
struct FollowPages: Sendable {
    let desk: RequestDesk

    func declare(in routes: inout Routes) {
        routes.post("/requests/:reference/followers") { call in try await follow(call) }
        routes.get("/requests/:reference/followers") { call in
            guard let reference = RequestReference(call.parameter("reference")) else { throw Problem.notFound }
            return .redirect(to: RequestLinks.request(reference))
        }
        routes.post(person: "/requests/:reference/followers/removal") { call in try await unfollow(call) }
        routes.get("/requests/followers/:token/confirmation") { call in ask("follow.confirm", "confirmation", call) }
        routes.post("/requests/followers/:token/confirmation") { call in
            let reference = try await desk.confirm(call.parameter("token"), at: call.now)
            return .redirect(to: RequestLinks.request(reference) + "?done=following")
        }
        routes.get("/requests/followers/:token/removal") { call in ask("follow.remove", "removal", call) }
        routes.post("/requests/followers/:token/removal") { call in
            let reference = try await desk.unfollow(call.parameter("token"), at: call.now)
            return .redirect(to: RequestLinks.request(reference) + "?done=unfollowed")
        }
    }

    private func ask(_ key: String, _ action: String, _ call: Call<Visitor>) -> Reply {
        let words = RequestWords(desk, in: call.language)
        let address = "/requests/followers/\(call.parameter("token"))/\(action)"
        return .page(
            UI.PartsPage(
                title: words(key), introduction: [words("\(key)-text")],
                parts: [UI.Action(address, UI.Button(words("\(key)-button")))]
            ).page())
    }

    private func follow(_ call: Call<Visitor>) async throws -> Reply {
        guard let reference = RequestReference(call.parameter("reference")) else { throw Problem.notFound }
        let page = PageAddress(RequestLinks.request(reference))
        if let person = call.caller.person {
            try await desk.follow(
                reference, party: Identifier(person.account), email: nil, language: call.language, at: call.now)
            return .redirect(to: page.with("done", "following").description)
        }
        let form = try await call.input.form()
        let email = form["email"] ?? ""
        guard email.isEmailAddress else { return .page(again(reference, email, call)) }
        let follower = try await desk.follow(reference, party: nil, email: email, language: call.language, at: call.now)
        if !follower.isConfirmed { try await desk.sendConfirmation(to: follower) }
        // The same answer for an address that follows already: nobody learns who does.
        return .redirect(to: page.with("done", "letter").description)
    }

    private func again(_ reference: RequestReference, _ email: String, _ call: Call<Visitor>) -> Page {
        let words = RequestWords(desk, in: call.language)
        let field = UI.TextField(
            UI.Question("email", words("report.email"), hint: words("follow.hint"), error: words("contact.bad-email")),
            value: email, kind: .email, width: .long, autocomplete: "email")
        let form = UI.Form(
            action: RequestLinks.followers(reference), fields: [field],
            buttons: [UI.Button(words("follow.button"))])
        return UI.QuestionPage(title: words("follow.title"), back: RequestLinks.request(reference), form: form).page(
            status: 422)
    }

    private func unfollow(_ call: Call<Person>) async throws -> Reply {
        guard let reference = RequestReference(call.parameter("reference")) else { throw Problem.notFound }
        try await desk.unfollow(reference, party: Identifier(call.caller.account), at: call.now)
        return .redirect(to: PageAddress(RequestLinks.request(reference)).with("done", "unfollowed").description)
    }
}
