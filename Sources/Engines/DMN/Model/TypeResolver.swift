import FEEL

/// Finds the types of a file by name: FEEL's own, its item definitions, and those of its imports.
struct TypeResolver {
    /// The types that the file's names stand for, those of imports as `import.name`.
    private(set) var types: [String: FEELType] = [:]
    /// What could not be resolved.
    private(set) var problems: [Problem] = []
    private let definitions: Definitions
    private var open: Set<String> = []

    init(_ definitions: Definitions, imported: [(import: Definitions.Import, types: [String: FEELType])]) {
        self.definitions = definitions
        for (source, others) in imported {
            for (name, type) in others where !name.hasPrefix("{") {
                types[source.name.isEmpty ? name : "\(source.name).\(name)"] = type
                types["{\(source.namespace)}\(name)"] = type
            }
        }
        for item in definitions.items { _ = resolve(item) }
    }

    /// The type of that name; Any, with a problem, where there is none.
    mutating func type(_ name: String?, for element: String) -> FEELType {
        guard let name, !name.isEmpty else { return .any }
        if let known = types[name] ?? FEELType.named(name) { return known }
        if let item = definitions.items.first(where: { $0.name == name }) { return resolve(item) }
        if name.hasPrefix("{\(definitions.namespace)}") {
            return type(String(name.dropFirst(definitions.namespace.count + 2)), for: element)
        }
        var parser = Parser(name, scope: Scope(types: types))
        if let type = try? parser.parseType() { return type }
        problems.append(Problem(.error, element, "there is no type '\(name)'"))
        return .any
    }

    private mutating func resolve(_ item: Definitions.ItemDefinition) -> FEELType {
        if let known = types[item.name] { return known }
        guard open.insert(item.name).inserted else {
            problems.append(Problem(.error, item.name, "the type is defined by itself"))
            return .any
        }
        let type = build(item, path: item.name)
        open.remove(item.name)
        types[item.name] = type
        return type
    }

    private mutating func build(_ item: Definitions.ItemDefinition, path: String) -> FEELType {
        var base = FEELType.any
        if let function = item.function {
            base = .function(
                function.parameters.map { type($0.type, for: path) }, type(function.output, for: path))
        } else if !item.components.isEmpty {
            base = .context(item.components.map { .init($0.name, build($0, path: "\(path).\($0.name)")) })
        } else if let name = item.type {
            base = type(name, for: path)
        }
        base = restricted(base, by: item.allowedValues, path)
        if item.isCollection { base = .list(base) }
        base = restricted(base, by: item.typeConstraint, path)
        if case .named = base, item.allowedValues == nil, item.typeConstraint == nil { return base }
        if case .named(let named) = base, named.name == path { return base }
        return .named(NamedType(name: path, type: base))
    }

    private mutating func restricted(_ type: FEELType, by tests: String?, _ path: String) -> FEELType {
        guard let tests else { return type }
        do {
            let allowed = try UnaryTests(tests, scope: Scope(types: types))
            return .named(
                NamedType(name: path, type: type, restriction: normalized(tests), texts: allowed.texts) { value in
                    allowed.passes(value)
                })
        } catch {
            problems.append(Problem(.error, path, "the allowed values cannot be read: \(error)"))
            return type
        }
    }
}

/// Something about a model that its author should know.
public struct Problem: Sendable, Hashable, CustomStringConvertible {
    public enum Severity: String, Sendable, Codable {
        case error, warning
    }

    public let severity: Severity
    /// The decision, type or function it is about, with the part of it.
    public let element: String
    public let message: String

    init(_ severity: Severity, _ element: String, _ message: String) {
        self.severity = severity
        self.element = element
        self.message = message
    }

    public var description: String { "\(severity.rawValue): \(element): \(message)" }
}
