import BPMN
import FEEL
import Foundation
import Testing

/// Runs processes that are written down in a test.
enum Running {
    static let start = Moment(seconds: 1_767_258_000)  // 2026-01-01T09:00:00Z

    /// A file around the elements of one process.
    static func model(_ body: String, roots: String = "") throws -> ProcessModel {
        let xml = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:z="http://camunda.org/schema/zeebe/1.0" \
            xmlns:c="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
            targetNamespace="urn:test">
            \(roots)
            <process id="p" isExecutable="true">\(body)</process>
            </definitions>
            """
        return try ProcessModel(xml: Data(xml.utf8))
    }

    @discardableResult
    static func run(
        _ body: String, roots: String = "", input: Variables = Variables(), options: ProcessOptions = ProcessOptions(),
        decide: @escaping ScriptedRun.Decide = { _, _, _ in nil }, _ steps: [ProcessScript.Step]
    ) throws -> ScriptedRun {
        var run = ScriptedRun([try model(body, roots: roots)], now: start, options: options, decide: decide)
        try run.run(ProcessScript(steps), process: "p", input: input)
        try check(run)
        return run
    }

    /// What must hold of every state: it survives being stored, and waits for something named unless it has ended.
    static func check(_ run: ScriptedRun) throws {
        for instance in run.instances {
            let data = try JSONEncoder().encode(instance.state)
            #expect(try JSONDecoder().decode(ProcessState.self, from: data) == instance.state)
            #expect(instance.state.isEnded || !instance.state.waiting(in: instance.process).isEmpty)
        }
    }

    static func flow(_ id: String, _ from: String, _ to: String, _ condition: String? = nil) -> String {
        let inside = condition.map { "<conditionExpression>\($0)</conditionExpression>" } ?? ""
        return "<sequenceFlow id=\"\(id)\" sourceRef=\"\(from)\" targetRef=\"\(to)\">\(inside)</sequenceFlow>"
    }

    /// `a > b > c` as sequence flows.
    static func chain(_ nodes: String...) -> String {
        zip(nodes, nodes.dropFirst()).map { flow("\($0)_\($1)", $0, $1) }.joined()
    }

    static func user(_ id: String) -> String { "<userTask id=\"\(id)\"/>" }
}

extension ProcessScript.Step {
    static func done(_ name: String, _ values: Variables = Variables()) -> ProcessScript.Step {
        .complete(name, values)
    }
    static func waits(_ names: String...) -> ProcessScript.Step { .expect(.init(waiting: names, status: "active")) }
    static func ends(_ variables: Variables = Variables()) -> ProcessScript.Step {
        .expect(.init(waiting: [], status: "completed", variables: variables))
    }
}
