import FEEL

/// An expression of FEEL in a service, compiled against the service's names.
public struct Formula: Sendable {
    public let text: String
    /// Where it stands.
    public let line: Int
    /// The names that it reads.
    public let reads: [String]
    let syntax: Syntax
    let type: FEELType
    /// After how many questions all its names are known.
    let position: Int
    private let code: any Code
    private let slots: Int
    /// The places of its variables among the service's names.
    let places: [Int]

    init(_ text: String, line: Int, syntax: Syntax, type: FEELType, names: Names) {
        (self.text, self.line, self.syntax, self.type) = (text, line, syntax, type)
        let used = syntax.names
        let known = names.entries.indices.filter { used.contains(names.entries[$0].name) }
        places = known
        reads = known.map { names.entries[$0].name }
        position = known.map { names.entries[$0].position }.max() ?? 0
        var compiler = Compiler(variables: reads, constants: ["yes": true, "no": false])
        code = compiler.compile(syntax)
        slots = compiler.slots
        var fields: [FormulaField] = []
        func collect(_ syntax: Syntax) {
            if let (root, path) = Formula.path(syntax), let place = names.slot(root) {
                let name = ([root] + path).joined(separator: ".")
                if !fields.contains(where: { $0.name == name }) {
                    fields.append(.init(name: name, place: place, path: path))
                }
                return
            }
            for child in syntax.children { collect(child) }
        }
        collect(syntax)
        self.fields = fields
    }

    private static func path(_ syntax: Syntax) -> (String, [String])? {
        switch syntax {
        case .name(let name, _): (name, [])
        case .path(let operand, let name): path(operand).map { ($0.0, $0.1 + [name]) }
        default: nil
        }
    }

    /// The names and their fields as the expression reads them: `licence.expires`.
    let fields: [FormulaField]

    /// Whether it is nothing but a name or a field: `licence.expires`.
    func isField(_ name: String) -> Bool {
        Formula.path(syntax).map { ([$0.0] + $0.1).joined(separator: ".") } == name
    }

    /// With the values of all the service's names.
    func value(_ values: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        Frame.with(slots, evaluation) { frame in
            for (slot, place) in places.enumerated() { frame.slots[slot] = values[place] }
            return code.run(frame)
        }
    }

    func isTrue(_ values: [FEELValue], _ evaluation: Evaluation) -> Bool {
        if case .boolean(true) = value(values, evaluation) { true } else { false }
    }
}

/// A name that an expression reads, with the way to a field.
struct FormulaField: Sendable {
    /// `licence.expires`
    let name: String
    /// The place of its root among the service's names.
    let place: Int
    /// The fields below the root: `expires`.
    let path: [String]

    /// What it is among the values of all the service's names.
    func value(_ values: [FEELValue]) -> FEELValue {
        path.reduce(values[place]) { value, name in
            if case .context(let context) = value { context[name] ?? .null } else { .null }
        }
    }
}
