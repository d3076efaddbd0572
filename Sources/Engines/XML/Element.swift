/// One element of an XML document, without its namespaces' prefixes.
public final class Element {
    public let name: String
    public let namespace: String
    public let attributes: [String: String]
    /// The prefixes declared here.
    public let prefixes: [String: String]
    public let line: Int
    public internal(set) var children: [Element] = []
    public internal(set) var text = ""
    public private(set) weak var parent: Element?

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

    public subscript(attribute: String) -> String? { attributes[attribute] }

    public func first(_ name: String) -> Element? { children.first { $0.name == name } }

    public func all(_ name: String) -> [Element] { children.filter { $0.name == name } }

    /// The text of the child of that name.
    public func text(of name: String) -> String? { first(name)?.text }

    /// The namespace that a prefix stands for here.
    public func namespace(ofPrefix prefix: String) -> String? {
        prefixes[prefix] ?? parent?.namespace(ofPrefix: prefix)
    }
}
