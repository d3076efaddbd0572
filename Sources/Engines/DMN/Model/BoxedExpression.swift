/// A boxed expression with the name of its type. DMN 1.5, 7.3 and 10.2.
public struct BoxedExpression: Sendable {
    public var type: String?
    public var label: String?
    public var body: Body

    public indirect enum Body: Sendable {
        case literal(String)
        /// Text in a language that is not FEEL.
        case foreign(language: String)
        case table(DecisionTable)
        case context([Entry])
        case invocation(BoxedExpression, [Entry])
        case list([BoxedExpression])
        case relation(columns: [Definitions.Variable], rows: [[BoxedExpression]])
        case function(Function)
        case conditional(BoxedExpression, then: BoxedExpression, otherwise: BoxedExpression)
        case filter(BoxedExpression, match: BoxedExpression)
        case loop(variable: String, domain: BoxedExpression, result: BoxedExpression)
        case quantified(every: Bool, variable: String, domain: BoxedExpression, condition: BoxedExpression)
        /// An expression that was left out.
        case missing
    }

    /// A named part; without a name it is the result of a context.
    public struct Entry: Sendable {
        public var variable: Definitions.Variable?
        public var value: BoxedExpression
    }

    public struct Function: Sendable {
        public enum Kind: String, Sendable {
            case feel = "FEEL"
            case java = "Java"
            case pmml = "PMML"
        }

        public var kind: Kind
        public var parameters: [Definitions.Variable]
        public var body: BoxedExpression
    }
}

/// A decision table. DMN 1.5, 8.
public struct DecisionTable: Sendable {
    public enum HitPolicy: String, Sendable, Codable {
        case unique = "UNIQUE"
        case first = "FIRST"
        case priority = "PRIORITY"
        case any = "ANY"
        case collect = "COLLECT"
        case ruleOrder = "RULE ORDER"
        case outputOrder = "OUTPUT ORDER"

        /// The letter in the corner of a drawn table.
        public var letter: String {
            switch self {
            case .unique: "U"
            case .first: "F"
            case .priority: "P"
            case .any: "A"
            case .collect: "C"
            case .ruleOrder: "R"
            case .outputOrder: "O"
            }
        }

        /// Whether all rules that match count, not one of them.
        public var isMultiple: Bool { self == .collect || self == .ruleOrder || self == .outputOrder }
    }

    public enum Aggregation: String, Sendable, Codable {
        case sum = "SUM"
        case count = "COUNT"
        case min = "MIN"
        case max = "MAX"
    }

    public struct Input: Sendable {
        public var label: String
        public var expression: String
        public var type: String?
        public var allowed: String?
    }

    public struct Output: Sendable {
        public var name: String?
        public var label: String?
        public var type: String?
        public var allowed: String?
        public var otherwise: String?
    }

    public struct Rule: Sendable {
        public var id: String
        public var tests: [String]
        public var outputs: [String]
        public var annotations: [String]
        public var description: String?
    }

    public var hitPolicy: HitPolicy
    public var aggregation: Aggregation?
    public var inputs: [Input]
    public var outputs: [Output]
    public var rules: [Rule]
    public var label: String?
}
