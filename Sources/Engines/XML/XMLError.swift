/// Why data is not a well-formed XML document (XML 1.0, Namespaces in XML 1.0).
public struct XMLError: Error, Sendable, Hashable, CustomStringConvertible {
    public let message: String
    /// The line of the document, from 1.
    public let line: Int

    init(_ message: String, line: Int) {
        self.message = message
        self.line = line
    }

    public var description: String { "line \(line): \(message)" }
}
