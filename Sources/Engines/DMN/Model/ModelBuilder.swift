import FEEL
import Foundation

/// Compiles a file and its imports into a program.
struct ModelBuilder {
    typealias Resolver = (Definitions.Import) -> Data?

    private(set) var modules: [Module] = []
    var nodes: [Node?] = []
    private(set) var problems: [Problem] = []
    private(set) var bodies: [Int: ModelBody] = [:]
    /// The decision tables by the place where they stand.
    private(set) var tables: [TableSyntax] = []
    var names: [String] = []
    var functions: [Int: FEELFunction] = [:]
    var properties = NameTable(Scope.builtinProperties)

    static let maxModules = 1000

    init(_ main: Definitions, _ resolve: Resolver) {
        load(main, path: [], resolve)
        for index in modules.indices.reversed() { resolveTypes(of: index) }
        for index in modules.indices { allocate(index) }
        for module in modules { collectProperties(module) }
        for index in modules.indices { compile(index) }
    }

    var program: Program {
        let empty = Node.input(InputNode(name: "", path: [], type: .any))
        return Program(nodes: nodes.map { $0 ?? empty }, bodies: bodies)
    }

    // MARK: Files

    private mutating func load(_ definitions: Definitions, path: [String], _ resolve: Resolver) {
        let index = modules.count
        modules.append(Module(definitions: definitions, path: path))
        for source in definitions.imports where source.type.isEmpty || source.type.contains("DMN") {
            if let known = modules.firstIndex(where: { $0.definitions.namespace == source.namespace }) {
                modules[index].imports.append((source, known))
                continue
            }
            guard modules.count < ModelBuilder.maxModules, let data = resolve(source) else {
                problems.append(
                    Problem(.error, "import \(source.name)", "the model '\(source.namespace)' was not found"))
                continue
            }
            do {
                let imported = try Definitions(xml: data)
                modules[index].imports.append((source, modules.count))
                load(imported, path: path + (source.name.isEmpty ? [] : [source.name]), resolve)
            } catch {
                problems.append(Problem(.error, "import \(source.name)", "\(error)"))
            }
        }
    }

    private mutating func resolveTypes(of index: Int) {
        let imported = modules[index].imports.map { (import: $0.source, types: modules[$0.module].types) }
        let resolver = TypeResolver(modules[index].definitions, imported: imported)
        modules[index].types = resolver.types
        problems += resolver.problems
    }

    // MARK: Names

    private mutating func node(_ name: String, id: String, in module: Int) -> Int {
        nodes.append(nil)
        names.append(name)
        modules[module].nodes[id] = nodes.count - 1
        return nodes.count - 1
    }

    /// Gives every element its place, so that they can refer to each other in any order.
    private mutating func allocate(_ index: Int) {
        let definitions = modules[index].definitions
        for input in definitions.inputs { _ = node(input.variable.name, id: input.id, in: index) }
        for decision in definitions.decisions { _ = node(decision.variable.name, id: decision.id, in: index) }
        for model in definitions.knowledge { _ = node(model.variable.name, id: model.id, in: index) }
        for service in definitions.services { _ = node(service.variable.name, id: service.id, in: index) }
    }

    private mutating func collectProperties(_ module: Module) {
        func collect(_ item: Definitions.ItemDefinition, _ properties: inout NameTable) {
            for component in item.components {
                properties.insert(component.name)
                collect(component, &properties)
            }
        }
        for item in module.definitions.items { collect(item, &properties) }
        for index in module.nodes.values { properties.insert(names[index]) }
        for source in module.definitions.imports { properties.insert(source.name) }
        for decision in module.definitions.decisions { decision.logic?.collectNames(&properties) }
        for model in module.definitions.knowledge { model.logic?.body.collectNames(&properties) }
    }

    /// The node that a reference means, with the import that leads to it.
    func find(_ reference: String, from module: Int) -> (node: Int, source: Definitions.Import?)? {
        let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let id = parts.count == 2 ? String(parts[1]) : reference
        let namespace = parts.count == 2 ? String(parts[0]) : ""
        if namespace.isEmpty || namespace == modules[module].definitions.namespace {
            if let node = modules[module].nodes[id] { return (node, nil) }
        }
        for (source, target) in modules[module].imports where namespace.isEmpty || source.namespace == namespace {
            if let node = modules[target].nodes[id] { return (node, source) }
        }
        return nil
    }

    // MARK: Code

    private mutating func compile(_ index: Int) {
        let definitions = modules[index].definitions
        for input in definitions.inputs {
            guard let place = modules[index].nodes[input.id] else { continue }
            let type = type(input.variable.type, of: input.name, in: index)
            nodes[place] = .input(InputNode(name: input.variable.name, path: modules[index].path, type: type))
        }
        for model in definitions.knowledge { compile(model, index) }
        for service in definitions.services { compile(service, index) }
        for decision in definitions.decisions { compile(decision, index) }
    }

    mutating func type(_ name: String?, of element: String, in index: Int) -> FEELType {
        guard let name, !name.isEmpty else { return .any }
        if let known = modules[index].types[name] ?? FEELType.named(name) { return known }
        var resolver = resolver(index)
        let type = resolver.type(name, for: element)
        problems += resolver.problems
        return type
    }

    private func resolver(_ index: Int) -> TypeResolver {
        TypeResolver(
            modules[index].definitions,
            imported: modules[index].imports.map { (import: $0.source, types: modules[$0.module].types) })
    }

    /// The names that references bring into scope: the elements themselves, or the imports that hold them.
    private mutating func requirements(
        _ references: [String], of element: String, in module: Int
    ) -> [(name: String, source: Requirement.Source)] {
        var result: [(name: String, source: Requirement.Source)] = []
        for reference in references {
            guard let (node, source) = find(reference, from: module) else {
                problems.append(Problem(.error, element, "the required element '\(reference)' does not exist"))
                continue
            }
            guard let group = source?.name, !group.isEmpty else {
                result.append((names[node], .node(node)))
                continue
            }
            if let place = result.firstIndex(where: { $0.name == group }),
                case .group(let entries) = result[place].source
            {
                result[place].source = .group(entries + [(names[node], .node(node))])
            } else {
                result.append((group, .group([(names[node], .node(node))])))
            }
        }
        return result
    }

    private mutating func builder(_ index: Int, _ variables: [String]) -> SyntaxBuilder {
        SyntaxBuilder(names: [NameTable(variables)], properties: properties, types: resolver(index))
    }

    private mutating func finish(_ builder: SyntaxBuilder) {
        problems += builder.problems + builder.types.problems
        tables += builder.tables
    }

    private mutating func compile(_ decision: Definitions.Decision, _ index: Int) {
        guard let place = modules[index].nodes[decision.id] else { return }
        let references = decision.requiredInputs + decision.requiredDecisions + decision.requiredKnowledge
        let required = requirements(references, of: decision.name, in: index)
        var constants: [String: FEELValue] = [:]
        var variables: [(name: String, source: Requirement.Source)] = []
        for (name, source) in required {
            if let constant = constant(source) { constants[name] = constant } else { variables.append((name, source)) }
        }
        let known = variables.map(\.name)
        var builder = builder(index, known + constants.keys)
        let syntax =
            decision.logic.map { builder.syntax($0, decision.name) }
            ?? .failed("\(decision.name): the decision has no logic")
        finish(builder)
        var compiler = Compiler(variables: known, constants: constants)
        let code = compiler.compile(syntax)
        let slots = variables.enumerated().map { Requirement(name: $1.name, slot: $0, source: $1.source) }
        nodes[place] = .decision(
            DecisionNode(
                name: decision.variable.name, code: code, slots: compiler.slots, requirements: slots,
                type: type(decision.variable.type, of: decision.name, in: index), weight: syntax.weight))
    }

    /// Functions do not change from one evaluation to the next.
    private mutating func constant(_ source: Requirement.Source) -> FEELValue? {
        switch source {
        case .node(let index): return function(index).map { .function($0) }
        case .group(let entries):
            var context = FEELContext()
            for (name, source) in entries {
                guard let value = constant(source) else { return nil }
                context[name] = value
            }
            return .context(context)
        }
    }

    /// The function that a knowledge model or service is; nil for other elements.
    mutating func function(_ node: Int) -> FEELFunction? {
        if let known = functions[node] { return known }
        for index in modules.indices {
            for model in modules[index].definitions.knowledge where modules[index].nodes[model.id] == node {
                functions[node] = declare(model, node, index)
            }
            for service in modules[index].definitions.services where modules[index].nodes[service.id] == node {
                functions[node] = declare(service, node, index)
            }
        }
        return functions[node]
    }

    private mutating func declare(_ model: Definitions.KnowledgeModel, _ node: Int, _ index: Int) -> FEELFunction {
        let parameters = (model.logic?.parameters ?? []).map {
            FEELFunction.Parameter($0.name, type($0.type, of: model.name, in: index))
        }
        if let kind = model.logic?.kind, kind != .feel {
            return FEELFunction(
                name: model.variable.name, parameters: parameters,
                external: "\(model.name): this engine calls no \(kind.rawValue) functions")
        }
        let names = parameters.map(\.name)
        return FEELFunction(
            name: model.variable.name, parameters: parameters, result: resultType(model.variable, index), model: node
        ) { arguments, evaluation in
            guard let body = (evaluation.model as? ModelRun)?.program.bodies[node] else { return .null }
            return ModelRun.apply(body, names, arguments, evaluation)
        }
    }

    /// What a function gives: the output of its function type, or (in older models) the type itself.
    mutating func resultType(_ variable: Definitions.Variable, _ index: Int) -> FEELType {
        let type = type(variable.type, of: variable.name, in: index)
        if case .function(_, let result) = type.resolved { return result }
        return type
    }

    private mutating func compile(_ model: Definitions.KnowledgeModel, _ index: Int) {
        guard let place = modules[index].nodes[model.id], let function = function(place) else { return }
        nodes[place] = .knowledge(function)
        guard let logic = model.logic, logic.kind == .feel else { return }
        var constants: [String: FEELValue] = [model.variable.name: .function(function)]
        for (name, source) in requirements(model.requiredKnowledge, of: model.name, in: index) {
            if let value = constant(source) { constants[name] = value }
        }
        let parameters = function.parameters.map(\.name)
        var builder = builder(index, Array(constants.keys) + parameters)
        let syntax = builder.syntax(logic.body, model.name)
        finish(builder)
        var compiler = Compiler(variables: parameters, constants: constants)
        let code = compiler.compile(syntax)
        bodies[place] = ModelBody(
            name: model.variable.name, code: code, slots: compiler.slots, type: resultType(model.variable, index),
            weight: syntax.weight)
    }
}
