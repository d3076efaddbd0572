/// One element of an XML document, without its namespaces' prefixes.
final class Element {
    let name: String
    let namespace: String
    let attributes: [String: String]
    /// The prefixes declared here.
    let prefixes: [String: String]
    let line: Int
    var children: [Element] = []
    var text = ""
    private(set) weak var parent: Element?

    init(
        name: String, namespace: String, attributes: [String: String], prefixes: [String: String], line: Int,
        parent: Element?
    ) {
        self.name = name
        self.namespace = namespace
        self.attributes = attributes
        self.prefixes = prefixes
        self.line = line
        self.parent = parent
    }

    subscript(attribute: String) -> String? { attributes[attribute] }

    func first(_ name: String) -> Element? { children.first { $0.name == name } }

    func all(_ name: String) -> [Element] { children.filter { $0.name == name } }

    /// The text of the child of that name.
    func text(of name: String) -> String? { first(name)?.text }

    /// The namespace that a prefix stands for here.
    func namespace(ofPrefix prefix: String) -> String? { prefixes[prefix] ?? parent?.namespace(ofPrefix: prefix) }
}

/// Why a file is not a decision model.
public struct DMNError: Error, Sendable, Hashable, CustomStringConvertible {
    public let message: String
    /// The line of the file, from 1, where it is known.
    public let line: Int?

    init(_ message: String, line: Int? = nil) {
        self.message = message
        self.line = line
    }

    public var description: String { line.map { "line \($0): \(message)" } ?? message }
}
