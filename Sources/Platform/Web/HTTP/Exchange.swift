import Base
import HTTPTypes
import Hummingbird
import Logging
import Store

/// One request on its way to its answer.
struct Exchange: Sendable {
    let application: WebApplication
    let head: RequestHead
    let request: Request
    let now: Instant
    /// The client's address.
    let address: String
    let id: String
    let uploads = UploadFolder()
    private let reading = ReadingState()

    init(application: WebApplication, head: RequestHead, request: Request, peer: String, now: Instant) {
        self.application = application
        self.head = head
        self.request = request
        self.now = now
        address = application.trust.client(peer: peer, forwardedFor: head.headers[.forwardedFor])
        id = Identifier<Never>(at: now).description
    }

    func answer() async -> Answer {
        var answer: Answer
        var route: Route?
        var person: Person?
        do {
            route = try matchedRoute()?.route
            if route?.endpoint == nil { person = try await signedIn() }
            answer = try await handled(person)
        } catch {
            answer = await problemAnswer(error, route: route, person: person)
        }
        if let route { answer.route = route.path }
        answer.headers[.requestID] = id
        if !uploads.isEmpty {
            let uploads = uploads
            answer.alsoClean { uploads.removeAll() }
        }
        if hasUnreadBody { answer.closes = true }
        return answer
    }

    /// Whether more of a body is to come than is worth waiting for: then the connection ends with the answer.
    private var hasUnreadBody: Bool {
        guard head.routeMethod != .get, !reading.isBegun else { return false }
        return (head.headers[.contentLength].flatMap { Int($0) } ?? 0) > 64 * 1024
            || head.headers[.transferEncoding] != nil
    }

    private func matchedRoute() throws -> (route: Route, parameters: [String: String])? {
        guard head.path.utf8.count + (head.query?.utf8.count ?? 0) <= RequestHead.maximumAddress else {
            throw Problem.addressTooLong
        }
        guard let match = application.table.match(head.path), let method = head.routeMethod,
            let index = match.methods[method]
        else { return nil }
        return (application.table.routes[index], match.parameters)
    }

    private func handled(_ person: Person?) async throws -> Answer {
        guard let query = Query(urlencoded: head.query ?? "") else {
            throw Problem.badRequest("The query cannot be read.")
        }
        guard let (route, parameters) = try matchedRoute() else { return try unmatched(query) }
        let kind: RateLimiter.Kind = route.endpoint != nil ? .programs : route.method == .get ? .reading : .writing
        if let wait = application.limiter.wait(address, kind, at: now) { throw Waiting(seconds: wait) }
        if route.endpoint == nil, route.method == .get, let switched = languageSwitch(query) { return switched }
        try checkLength(route.limits)

        let body = BodyReader(
            request, limits: route.limits, uploads: uploads, state: reading, seconds: application.bodySeconds)
        if route.method != .get, route.endpoint == nil { try await checkForgery(body, person) }
        let input = Input(
            method: route.method, path: String(head.path), parameters: parameters, query: query,
            headers: head.headerDictionary, address: address, requestID: id, body: body)
        if let endpoint = route.endpoint { try ParameterCheck(endpoint: endpoint, input: input).check() }
        let language = application.languages.choose(head.headers, person: person)
        let chrome = chrome(language, person)
        guard let reply = try await reply(route, person, input, language, chrome) else { return signInFirst() }
        return try await ReplyWriter(exchange: self, route: route, language: language, chrome: chrome).answer(reply)
    }

    func chrome(_ language: Language, _ person: Person?) -> Chrome {
        Chrome(
            address: head.address, language: language, person: person,
            csrf: application.csrf.token(for: person, at: now),
            tools: PageTools(texts: application.views.texts, cursors: application.cursors))
    }

    /// Runs the handler with the caller that its type asks for; `nil` where the caller must sign in first.
    private func reply(
        _ route: Route, _ person: Person?, _ input: Input, _ language: Language, _ chrome: Chrome
    ) async throws -> Reply? {
        func call<Caller: Sendable>(_ caller: Caller) -> Call<Caller> {
            Call(caller: caller, language: language, now: now, input: input, chrome: chrome)
        }
        switch route.access {
        case .visitor(let handler):
            return try await handler(call(Visitor(person: person)))
        case .person(let handler):
            guard let person else { return nil }
            return try await handler(call(person))
        case .officer(let permission, let handler):
            let agencies = person?.grants.filter { $0.permissions.contains(permission.key) }.map(\.agency) ?? []
            guard let person, !agencies.isEmpty else { throw Problem.notFound }
            return try await handler(call(Officer(person: person, agencies: agencies)))
        case .client(let handler):
            guard let key = try await key(input),
                let client = try await application.ports.clients.client(key: key, at: now)
            else { throw Problem.unauthorized }
            return try await handler(call(client))
        }
    }

    /// The API key: of the query, of `Authorization: Bearer`, or (as Open311 does) a field of the form.
    private func key(_ input: Input) async throws -> String? {
        if let key = input.query["api_key"] { return key }
        if let value = head.headers[.authorization], value.hasPrefix("Bearer ") {
            return String(value.dropFirst("Bearer ".count))
        }
        guard input.method != .get, head.headers[.contentType]?.contains("form") == true else { return nil }
        return try await input.form()["api_key"]
    }

    private func signedIn() async throws -> Person? {
        guard let token = Cookies.value(application.cookies.session, in: head.headers), !token.isEmpty,
            token.utf8.count <= 512
        else { return nil }
        return try await application.ports.sessions.person(session: String(token), at: now)
    }

    private func signInFirst() -> Answer {
        // A form cannot be sent again by a redirect; its page can be opened again.
        let target = head.routeMethod == .get ? head.address : pathOfReferer ?? "/"
        return .seeOther("\(application.site.signIn)?return=\(PercentCoding.encode(target))")
    }

    private var pathOfReferer: String? {
        guard let referer = head.headers[.referer], let scheme = referer.firstRange(of: "://") else { return nil }
        let rest = referer[scheme.upperBound...]
        return rest.firstIndex(of: "/").map { String(rest[$0...]) }
    }

    /// `?lang=fr` is remembered, and the page opened again without it.
    private func languageSwitch(_ query: Query) -> Answer? {
        guard let tag = query["lang"], let language = application.languages.language(tag) else { return nil }
        let rest = query.without("lang").urlencoded
        var answer = Answer.seeOther(rest.isEmpty ? String(head.path) : "\(head.path)?\(rest)")
        answer.headers.append(application.cookies.languageField(language))
        answer.headers[.cacheControl] = "no-store"
        return answer
    }

    private func checkLength(_ limits: Limits) throws {
        if let text = head.headers[.contentLength], let length = Int(text), length > limits.body {
            throw Problem.tooLarge(limits.body)
        }
    }

    private func checkForgery(_ body: BodyReader, _ person: Person?) async throws {
        guard !application.csrf.isFromElsewhere(head.headers, authority: head.authority) else {
            throw Problem.formExpired
        }
        var token = head.headers[.csrfToken]
        if token == nil { token = try await body.form()[CSRF.field] }
        guard let token, application.csrf.accepts(token, for: person, at: now) else { throw Problem.formExpired }
    }

    /// Nothing is at this path, or not for this method.
    private func unmatched(_ query: Query) throws -> Answer {
        guard let match = application.table.match(head.path) else {
            if head.path.count > 1, head.path.last == "/", application.table.match(head.path.dropLast()) != nil {
                let rest = head.query.map { "?\($0)" } ?? ""
                return Answer(.permanentRedirect, headers: [.location: "\(head.path.dropLast())\(rest)"])
            }
            if let wait = application.limiter.wait(address, .reading, at: now) { throw Waiting(seconds: wait) }
            throw Problem.notFound
        }
        let allowed = Self.allowed(match.methods.keys)
        guard head.method == .options else { throw NotAllowed(allowed: allowed) }
        var answer = Answer(.noContent, headers: [.allow: allowed])
        if match.methods.values.contains(where: { application.table.routes[$0].endpoint != nil }) {
            answer.headers[.accessControlAllowOrigin] = "*"
            answer.headers[.accessControlAllowMethods] = allowed
            answer.headers[.accessControlAllowHeaders] = "Authorization, Content-Type, If-None-Match"
            answer.headers[.accessControlMaxAge] = "86400"
        }
        return answer
    }

    private static func allowed(_ methods: some Sequence<Input.Method>) -> String {
        var names = methods.map(\.rawValue)
        if names.contains("GET") { names.append("HEAD") }
        return (names + ["OPTIONS"]).sorted().joined(separator: ", ")
    }
}

/// 429, and how long to wait.
struct Waiting: Error { var seconds: Int }
/// 405, and what is allowed.
struct NotAllowed: Error { var allowed: String }
