import Base
import HTTPTypes
import NIOCore

/// Turns a handler's reply into an answer.
struct ReplyWriter {
    let exchange: Exchange
    let route: Route
    let language: Language
    let chrome: Chrome

    private var application: WebApplication { exchange.application }

    func answer(_ reply: Reply) async throws -> Answer {
        switch reply {
        case .page(let page): return try self.page(page)
        case .redirect(let path): return redirect(path)
        case .json(let json, let status):
            return data(json.bytes(), type: "application/json", status: status, cache: .none)
        case .text(let text, let type, let status, let cache):
            return data(Array(text.utf8), type: Self.textual(type), status: status, cache: cache)
        case .bytes(let bytes, let type, let cache):
            return data(bytes, type: type, status: 200, cache: cache)
        case .stream(let type, let length, let cache, let write):
            var answer = Answer(.ok, headers: application.dataHeaders, body: .stream(length: length, write))
            answer.headers[.contentType] = Self.textual(type)
            finish(&answer, cache)
            return answer
        case .file(let type, let length, let tag, let name, let cache, let write):
            return FileAnswer(type: type, length: length, tag: tag, name: name, write: write)
                .answer(to: exchange.head, headers: application.dataHeaders) { finish(&$0, cache) }
        case .events(let write): return try events(write)
        case .noContent: return Answer(.noContent, headers: application.dataHeaders)
        case .changed(let inner, let change):
            var answer = try await self.answer(inner)
            apply(change, to: &answer)
            return answer
        }
    }

    private func page(_ page: Page) throws -> Answer {
        var answer = Answer(.init(code: page.status), headers: application.pageHeaders)
        answer.headers[.contentType] = "text/html; charset=utf-8"
        answer.headers[.contentLanguage] = language.rawValue
        answer.body = .bytes(try application.render(page, chrome))
        finish(&answer, page.status == 200 && page.cache == .none ? route.cache : page.cache)
        return answer
    }

    /// 303 to a path of ours. What is no path of ours leads to the start page, so that no link can send a person elsewhere.
    private func redirect(_ path: String) -> Answer {
        let isOurs =
            path.first == "/" && !path.hasPrefix("//") && !path.contains("\\")
            && path.utf8.allSatisfy { $0 > 32 && $0 != 127 }
        var answer = Answer(.seeOther, headers: application.dataHeaders)
        answer.headers[.location] = isOurs ? path : "/"
        answer.headers[.cacheControl] = "no-store"
        return answer
    }

    private func data(_ bytes: [UInt8], type: String, status: Int, cache: Reply.Cache) -> Answer {
        var answer = Answer(
            .init(code: status), headers: application.dataHeaders, body: .bytes(ByteBuffer(bytes: bytes)))
        answer.headers[.contentType] = type
        finish(&answer, status == 200 && cache == .none ? route.cache : cache)
        return answer
    }

    private func events(_ write: @escaping @Sendable (EventWriter) async throws -> Void) throws -> Answer {
        let leave = try application.events.enter(exchange.address)
        let reply = EventReply(write: write)
        var answer = Answer(
            .ok, headers: application.dataHeaders, body: .stream(length: nil) { try await reply.run($0) })
        answer.headers[.contentType] = "text/event-stream"
        answer.headers[.cacheControl] = "no-store"
        answer.endsWithClient = true
        answer.alsoClean(leave)
        return answer
    }

    private func finish(_ answer: inout Answer, _ cache: Reply.Cache) {
        if route.endpoint != nil { answer.headers[.accessControlAllowOrigin] = "*" }
        answer.headers[.cacheControl] = CachePolicy.header(
            cache, isPersonal: chrome.person != nil && route.endpoint == nil)
        if case .shared(let seconds) = cache, chrome.person == nil, route.endpoint == nil, answer.status == .ok {
            answer.sharedSeconds = seconds
        }
        if route.endpoint == nil {
            answer.headers[.vary] = "Accept-Encoding, Accept-Language, Cookie"
        } else {
            answer.headers[.vary] = "Accept-Encoding"
        }
    }

    private func apply(_ change: Reply.Change, to answer: inout Answer) {
        switch change {
        case .header(let name, let value):
            // A value with a line break would begin another field.
            guard let name = HTTPField.Name(name), HTTPField.isValidValue(value) else { return }
            answer.headers[name] = value
        case .allowForms(let origin):
            guard let policy = answer.headers[.contentSecurityPolicy],
                origin.utf8.allSatisfy({ $0 > 32 && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ",") && $0 < 127 })
            else { return }
            answer.headers[.contentSecurityPolicy] = policy.replacing(
                "form-action 'self'", with: "form-action 'self' \(origin)")
        case .startSession(let token, let until):
            answer.headers.append(application.cookies.sessionField(token, until: until, now: exchange.now))
            answer.headers[.cacheControl] = "no-store"
            answer.sharedSeconds = nil
        case .endSession:
            answer.headers.append(application.cookies.endedSessionField)
            answer.headers[.cacheControl] = "no-store"
            answer.sharedSeconds = nil
        }
    }

    /// Text has a character set: ours is always UTF-8.
    static func textual(_ type: String) -> String {
        type.hasPrefix("text/") && !type.contains("charset") && type != "text/event-stream"
            ? "\(type); charset=utf-8" : type
    }
}

extension WebApplication {
    /// Draws a page with the layout around it.
    func render(_ page: Page, _ chrome: Chrome) throws -> ByteBuffer {
        let drawing = views.drawing(in: chrome.language)
        let document = Document(
            content: page.model, frame: frame(in: chrome.language).around(page, chrome), chrome: chrome)
        guard let bytes = drawing.views.draw(document, view: page.view) else {
            throw SiteError(["no view is named \(page.view)"])
        }
        return ByteBuffer(bytes: bytes)
    }
}
