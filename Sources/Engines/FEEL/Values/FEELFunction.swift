/// A function: built in, written in FEEL, or provided by the program. DMN 1.5, 10.3.2.13.
public final class FEELFunction: Sendable {
    public struct Parameter: Sendable {
        public let name: String
        public let type: FEELType

        public init(_ name: String, _ type: FEELType = .any) {
            self.name = name
            self.type = type
        }
    }

    /// What a function of the program computes from its arguments, which are given in the order of the parameters.
    public typealias Native = @Sendable (_ arguments: [FEELValue], _ evaluation: Evaluation) -> FEELValue

    enum Body: Sendable {
        case builtin(Builtin)
        case code(FunctionCode, Captured?)
        case native(Native)
        /// Of a model: the number of its body among those of the model that is being evaluated, and what calls it otherwise.
        case model(Int, Native)
        /// Outside of this engine (Java, PMML): the reason why it cannot be called.
        case external(String)
    }

    public let name: String
    public let parameters: [Parameter]
    public let result: FEELType
    let body: Body

    init(name: String, parameters: [Parameter], result: FEELType, body: Body) {
        self.name = name
        self.parameters = parameters
        self.result = result
        self.body = body
    }

    /// A function that the program provides.
    public convenience init(
        name: String, parameters: [Parameter], result: FEELType = .any, _ native: @escaping Native
    ) {
        self.init(name: name, parameters: parameters, result: result, body: .native(native))
    }

    /// A function whose body the model that is being evaluated holds: functions that call each other hold no cycle.
    package convenience init(
        name: String, parameters: [Parameter], result: FEELType, model number: Int, _ native: @escaping Native
    ) {
        self.init(name: name, parameters: parameters, result: result, body: .model(number, native))
    }

    /// A function outside of this engine: calling it gives null with the reason.
    public convenience init(name: String, parameters: [Parameter], external reason: String) {
        self.init(name: name, parameters: parameters, result: .any, body: .external(reason))
    }

    /// How many parameters it takes; nil where it takes any number.
    var arity: Int? {
        if case .builtin(let builtin) = body { return builtin.fixedArity }
        return parameters.count
    }
}
