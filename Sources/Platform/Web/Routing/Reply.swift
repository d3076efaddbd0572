import Base

/// What a handler answers.
public enum Reply: Sendable {
    /// A page, drawn in the caller's language with the layout around it.
    case page(Page)
    /// 303 See Other, to a path of ours.
    case redirect(to: String)
    case json(JSON, status: Int = 200)
    case text(String, type: String, status: Int = 200, cache: Cache = .none)
    case bytes([UInt8], type: String, cache: Cache = .none)
    /// Bytes as they come, never held whole: a file, an export.
    case stream(type: String, length: Int?, cache: Cache = .none, @Sendable (StreamWriter) async throws -> Void)
    /// A file of known length: whoever asks for a part of it (RFC 9110 §14) receives that part. `tag` names the content for
    /// `ETag` (its digest), `name` is offered for saving.
    case file(
        type: String, length: Int, tag: String?, name: String? = nil, cache: Cache = .none,
        @Sendable (Range<Int>, StreamWriter) async throws -> Void)
    /// Server-sent events (HTML Living Standard §9.2); ends when the client leaves.
    case events(@Sendable (EventWriter) async throws -> Void)
    case noContent
    /// Another reply with header fields or a change of the session: see `header(_:_:)`, `startingSession`, `endingSession`.
    indirect case changed(Reply, Change)

    public enum Change: Sendable {
        case header(name: String, value: String)
        case startSession(token: String, until: Instant?)
        case endSession
        case allowForms(origin: String)
    }

    /// The same reply with a header field (in place of one that Web would have written).
    public func header(_ name: String, _ value: String) -> Reply { .changed(self, .header(name: name, value: value)) }
    /// The same reply, and the browser keeps `token` as its session from now on, until the browser ends or `until`.
    public func startingSession(_ token: String, until: Instant? = nil) -> Reply {
        .changed(self, .startSession(token: token, until: until))
    }
    /// The same page, whose forms may also lead to `origin` (`https://pay.example`): browsers hold a form's redirects, too, to
    /// the policy of the page that it stands on (CSP Level 3 §6.5.1, `form-action`).
    public func lettingForms(leadTo origin: String) -> Reply { .changed(self, .allowForms(origin: origin)) }
    /// The same reply, and the browser forgets its session.
    public func endingSession() -> Reply { .changed(self, .endSession) }

    /// How long a copy of the answer may be kept, and by whom.
    public enum Cache: Sendable, Hashable {
        /// Never: the default, and right for whatever depends on who asks.
        case none
        /// By anyone, for so many seconds; carries an ETag.
        case shared(seconds: Int)
        /// By anyone, for ever: the address names the content.
        case immutable
    }
}

/// Writes a streamed body.
public struct StreamWriter: Sendable {
    let send: @Sendable ([UInt8]) async throws -> Void
    public func write(_ bytes: [UInt8]) async throws { try await send(bytes) }
    public func write(_ text: String) async throws { try await send(Array(text.utf8)) }
}

/// Writes server-sent events.
public struct EventWriter: Sendable {
    let send: @Sendable (String) async throws -> Void
    /// One event of type `name` with `data` (lines are split as the format demands).
    public func event(_ name: String, data: String, id: String? = nil) async throws {
        var text = id.map { "id: \($0)\n" } ?? ""
        text += "event: \(name)\n"
        for line in data.split(separator: "\n", omittingEmptySubsequences: false) { text += "data: \(line)\n" }
        try await send(text + "\n")
    }
    /// Keeps the connection alive through proxies.
    public func comment() async throws { try await send(":\n\n") }
}
