import Base
import Typesetting

/// A form to be drawn: what stands on it is the definition's, head and foot are the government's.
public struct FormSheet: Sendable {
    public var title: String
    public var language: Language
    public var agency: String
    public var blocks: [Manuscript.Block]
    /// Names the service and its revision on every page: `driving-licence-renewal 3f0c21aa`.
    public var code: String
}

/// Forms that were drawn, by revision and language: a form holds nobody's data, so it is drawn once.
actor FormShelf {
    private var drawn: [String: [UInt8]] = [:]
    private var order: [String] = []
    private var waiting: [String: Task<[UInt8], any Error>] = [:]
    /// How many are kept; the oldest goes first.
    static let most = 120

    func form(_ key: String, draw: @escaping @Sendable () async throws -> [UInt8]) async throws -> [UInt8] {
        if let known = drawn[key] { return known }
        // Whoever asks meanwhile waits for the same drawing.
        let task = waiting[key] ?? Task { try await draw() }
        waiting[key] = task
        defer { waiting[key] = nil }
        let bytes = try await task.value
        if drawn.updateValue(bytes, forKey: key) == nil { order.append(key) }
        if order.count > Self.most { drawn[order.removeFirst()] = nil }
        return bytes
    }
}
