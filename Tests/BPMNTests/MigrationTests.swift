import BPMN
import FEEL
import Testing

@Suite("Migration of running instances")
struct MigrationTests {
    let r = Running.self

    func timer(_ id: String, _ duration: String) -> String {
        "<boundaryEvent id=\"\(id)\" attachedToRef=\"TASK\" cancelActivity=\"false\"><timerEventDefinition><timeDuration>\(duration)</timeDuration></timerEventDefinition></boundaryEvent>"
    }

    func process(_ task: String, _ inside: String = "") throws -> ExecutableProcess {
        let body =
            "<startEvent id=\"s\"/>\(r.user(task))\(r.user("next"))\(inside.replacing("TASK", with: task))\(r.chain("s", task, "next"))"
        return try ExecutableProcess(try r.model(body))
    }

    @Test("tasks and timers that stay keep their keys, events that went are given up, new ones are waited for")
    func migrate() throws {
        let old = try process("a", timer("keeps", "P1D") + timer("goes", "P2D"))
        let new = try process("b", timer("keeps", "P1D") + timer("comes", "P3D"))
        let state = try Machine.step(old, ProcessState(of: old), .start(variables: ["x": 1]), now: r.start).state
        let step = try Machine.migrate(state, from: old, to: new, mapping: ["a": "b"], now: r.start)
        #expect(step.state.waiting(in: new).map(\.element) == ["b"])
        #expect(step.state.waiting(in: new)[0].key == state.waiting(in: old)[0].key)
        #expect(step.effects.contains { if case .cancelTimer = $0 { true } else { false } })
        #expect(step.effects.contains { if case .startTimer(_, _, "comes") = $0 { true } else { false } })
        #expect(step.state.subscriptions.count == 2 && step.state.variables["x"] == 1)
        let done = try Machine.step(new, step.state, .complete(key: step.state.waiting(in: new)[0].key), now: r.start)
        #expect(done.state.waiting(in: new).map(\.element) == ["next"])
    }

    @Test("what is active and has no counterpart of its kind keeps an instance from migrating")
    func refused() throws {
        let old = try process("a")
        let new = try process("b")
        let state = try Machine.step(old, ProcessState(of: old), .start(), now: r.start).state
        #expect(throws: MigrationError(problems: ["'a' is active and has no counterpart"])) {
            try Machine.migrate(state, from: old, to: new, now: r.start)
        }
        #expect(throws: MigrationError(problems: ["'a' is active; 's' is of another kind"])) {
            try Machine.migrate(state, from: old, to: new, mapping: ["a": "s"], now: r.start)
        }
        #expect(throws: StepError.wrongDefinition) { try Machine.step(new, state, .complete(key: 1), now: r.start) }
    }
}
