import BPMN
import FEEL
import Testing

@Suite("BPMN 2.0.2 §13.5: events")
struct EventTests {
    let r = Running.self

    func boundary(_ id: String, on host: String, cancels: Bool = true, _ definition: String) -> String {
        "<boundaryEvent id=\"\(id)\" attachedToRef=\"\(host)\" cancelActivity=\"\(cancels)\">\(definition)</boundaryEvent>"
    }

    func timer(_ kind: String, _ text: String) -> String {
        "<timerEventDefinition><\(kind)>\(text)</\(kind)></timerEventDefinition>"
    }

    @Test("§13.5.3: an interrupting boundary timer cancels its activity")
    func interrupting() throws {
        let body = """
            <startEvent id="s"/>\(r.user("a"))\(r.user("late"))\(r.user("b"))\(boundary("t", on: "a", timer("timeDuration", "PT1H")))
            \(r.chain("s", "a", "b"))\(r.chain("t", "late"))
            """
        try r.run(body, [.advance("PT59M"), .waits("a"), .advance("PT1M"), .waits("late"), .done("late"), .ends()])
        let run = try r.run(body, [.done("a"), .waits("b"), .advance("P1D"), .waits("b")])
        #expect(run.instances[0].state.subscriptions.isEmpty)
    }

    @Test("§13.5.3: a boundary timer that does not interrupt fires as often as its cycle says")
    func cycle() throws {
        let body = """
            <startEvent id="s"/>\(r.user("a"))\(r.user("remind"))\(boundary("t", on: "a", cancels: false, timer("timeCycle", "R3/P1D")))
            \(r.chain("s", "a"))\(r.chain("t", "remind"))
            """
        try r.run(
            body, [.advance("P1D"), .waits("a", "remind"), .advance("P9D"), .waits("a", "remind", "remind", "remind")])
        try r.run(body, [.advance("P2D"), .done("remind"), .done("a"), .waits("remind"), .done("remind"), .ends()])
    }

    @Test("§10.5.5: timers by date, by days over a leap day and by working days of a calendar")
    func times() throws {
        func body(_ kind: String, _ text: String) -> String {
            "<startEvent id=\"s\"/><intermediateCatchEvent id=\"t\">\(timer(kind, text))</intermediateCatchEvent>\(r.user("b"))\(r.chain("s", "t", "b"))"
        }
        try r.run(
            body("timeDate", "2026-03-01T00:00:00Z"),
            [.at("2026-02-28T23:59:59Z"), .waits("t"), .at("2026-03-01T00:00:00Z"), .waits("b")])
        try r.run(
            body("timeDate", "=deadline"), input: ["deadline": "2026-01-02"],
            [.at("2026-01-02T00:00:00Z"), .waits("b")])
        let leap = try r.run(body("timeDuration", "P1Y2M"), [.waits("t")])
        #expect(leap.log.contains { $0.contains("due 2027-03-01T09:00:00Z") })
        let month = try r.run(
            "<startEvent id=\"s\"/><intermediateCatchEvent id=\"w\">\(timer("timeDate", "2028-01-31T10:00:00Z"))</intermediateCatchEvent>"
                + "<intermediateCatchEvent id=\"t\">\(timer("timeDuration", "P1M"))</intermediateCatchEvent>\(r.chain("s", "w", "t"))",
            [.at("2028-02-01T00:00:00Z"), .waits("t")])
        #expect(month.log.contains { $0.contains("timer of t is due 2028-02-29T10:00:00Z") })
        let options = ProcessOptions(workingDays: { count, start in Moment(seconds: start.seconds + count * 2 * 86_400)
        })
        try r.run(
            body("timeDuration", "3 working days"), options: options,
            [.advance("P5D"), .waits("t"), .advance("P1D"), .waits("b")])
        let without = try r.run(body("timeDuration", "P3WD"), [.waits("t")])
        #expect(without.instances[0].state.incidents.first?.kind == .timer)
    }

    @Test("§13.5.5: an error end event is caught by the innermost boundary event of its code")
    func error() throws {
        let body = """
            <startEvent id="s"/><subProcess id="u"><startEvent id="us"/>\(r.user("a"))<endEvent id="ue"><errorEventDefinition errorRef="E"/></endEvent>
            \(r.user("side"))\(r.chain("us", "a", "ue"))\(r.chain("us", "side"))</subProcess>\(r.user("caught"))\(r.user("other"))
            \(boundary("b", on: "u", "<errorEventDefinition errorRef=\"E\"/>"))\(boundary("all", on: "u", "<errorEventDefinition/>"))
            \(r.chain("s", "u"))\(r.chain("b", "caught"))\(r.chain("all", "other"))
            """
        let roots = "<error id=\"E\" errorCode=\"e-1\"/>"
        try r.run(body, roots: roots, [.waits("a", "side"), .done("a"), .waits("caught"), .done("caught"), .ends()])
        try r.run(body, roots: roots, [.error("side", code: "else", [:]), .waits("other")])
    }

    @Test("an error that nothing catches ends the process where the process throws it, and is an incident at a task")
    func uncaught() throws {
        let roots = "<error id=\"E\" errorCode=\"e-1\"/>"
        let body =
            "<startEvent id=\"s\"/>\(r.user("a"))<endEvent id=\"e\"><errorEventDefinition errorRef=\"E\"/></endEvent>\(r.chain("s", "a", "e"))"
        try r.run(body, roots: roots, [.done("a"), .expect(.init(waiting: [], status: "failed"))])
        let run = try r.run(body, roots: roots, [.error("a", code: "odd", [:]), .waits("a")])
        #expect(run.instances[0].state.incidents.first?.kind == .uncaughtError)
    }

    @Test("§13.5.5: an escalation may be caught without interrupting, and is passed over where nobody catches it")
    func escalation() throws {
        let body = """
            <startEvent id="s"/><subProcess id="u"><startEvent id="us"/><intermediateThrowEvent id="x"><escalationEventDefinition escalationRef="L"/>
            </intermediateThrowEvent>\(r.user("a"))\(r.chain("us", "x", "a"))</subProcess>\(r.user("told"))\(r.user("b"))
            \(boundary("y", on: "u", cancels: false, "<escalationEventDefinition escalationRef=\"L\"/>"))\(r.chain("s", "u", "b"))\(r.chain("y", "told"))
            """
        let roots = "<escalation id=\"L\" escalationCode=\"late\"/>"
        try r.run(
            body, roots: roots,
            [.waits("a", "told"), .done("a"), .waits("told", "b"), .done("told"), .done("b"), .ends()])
        let alone = """
            <startEvent id="s"/><endEvent id="e"><escalationEventDefinition escalationRef="L"/></endEvent>\(r.chain("s", "e"))
            """
        try r.run(alone, roots: roots, [.ends()])
    }

    @Test("§13.5.4: event sub-processes start by message, timer, error and signal, interrupting or not")
    func eventSubProcess() throws {
        func body(_ interrupting: Bool) -> String {
            """
            <startEvent id="s"/>\(r.user("a"))\(r.chain("s", "a"))
            <subProcess id="v" triggeredByEvent="true"><startEvent id="vs" isInterrupting="\(interrupting)"><signalEventDefinition signalRef="S"/>
            </startEvent>\(r.user("h"))\(r.chain("vs", "h"))</subProcess>
            """
        }
        let roots = "<signal id=\"S\" name=\"alarm\"/>"
        try r.run(body(true), roots: roots, [.waits("a"), .signal("alarm", [:]), .waits("h"), .done("h"), .ends()])
        try r.run(
            body(false), roots: roots,
            [
                .signal("alarm", [:]), .signal("alarm", [:]), .waits("a", "h", "h"), .done("a"), .done("h"), .done("h"),
                .ends(),
            ])
        let failing = """
            <startEvent id="s"/>\(r.user("a"))\(r.chain("s", "a"))<subProcess id="v" triggeredByEvent="true">
            <startEvent id="vs"><errorEventDefinition/></startEvent>\(r.user("h"))\(r.chain("vs", "h"))</subProcess>
            """
        try r.run(failing, [.error("a", code: "x", [:]), .waits("h"), .done("h"), .ends()])
    }

    @Test("§13.5.6: a terminate end event ends its scope, and only that")
    func terminate() throws {
        let body = """
            <startEvent id="s"/><subProcess id="u"><startEvent id="us"/>\(r.user("a"))\(r.user("b"))<endEvent id="ue"><terminateEventDefinition/></endEvent>
            \(r.chain("us", "a", "ue"))\(r.chain("us", "b"))</subProcess>\(r.user("c"))<endEvent id="e"><terminateEventDefinition/></endEvent>
            \(r.user("d"))\(r.chain("s", "u", "c", "e"))\(r.chain("s", "d"))
            """
        try r.run(
            body,
            [
                .waits("a", "b", "d"), .done("a"), .waits("c", "d"), .done("c"),
                .expect(.init(waiting: [], status: "terminated")),
            ])
    }

    @Test("§10.5.5: a conditional event fires when its condition begins to hold")
    func conditional() throws {
        let body = """
            <startEvent id="s"/>\(r.user("a"))\(r.user("watch"))\(boundary("b", on: "a", cancels: false, "<conditionalEventDefinition><condition>n > 3</condition></conditionalEventDefinition>"))
            <intermediateCatchEvent id="i"><conditionalEventDefinition><condition>go = true</condition></conditionalEventDefinition></intermediateCatchEvent>
            \(r.chain("s", "a"))\(r.chain("b", "watch"))\(r.chain("s", "i"))
            """
        try r.run(
            body, input: ["n": 1],
            [
                .waits("a", "i"), .set(["n": 4]), .waits("a", "i", "watch"), .set(["n": 5]), .waits("a", "i", "watch"),
                .set(["n": 0]),
                .set(["n": 9]), .waits("a", "i", "watch", "watch"), .set(["go": true]), .waits("a", "watch", "watch"),
            ])
    }

    @Test("§10.5.1: link events continue at their other end")
    func link() throws {
        let body = """
            <startEvent id="s"/><intermediateThrowEvent id="lt"><linkEventDefinition name="on"/></intermediateThrowEvent>
            <intermediateCatchEvent id="lc"><linkEventDefinition name="on"/></intermediateCatchEvent>\(r.user("a"))
            \(r.chain("s", "lt"))\(r.chain("lc", "a"))
            """
        try r.run(body, [.waits("a"), .done("a"), .ends()])
    }

    @Test("§8.4.2: a message finds its instance by the key of its correlation")
    func correlation() throws {
        let body = """
            <startEvent id="s"/><intermediateCatchEvent id="m"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>\(r.chain("s", "m"))
            """
        let roots =
            "<message id=\"M\" name=\"paid\"><extensionElements><z:subscription correlationKey=\"=order\"/></extensionElements></message>"
        let process = try ExecutableProcess(try r.model(body, roots: roots))
        let state = try Machine.step(process, ProcessState(of: process), .start(variables: ["order": 17]), now: r.start)
            .state
        #expect(throws: StepError.noSubscription("paid")) {
            try Machine.step(process, state, .message(name: "paid", key: "18"), now: r.start)
        }
        #expect(try Machine.step(process, state, .message(name: "paid", key: "17"), now: r.start).state.isEnded)
    }

    @Test("§8.4.2: BPMN's own correlation properties are taken from the message")
    func properties() throws {
        let roots = """
            <message id="M" name="paid"/><correlationProperty id="P"><correlationPropertyRetrievalExpression messageRef="M">
            <messagePath>invoice.number</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
            <collaboration id="C"><participant id="A" processRef="p"/><correlationKey id="K"><correlationPropertyRef>P</correlationPropertyRef></correlationKey></collaboration>
            """
        let body = """
            <correlationSubscription correlationKeyRef="K"><correlationPropertyBinding correlationPropertyRef="P"><dataPath>mine</dataPath>
            </correlationPropertyBinding></correlationSubscription><startEvent id="s"/>
            <intermediateCatchEvent id="m"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>\(r.chain("s", "m"))
            """
        let process = try ExecutableProcess(try r.model(body, roots: roots))
        let state = try Machine.step(
            process, ProcessState(of: process), .start(variables: ["mine": "A-7"]), now: r.start
        ).state
        #expect(process.correlation(of: "paid", values: ["invoice": ["number": "A-7"]]) == "A-7")
        #expect(throws: StepError.self) {
            try Machine.step(
                process, state, .message(name: "paid", values: ["invoice": ["number": "B-1"]]), now: r.start)
        }
        let step = try Machine.step(
            process, state, .message(name: "paid", values: ["invoice": ["number": "A-7"]]), now: r.start)
        #expect(step.state.isEnded)
    }

    @Test("§13.2: an instance begins at the start event of the message, signal or timer that started it")
    func starts() throws {
        let body = """
            <startEvent id="m"><messageEventDefinition messageRef="M"/></startEvent><startEvent id="t">\(timer("timeCycle", "R/P1D"))</startEvent>
            \(r.user("a"))\(r.user("b"))\(r.chain("m", "a"))\(r.chain("t", "b"))
            """
        let roots = "<message id=\"M\" name=\"application\"/>"
        try r.run(
            body, roots: roots,
            [.message("application", correlation: nil, ["n": 1]), .waits("a"), .done("a"), .ends(["n": 1])])
        let process = try ExecutableProcess(try r.model(body, roots: roots))
        #expect(process.startEvents.map(\.kinds) == [[.message(name: "application")], [.timer]])
        let first = try #require(process.nextStart(of: "t", after: r.start))
        #expect(first.description == "2026-01-02T09:00:00Z")
        #expect(
            process.nextStart(of: "t", after: first, previous: first, count: 1)?.description == "2026-01-03T09:00:00Z")
        let started = try Machine.step(process, ProcessState(of: process), .start(trigger: .event(id: "t")), now: first)
        #expect(started.state.waiting(in: process).map(\.element) == ["b"])
    }

    @Test("§13.2: an instantiating event-based gateway begins with any of its events, a parallel one needs all")
    func instantiatingGateway() throws {
        func body(_ type: String) -> String {
            """
            <eventBasedGateway id="g" instantiate="true" eventGatewayType="\(type)"/>
            <intermediateCatchEvent id="m"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>
            <intermediateCatchEvent id="n"><messageEventDefinition messageRef="N"/></intermediateCatchEvent>
            \(r.user("a"))\(r.user("b"))\(r.chain("g", "m", "a"))\(r.chain("g", "n", "b"))
            """
        }
        let roots = "<message id=\"M\" name=\"one\"/><message id=\"N\" name=\"two\"/>"
        try r.run(
            body("Exclusive"), roots: roots, [.message("two", correlation: nil, [:]), .waits("b"), .done("b"), .ends()])
        try r.run(
            body("Parallel"), roots: roots,
            [
                .message("two", correlation: nil, [:]), .waits("m", "b"), .done("b"),
                .message("one", correlation: nil, [:]), .done("a"), .ends(),
            ])
    }

    @Test("§10.5.2: a parallel multiple event needs all its definitions, a multiple event any")
    func multiple() throws {
        func body(_ parallel: Bool) -> String {
            """
            <startEvent id="s"/><intermediateCatchEvent id="i" parallelMultiple="\(parallel)"><messageEventDefinition messageRef="M"/>
            <signalEventDefinition signalRef="S"/></intermediateCatchEvent>\(r.chain("s", "i"))
            """
        }
        let roots = "<message id=\"M\" name=\"one\"/><signal id=\"S\" name=\"two\"/>"
        try r.run(body(false), roots: roots, [.signal("two", [:]), .ends()])
        try r.run(
            body(true), roots: roots,
            [.signal("two", [:]), .waits("i"), .message("one", correlation: nil, [:]), .ends()])
    }

    @Test("§10.5.5: a signal thrown in a process reaches those in it that wait, and asks the world to tell the others")
    func signal() throws {
        let body = """
            <startEvent id="s"/><intermediateCatchEvent id="i"><signalEventDefinition signalRef="S"/></intermediateCatchEvent>\(r.user("a"))
            <endEvent id="e"><signalEventDefinition signalRef="S"/></endEvent>\(r.chain("s", "i"))\(r.chain("s", "a", "e"))
            """
        let run = try r.run(body, roots: "<signal id=\"S\" name=\"all\"/>", [.waits("i", "a"), .done("a"), .ends()])
        #expect(run.log.contains { $0.contains("signal all") })
    }
}
