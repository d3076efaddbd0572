/// What every element of BPMN has. BPMN 2.0.2, 8.2.1.
public struct ElementHeader: Sendable, Hashable {
    /// Unique in its file. The reader makes one up, `line-17`, where the file has none.
    public var id: String
    public var name: String
    /// The line of the file where the element begins, from 1; 0 for elements that were made, not read.
    public var line: Int
    public var documentation: [Documentation]
    /// What stands in `extensionElements`, in the order of the file.
    public var extensions: [ExtensionElement]
    /// Attributes that are not of BPMN, by their names as written: `camunda:assignee`.
    public var attributes: [String: String]

    public init(
        id: String, name: String = "", line: Int = 0, documentation: [Documentation] = [],
        extensions: [ExtensionElement] = [], attributes: [String: String] = [:]
    ) {
        self.id = id
        self.name = name
        self.line = line
        self.documentation = documentation
        self.extensions = extensions
        self.attributes = attributes
    }

    /// The name, or the id where there is none.
    public var label: String { name.isEmpty ? id : name }
}

/// Text that explains an element. BPMN 2.0.2, 8.2.1.
public struct Documentation: Sendable, Hashable {
    public var text: String
    /// The media type; `text/plain` where the file is silent.
    public var format: String

    public init(text: String, format: String = "text/plain") {
        self.text = text
        self.format = format
    }
}

/// An element that BPMN does not define, kept as it stands: `zeebe:taskDefinition`. BPMN 2.0.2, 8.2.3.
public struct ExtensionElement: Sendable, Hashable {
    public var namespace: String
    /// Without its prefix.
    public var name: String
    public var attributes: [String: String]
    public var text: String
    public var children: [ExtensionElement]
    public var line: Int

    public init(
        namespace: String, name: String, attributes: [String: String] = [:], text: String = "",
        children: [ExtensionElement] = [], line: Int = 0
    ) {
        self.namespace = namespace
        self.name = name
        self.attributes = attributes
        self.text = text
        self.children = children
        self.line = line
    }

    /// The first child of that name, whatever its namespace.
    public func child(_ name: String) -> ExtensionElement? { children.first { $0.name == name } }
}

/// An expression with its language. BPMN 2.0.2, 8.4.7.
public struct FormalExpression: Sendable, Hashable {
    public var id: String?
    /// The body as it stands in the file, white space around it removed.
    public var body: String
    /// The language's URI; nil where the file's `expressionLanguage` holds.
    public var language: String?
    public var evaluatesToType: String?
    public var line: Int

    public init(
        _ body: String, id: String? = nil, language: String? = nil, evaluatesToType: String? = nil, line: Int = 0
    ) {
        self.body = body
        self.id = id
        self.language = language
        self.evaluatesToType = evaluatesToType
        self.line = line
    }
}
