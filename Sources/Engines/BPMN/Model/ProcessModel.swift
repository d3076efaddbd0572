/// A file of BPMN as it was read. BPMN 2.0.2, 8.1.1 (`definitions`).
///
/// Nothing that a file says is lost: what BPMN does not define is kept in headers and in `others`.
public struct ProcessModel: Sendable, Hashable {
    public var header: ElementHeader
    public var targetNamespace: String
    /// The language of expressions that name none; empty where the file is silent.
    public var expressionLanguage: String
    public var typeLanguage: String
    public var exporter: String
    public var exporterVersion: String

    public var imports: [Import] = []
    public var items: [ItemDefinition] = []
    public var messages: [Message] = []
    public var signals: [Signal] = []
    public var errors: [ErrorDefinition] = []
    public var escalations: [Escalation] = []
    public var eventDefinitions: [EventDefinition] = []
    public var correlationProperties: [CorrelationProperty] = []
    public var interfaces: [Interface] = []
    public var resources: [Resource] = []
    public var dataStores: [DataStore] = []
    public var categories: [Category] = []
    public var globalTasks: [GlobalTask] = []
    public var processes: [ProcessDefinition] = []
    public var collaborations: [Collaboration] = []
    public var diagrams: [Diagram] = []
    /// Root elements that a process needs nothing of: end points, partner entities and roles, choreographies,
    /// relationships, foreign elements.
    public var others: [ExtensionElement] = []

    public init(
        header: ElementHeader, targetNamespace: String = "", expressionLanguage: String = "",
        typeLanguage: String = "", exporter: String = "", exporterVersion: String = ""
    ) {
        self.header = header
        self.targetNamespace = targetNamespace
        self.expressionLanguage = expressionLanguage
        self.typeLanguage = typeLanguage
        self.exporter = exporter
        self.exporterVersion = exporterVersion
    }
}

/// Another file whose elements are used here. BPMN 2.0.2, 8.2.2.
public struct Import: Sendable, Hashable {
    public var importType: String
    public var location: String
    public var namespace: String

    public init(importType: String, location: String, namespace: String) {
        self.importType = importType
        self.location = location
        self.namespace = namespace
    }
}
