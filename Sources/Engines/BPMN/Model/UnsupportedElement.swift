/// An element that the engine does not run, or a mistake that keeps a model from running.
public struct UnsupportedElement: Error, Sendable, Hashable, CustomStringConvertible {
    public var id: String
    /// The line of the file, from 1; 0 where there is none.
    public var line: Int
    /// What is wrong, in words that a designer understands.
    public var reason: String

    public init(id: String, line: Int, reason: String) {
        self.id = id
        self.line = line
        self.reason = reason
    }

    public init(_ header: ElementHeader, _ reason: String) {
        self.init(id: header.id, line: header.line, reason: reason)
    }

    public var description: String { "line \(line): \(id): \(reason)" }
}
