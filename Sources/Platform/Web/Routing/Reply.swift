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
    /// Server-sent events (HTML Living Standard §9.2); ends when the client leaves.
    case events(@Sendable (EventWriter) async throws -> Void)
    case noContent

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
