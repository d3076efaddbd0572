/// A file of DMN as it was read. DMN 1.5, 6.3.2.
public struct Definitions: Sendable {
    public var name: String
    public var namespace: String
    public var imports: [Import] = []
    public var items: [ItemDefinition] = []
    public var inputs: [InputData] = []
    public var decisions: [Decision] = []
    public var knowledge: [KnowledgeModel] = []
    public var services: [DecisionService] = []

    /// Another file whose elements are used here. DMN 1.5, 6.3.3.
    public struct Import: Sendable, Hashable {
        public var name: String
        public var namespace: String
        public var location: String?
        public var type: String
    }

    /// A name with the name of its type.
    public struct Variable: Sendable, Hashable {
        public var name: String
        public var type: String?
    }

    /// A type of the file. DMN 1.5, 7.3.2.
    public struct ItemDefinition: Sendable {
        public var name: String
        public var isCollection: Bool
        public var type: String?
        /// Unary tests: which values of the type (of the items, for a collection) are allowed.
        public var allowedValues: String?
        /// Unary tests on the value as a whole.
        public var typeConstraint: String?
        public var components: [ItemDefinition] = []
        public var function: FunctionItem?
    }

    public struct FunctionItem: Sendable, Hashable {
        public var parameters: [Variable]
        public var output: String?
    }

    public struct InputData: Sendable, Hashable {
        public var id: String
        public var name: String
        public var variable: Variable
    }

    /// A decision, with the elements it requires by their references. DMN 1.5, 6.3.7.
    public struct Decision: Sendable {
        public var id: String
        public var name: String
        public var variable: Variable
        public var question: String?
        public var allowedAnswers: String?
        public var requiredInputs: [String] = []
        public var requiredDecisions: [String] = []
        public var requiredKnowledge: [String] = []
        public var logic: BoxedExpression?
    }

    /// A function of the model. DMN 1.5, 6.3.9.
    public struct KnowledgeModel: Sendable {
        public var id: String
        public var name: String
        public var variable: Variable
        public var requiredKnowledge: [String] = []
        public var logic: BoxedExpression.Function?
    }

    /// Decisions offered together as a function. DMN 1.5, 6.3.10.
    public struct DecisionService: Sendable, Hashable {
        public var id: String
        public var name: String
        public var variable: Variable
        public var outputs: [String] = []
        public var encapsulated: [String] = []
        public var inputDecisions: [String] = []
        public var inputData: [String] = []
    }
}
