/// Something that the check of a model found.
public struct Finding: Sendable, Hashable, CustomStringConvertible {
    public enum Severity: String, Sendable {
        /// The model cannot run, or not as it is drawn.
        case error
        /// It runs, but hardly as it is meant.
        case warning
    }

    public enum Kind: String, Sendable {
        case duplicateId = "duplicate id"
        case danglingReference = "dangling reference"
        case unreachable
        case deadEnd = "dead end"
        case unsupported
        case structure
    }

    public var severity: Severity
    public var kind: Kind
    public var id: String
    public var name: String
    /// The line of the file, from 1; 0 where there is none.
    public var line: Int
    public var reason: String

    init(_ severity: Severity, _ kind: Kind, _ header: ElementHeader, _ reason: String) {
        self.severity = severity
        self.kind = kind
        id = header.id
        name = header.name
        line = header.line
        self.reason = reason
    }

    public var description: String {
        let named = name.isEmpty ? id : "\(id) \"\(SVGText.escaped(name))\""
        return "line \(line): \(named): \(kind.rawValue): \(reason)"
    }
}
