import ArgumentParser
import BPMN
import FEEL
import Yams

/// A script of `polity bpmn run`, from YAML.
struct ScriptReader {
    var script = ProcessScript()
    var input = Variables()
    var process: String?
    var start: String?

    /// A list of steps, or a mapping of `steps`, `input`, `process` and `start`.
    static func read(_ text: String) throws -> ScriptReader {
        var reader = ScriptReader()
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw ValidationError("the script is not YAML: \(error)")
        }
        guard let root, value(of: root) != .null else { return reader }
        var steps = root.sequence.map(Array.init) ?? []
        if let mapping = root.mapping {
            steps = mapping["steps"]?.sequence.map(Array.init) ?? []
            reader.input = mapping["input"].map { variables(of: $0) } ?? Variables()
            reader.process = mapping["process"]?.string
            reader.start = mapping["start"]?.string
        } else if root.sequence == nil {
            throw ValidationError("the script is a list of steps")
        }
        reader.script.steps = try steps.map { try step($0) }
        return reader
    }

    private static func step(_ node: Node) throws -> ProcessScript.Step {
        let line = node.mark.map { " (line \($0.line))" } ?? ""
        guard let mapping = node.mapping else {
            throw ValidationError("a step is a mapping such as {complete: task}\(line)")
        }
        func text(_ keys: String...) -> String? { keys.lazy.compactMap { mapping[$0]?.scalar?.string }.first }
        let values = ["with", "values", "variables"].lazy.compactMap { mapping[$0] }.first.map { variables(of: $0) }
        let with = values ?? Variables()
        if let name = text("complete") { return .complete(name, with) }
        if let name = text("fail") { return .fail(name, message: text("message", "reason") ?? "it failed") }
        if let name = text("error") {
            if let task = text("at", "task", "element") { return .error(task, code: name, with) }
            return .error(name, code: text("code") ?? "", with)
        }
        if let name = text("escalate") { return .escalate(name, code: text("code") ?? "", with) }
        if let name = text("message") { return .message(name, correlation: text("correlation", "key"), with) }
        if let name = text("signal") { return .signal(name, with) }
        if let time = text("advance") { return .advance(time) }
        if let time = text("at", "time") { return .at(time) }
        if let node = mapping["set"] { return .set(variables(of: node)) }
        if let name = text("activate") { return .activate(name) }
        if let name = text("finish") { return .finish(name) }
        if let name = text("retry") { return .retry(name, with) }
        if let name = text("resolve") { return .resolve(name, with, flow: text("flow")) }
        if let reason = text("cancel") { return .cancel(reason: reason) }
        if let expected = mapping["expect"] { return .expect(expectation(expected)) }
        let keys = mapping.keys.compactMap(\.string).joined(separator: ", ")
        throw ValidationError("a step with '\(keys)' is not known\(line)")
    }

    private static func expectation(_ node: Node) -> ProcessScript.Expectation {
        let waiting = node.mapping?["waiting"]
        let names = waiting?.sequence.map { $0.compactMap { $0.scalar?.string } } ?? waiting?.scalar.map { [$0.string] }
        return ProcessScript.Expectation(
            waiting: names, status: node.mapping?["status"]?.scalar?.string,
            variables: node.mapping?["variables"].map { variables(of: $0) } ?? Variables())
    }

    private static func variables(of node: Node) -> Variables {
        if case .context(let context) = value(of: node) { return Variables(context) }
        return Variables()
    }

    /// YAML's plain scalars as JSON would have them; what stands in quotes is text.
    private static func value(of node: Node) -> FEELValue {
        switch node {
        case .mapping(let mapping):
            return .context(FEELContext(mapping.map { ($0.key.scalar?.string ?? "", value(of: $0.value)) }))
        case .sequence(let sequence): return .list(sequence.map { value(of: $0) })
        case .scalar(let scalar):
            if scalar.style == .singleQuoted || scalar.style == .doubleQuoted { return .string(scalar.string) }
            switch scalar.string {
            case "", "null", "~", "Null", "NULL": return .null
            case "true", "True", "TRUE": return .boolean(true)
            case "false", "False", "FALSE": return .boolean(false)
            default: return Decimal128(scalar.string).map { .number($0) } ?? .string(scalar.string)
            }
        case .alias: return .null
        }
    }
}
