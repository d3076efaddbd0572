/// Something that is wrong with the definition of a service: `service.yaml:12: 'licens' is not known here; did you mean 'licence'?`
public struct Mistake: Error, Sendable, Hashable, Codable, CustomStringConvertible {
    public enum Severity: String, Sendable, Hashable, Codable {
        /// The service cannot be published.
        case error
        /// It works, and someone should look at it.
        case warning
    }

    public var severity: Severity
    /// The file, relative to the service's folder.
    public var file: String
    /// From 1; 0 where the whole file is meant.
    public var line: Int
    /// What is wrong and what to do, in a sentence.
    public var message: String

    public init(_ message: String, file: String, line: Int, severity: Severity = .error) {
        (self.severity, self.file, self.line, self.message) = (severity, file, line, message)
    }

    public var description: String {
        "\(file):\(line > 0 ? "\(line):" : "") \(severity == .warning ? "warning: " : "")\(message)"
    }
}

/// A folder that is no service: everything that is wrong with it.
public struct Mistakes: Error, Sendable, CustomStringConvertible {
    public let all: [Mistake]
    public init(_ all: [Mistake]) { self.all = all }
    public var description: String { all.map(\.description).joined(separator: "\n") }
}
