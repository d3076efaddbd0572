import BPMN
import FEEL
import Testing

@Suite("BPMN 2.0.2 §10.3.8: events that are thrown as instances complete")
struct InstanceEventTests {
    let r = Running.self
    private let roots = """
        <signal id="S" name="bell"/><signalEventDefinition id="D" signalRef="S"/><escalation id="L" escalationCode="l"/>
        <escalationEventDefinition id="DL" escalationRef="L"/><error id="E" errorCode="e"/><errorEventDefinition id="DE" errorRef="E"/>
        <message id="M" name="note"/><messageEventDefinition id="DM" messageRef="M"/><timerEventDefinition id="DT"><timeDuration>PT1H</timeDuration></timerEventDefinition>
        """

    /// Three reviews; what their border catches goes to a task of its own.
    private func body(_ attributes: String, caught: String, interrupts: Bool = false, inside: String = "") -> String {
        """
        <startEvent id="s"/><userTask id="a"><multiInstanceLoopCharacteristics \(attributes)><loopCardinality>3</loopCardinality>\(inside)
        </multiInstanceLoopCharacteristics></userTask><boundaryEvent id="b" attachedToRef="a" cancelActivity="\(interrupts)">\(caught)</boundaryEvent>
        \(r.user("told"))\(r.user("z"))\(r.chain("s", "a", "z"))\(r.chain("b", "told"))
        """
    }

    private let bell = "<signalEventDefinition signalRef=\"S\"/>"

    @Test("None: each instance that completes throws its event")
    func none() throws {
        for order in ["true", "false"] {
            let attributes = "isSequential=\"\(order)\" behavior=\"None\" noneBehaviorEventRef=\"D\""
            let run = try r.run(
                body(attributes, caught: bell), roots: roots,
                [.done("a"), .done("a"), .done("a"), .waits("told", "told", "told", "z")])
            #expect(run.instances[0].state.waiting(in: run.instances[0].process).count == 4)
        }
    }

    @Test("One: the first instance that completes throws, the others do not")
    func one() throws {
        try r.run(
            body(
                "behavior=\"One\" oneBehaviorEventRef=\"DL\"",
                caught: "<escalationEventDefinition escalationRef=\"L\"/>"),
            roots: roots,
            [.done("a"), .waits("a", "a", "told"), .done("a"), .done("a"), .waits("told", "z")])
    }

    @Test("an interrupting event on the border ends the instances that are left; an error always does")
    func interrupting() throws {
        try r.run(
            body("behavior=\"One\" oneBehaviorEventRef=\"D\"", caught: bell, interrupts: true), roots: roots,
            [.done("a"), .waits("told"), .done("told"), .ends()])
        try r.run(
            body(
                "isSequential=\"true\" behavior=\"One\" oneBehaviorEventRef=\"DE\"",
                caught: "<errorEventDefinition errorRef=\"E\"/>"),
            roots: roots, [.done("a"), .waits("told")])
    }

    @Test("Complex: each behavior throws where its condition holds, with the counts of instances and what they gave")
    func complex() throws {
        let inside = """
            <complexBehaviorDefinition id="c1"><condition>approved = false</condition><event id="v1">\(bell)</event></complexBehaviorDefinition>
            <complexBehaviorDefinition id="c2"><condition>numberOfCompletedInstances = 3</condition><event id="v2">
            <escalationEventDefinition escalationRef="L"/></event></complexBehaviorDefinition>
            """
        let caught = "<escalationEventDefinition escalationRef=\"L\"/>"
        let other = """
            <boundaryEvent id="b2" attachedToRef="a" cancelActivity="false">\(bell)</boundaryEvent>\(r.user("refused"))\(r.chain("b2", "refused"))
            """
        try r.run(
            body("behavior=\"Complex\"", caught: caught, inside: inside) + other, roots: roots,
            [
                .done("a", ["approved": true]), .waits("a", "a"), .done("a", ["approved": false]),
                .waits("a", "refused"),
                .done("a", ["approved": true]), .waits("refused", "told", "z"),
            ])
        // A condition without a value is nobody's yes or no.
        let run = try r.run(
            body(
                "behavior=\"Complex\"", caught: caught,
                inside: inside.replacing("approved = false", with: "approved > 1")),
            roots: roots, [.done("a"), .waits("a", "a", "a")])
        let incident = try #require(run.instances[0].state.incidents.first)
        #expect(incident.message.contains("approved") && incident.message.contains("complex behavior"))
    }

    @Test("a message goes out with each instance, and All throws nothing")
    func messages() throws {
        let process = try ExecutableProcess(
            try r.model(body("behavior=\"None\" noneBehaviorEventRef=\"DM\"", caught: bell), roots: roots))
        var state = try Machine.step(process, ProcessState(of: process), .start(), now: r.start).state
        for key in state.waiting(in: process).map(\.key) {
            let step = try Machine.step(process, state, .complete(key: key), now: r.start)
            #expect(
                step.effects.contains {
                    if case .sendMessage(let order) = $0 { order.message == "note" } else { false }
                })
            state = step.state
        }
        try r.run(
            body("behavior=\"All\" noneBehaviorEventRef=\"D\"", caught: bell), roots: roots,
            [.done("a"), .done("a"), .done("a"), .waits("z")])
    }

    @Test(
        "what cannot be thrown, or is not there, is refused with the activity's id and the reason",
        arguments: [
            ("behavior=\"None\"", "noneBehaviorEventRef"), ("behavior=\"One\" oneBehaviorEventRef=\"X\"", "'X'"),
            ("behavior=\"None\" noneBehaviorEventRef=\"DT\"", "timerEventDefinition"),
            ("behavior=\"Some\"", "'Some'"), ("behavior=\"Complex\"", "no behavior"),
        ])
    func refused(_ attributes: String, _ reason: String) throws {
        let model = try r.model(body(attributes, caught: bell), roots: roots)
        #expect {
            try ExecutableProcess(model)
        } throws: { error in
            (error as? PreparationError)?.problems.contains { $0.id == "a" && $0.reason.contains(reason) } ?? false
        }
    }

    @Test("cron is refused, and told how to write it")
    func cron() throws {
        let model = try r.model(
            """
            <startEvent id="s"><timerEventDefinition><timeCycle>0 0/15 8-18 * * ?</timeCycle></timerEventDefinition></startEvent>
            \(r.user("a"))\(r.chain("s", "a"))
            """)
        #expect {
            try ExecutableProcess(model)
        } throws: { error in
            (error as? PreparationError)?.problems.contains { $0.id == "s" && $0.reason.contains("R/PT1H") } ?? false
        }
    }
}
