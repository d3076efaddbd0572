import Base
import HTTPTypes
import Logging
import NIOCore
import Store

extension Exchange {
    /// What an error means to the caller: a problem document (RFC 9457) for programs, a page for people. What is our own
    /// mistake is logged with the request's number and never shown.
    func problemAnswer(_ error: any Error, route: Route?, person: Person?) async -> Answer {
        let problem = problem(for: error, route: route)
        var answer: Answer
        if let own = await ownRejection(problem, route) {
            answer = own
        } else if route?.endpoint != nil || head.prefersJSON {
            answer = document(problem)
            if route?.endpoint != nil { answer.headers[.accessControlAllowOrigin] = "*" }
        } else {
            answer = page(problem, person, wait: (error as? Waiting)?.seconds)
        }
        switch error {
        case let waiting as Waiting: answer.headers[.retryAfter] = "\(waiting.seconds)"
        case let notAllowed as NotAllowed: answer.headers[.allow] = notAllowed.allowed
        default: break
        }
        if problem.status == 503 { answer.headers[.retryAfter] = "10" }
        if problem.status == 401 { answer.headers[.wwwAuthenticate] = "Bearer" }
        answer.headers[.cacheControl] = "no-store"
        answer.closes = [408, 413, 415].contains(problem.status)
        return answer
    }

    /// The answer in the form of the endpoint's standard, where it has one.
    private func ownRejection(_ problem: Problem, _ route: Route?) async -> Answer? {
        guard let route, let rejection = route.endpoint?.rejection else { return nil }
        let writer = ReplyWriter(
            exchange: self, route: route, language: application.languages.fallback,
            chrome: chrome(application.languages.fallback, nil))
        return try? await writer.answer(rejection(problem, route.method, String(head.path)))
    }

    private func problem(for error: any Error, route: Route?) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let convertible as any ProblemConvertible: return convertible.problem
        case is Waiting: return .tooManyRequests
        case is NotAllowed: return .methodNotAllowed
        case DatabaseError.busy, DatabaseError.unavailable:
            log(.warning, "the database is not available", error, route)
            return .unavailable
        case is CancellationError: return .unavailable
        default:
            log(.error, "a handler failed", error, route)
            return .internalError
        }
    }

    func log(_ level: Logger.Level, _ message: Logger.Message, _ error: any Error, _ route: Route?) {
        application.logger.log(
            level: level, message,
            metadata: ["request": "\(id)", "route": "\(route?.path ?? "unmatched")", "error": "\(Self.reason(error))"])
    }

    /// What a log may say of an error. The databases' primary messages name tables and columns; of other errors only the
    /// type is told, since their text may hold what a person typed.
    static func reason(_ error: any Error) -> String {
        error is DatabaseError ? "\(error)" : String(reflecting: type(of: error))
    }

    private func document(_ problem: Problem) -> Answer {
        var answer = Answer(.init(code: problem.status), headers: application.dataHeaders)
        answer.headers[.contentType] = "application/problem+json"
        answer.body = .bytes(ByteBuffer(bytes: problem.document(site: application.site.address, instance: id).bytes()))
        return answer
    }

    private func page(_ problem: Problem, _ person: Person?, wait: Int?) -> Answer {
        let language = application.languages.choose(head.headers, person: person)
        let page = problemPage(problem, language, person, wait: wait)
        var answer = Answer(.init(code: problem.status), headers: application.pageHeaders)
        answer.headers[.contentType] = "text/html; charset=utf-8"
        answer.headers[.contentLanguage] = language.rawValue
        do {
            let chrome = chrome(language, person)
            answer.body = .bytes(try application.render(page, chrome))
        } catch {
            log(.error, "the page of a problem cannot be drawn", error, nil)
            answer.headers[.contentType] = "text/plain; charset=utf-8"
            answer.body = .bytes(ByteBuffer(string: problem.title))
        }
        return answer
    }
}

extension Exchange {
    /// The status's own words; where the type of the problem has words of its own, those.
    private func problemPage(_ problem: Problem, _ language: Language, _ person: Person?, wait: Int?) -> Page {
        let texts = application.views.texts
        let own = texts.resolved("problem.\(problem.type).title", in: language)?.text
        let title = own ?? texts.resolved("error.\(problem.status).title", in: language)?.text ?? problem.title
        let words: Members? = own.map { ["title": $0, "text": texts("problem.\(problem.type).text", in: language)] }
        let errorPage = UI.ErrorPage(
            problem.status, detail: problem.detail, requestID: id, retryAfter: wait,
            signIn: person == nil && [401, 403].contains(problem.status) ? application.site.signIn : nil)
        let model: Members = [
            "words": words as (any Sendable)? ?? false, "problem": errorPage, "hasErrors": !problem.errors.isEmpty,
            "errors": problem.errors.map { Members(["field": $0.field, "message": $0.message]) }, "number": id,
        ]
        return Page("web/problem", title: title, model, status: problem.status)
    }
}

extension Problem {
    /// The document of RFC 9457 §3; `instance` is the number of the request.
    func document(site: String, instance: String) -> JSON {
        var members: [JSON.Member] = [
            .init("type", .string("\(site)/problems/\(type)")), .init("title", .string(title)),
            .init("status", .integer(Int64(status))),
        ]
        if let detail { members.append(.init("detail", .string(detail))) }
        members.append(.init("instance", .string("urn:uuid:\(instance)")))
        if !errors.isEmpty {
            members.append(
                .init("errors", .array(errors.map { ["field": .string($0.field), "message": .string($0.message)] })))
        }
        return .object(members)
    }
}
