import BPMN
import FEEL
import Testing

@Suite("BPMN 2.0.2 §13.3: activities")
struct ActivityTests {
    let r = Running.self

    @Test("§13.3.3: script tasks compute in FEEL, assign variables and merge contexts")
    func script() throws {
        let body = """
            <startEvent id="s"/><scriptTask id="a"><script>total = price * 2
            order.sum = total + 1</script></scriptTask><scriptTask id="b" scriptFormat="feel"><script>{ twice: total * 2, list: [1, 2] }</script></scriptTask>
            <scriptTask id="c"><extensionElements><z:script expression="=count(list)" resultVariable="n"/></extensionElements></scriptTask>
            <scriptTask id="d" scriptFormat="javascript"><script>var ok = n == 2 &amp;&amp; !false;</script></scriptTask>\(r.chain("s", "a", "b", "c", "d"))
            """
        try r.run(
            body, input: ["price": 21], [.ends(["total": 42, "order": ["sum": 43], "twice": 84, "n": 2, "ok": true])])
    }

    @Test("a script that cannot be computed is an incident, and goes on when an operator has put the variables right")
    func failing() throws {
        let body =
            "<startEvent id=\"s\"/><scriptTask id=\"a\"><script>x = y + 1</script></scriptTask>\(r.chain("s", "a"))"
        try r.run(body, [.waits("a"), .retry("a", ["y": 2]), .ends(["x": 3])])
        try r.run(body, [.resolve("a", ["x": 7], flow: nil), .ends(["x": 7])])
    }

    @Test("a script in a language that cannot be understood is refused with its element and line")
    func refused() throws {
        let body =
            "<startEvent id=\"s\"/>\n<scriptTask id=\"a\" scriptFormat=\"groovy\"><script>def x = [1].collect { it * 2 }</script></scriptTask>\(r.chain("s", "a"))"
        let model = try r.model(body)
        #expect {
            try ExecutableProcess(model)
        } throws: { error in
            (error as? PreparationError)?.problems.first.map {
                $0.id == "a" && $0.line == 4 && $0.reason.contains("groovy")
            } ?? false
        }
    }

    @Test("§13.3.3: a user task is ordered with its people, lanes, form and due date")
    func userTask() throws {
        let body = """
            <laneSet id="ls"><lane id="l" name="Clerks"><flowNodeRef>a</flowNodeRef></lane></laneSet><startEvent id="s"/>
            <userTask id="a" name="Decide" c:assignee="${owner}" c:candidateGroups="clerks, heads" c:formKey="f1" c:dueDate="P2D"/>\(r.chain("s", "a"))
            """
        let process = try ExecutableProcess(try r.model(body))
        let step = try Machine.step(
            process, ProcessState(of: process), .start(variables: ["owner": "ann"]), now: r.start)
        guard case .createTask(let order)? = step.effects.first else {
            Issue.record("no task was ordered")
            return
        }
        #expect(order.lanes == ["Clerks"] && order.assignee == "ann" && order.candidateGroups == ["clerks", "heads"])
        #expect(order.form == "f1" && order.due?.description == "2026-01-03T09:00:00Z" && order.name == "Decide")
    }

    @Test("§10.4.2: data goes into a task and out of it by associations and mappings")
    func data() throws {
        let body = """
            <dataObject id="D1" name="Order"/><dataObjectReference id="R1" dataObjectRef="D1"/><dataObject id="D2" name="The Answer"/>
            <startEvent id="s"/><userTask id="a"><ioSpecification><dataInput id="I" name="given"/><dataOutput id="O" name="result"/>
            <inputSet><dataInputRefs>I</dataInputRefs></inputSet><outputSet><dataOutputRefs>O</dataOutputRefs></outputSet></ioSpecification>
            <dataInputAssociation id="ia"><sourceRef>R1</sourceRef><targetRef>I</targetRef><transformation>Order.number</transformation></dataInputAssociation>
            <dataOutputAssociation id="oa"><sourceRef>O</sourceRef><targetRef>D2</targetRef></dataOutputAssociation></userTask>
            <scriptTask id="b"><script>doubled = The Answer * 2</script></scriptTask>\(r.chain("s", "a", "b"))
            """
        let process = try ExecutableProcess(try r.model(body))
        let step = try Machine.step(
            process, ProcessState(of: process), .start(variables: ["Order": ["number": 5]]), now: r.start)
        guard case .createTask(let order)? = step.effects.first else {
            Issue.record("no task was ordered")
            return
        }
        #expect(order.inputs == ["given": 5])
        try r.run(
            body, input: ["Order": ["number": 5]],
            [.done("a", ["result": 21]), .ends(["The Answer": 21, "doubled": 42])])
        let zeebe = """
            <startEvent id="s"/><serviceTask id="a"><extensionElements><z:taskDefinition type="work" retries="5"/><z:ioMapping>
            <z:input source="=x + 1" target="inner.y"/><z:output source="=answer * 2" target="out"/></z:ioMapping></extensionElements></serviceTask>\(r.chain("s", "a"))
            """
        let run = try r.run(zeebe, input: ["x": 1], [.done("work", ["answer": 4, "hidden": 1]), .ends(["out": 8])])
        #expect(run.instances[0].state.variables["hidden"] == nil)
    }

    @Test("§13.3.3: a decision gives its value to the process, and one that fails is an incident")
    func decision() throws {
        let body = """
            <startEvent id="s"/><businessRuleTask id="a"><extensionElements><z:calledDecision decisionId="fee" resultVariable="f"/></extensionElements>
            </businessRuleTask>\(r.chain("s", "a"))
            """
        try r.run(
            body, input: ["age": 3], decide: { name, inputs, _ in name == "fee" ? inputs["age"] : nil },
            [.ends(["f": 3])])
        try r.run(body, [.waits("a"), .resolve("a", ["f": 9], flow: nil), .ends(["f": 9])])
    }

    @Test("§13.3.2: messages are sent, received, and services that fail wait for an operator")
    func service() throws {
        let body = """
            <startEvent id="s"/><sendTask id="a" messageRef="M"/><receiveTask id="b" messageRef="N"/><serviceTask id="c" name="Book"/>\(r.chain("s", "a", "b", "c"))
            """
        try r.run(
            body, roots: "<message id=\"M\" name=\"order\"/><message id=\"N\" name=\"hello\"/>",
            [
                .message("hello", correlation: nil, ["x": 1]), .fail("Book", message: "down"), .waits("c"),
                .retry("c", [:]), .done("c"), .ends(["x": 1]),
            ])
    }

    @Test("§13.3.4: variables and data of a sub-process end with it unless they are mapped out")
    func subProcess() throws {
        let body = """
            <startEvent id="s"/><subProcess id="u"><extensionElements><z:ioMapping><z:input source="=1" target="local"/><z:output source="=local" target="kept"/>
            </z:ioMapping></extensionElements><startEvent id="us"/><scriptTask id="a"><script>local = local + 1</script></scriptTask>\(r.chain("us", "a"))</subProcess>\(r.chain("s", "u"))
            """
        let run = try r.run(body, [.ends(["kept": 2])])
        #expect(run.instances[0].state.variables["local"] == nil)
    }

    @Test("§13.3.4: a called process gets the variables and gives them back; its error reaches the caller")
    func call() throws {
        let called = """
            <error id="E" errorCode="bad"/><process id="q"><startEvent id="qs"/>\(r.user("inner"))<exclusiveGateway id="qx" default="qf"/>
            <endEvent id="qe"/><endEvent id="qb"><errorEventDefinition errorRef="E"/></endEvent>\(r.chain("qs", "inner", "qx"))
            \(r.flow("qf", "qx", "qe"))\(r.flow("qg", "qx", "qb", "fails = true"))</process>
            """
        let body = """
            <startEvent id="s"/><callActivity id="c" calledElement="q"/>\(r.user("caught"))
            <boundaryEvent id="b" attachedToRef="c"><errorEventDefinition errorRef="E"/></boundaryEvent>\(r.chain("s", "c"))\(r.chain("b", "caught"))
            """
        try r.run(
            body, roots: called, input: ["x": 1],
            [.waits("c", "inner"), .done("inner", ["fails": false, "y": 2]), .ends(["x": 1, "y": 2])])
        try r.run(body, roots: called, [.done("inner", ["fails": true]), .waits("caught"), .done("caught"), .ends()])
    }

    func multi(_ attributes: String, _ inside: String) -> String {
        """
        <startEvent id="s"/><userTask id="a"><multiInstanceLoopCharacteristics \(attributes)>\(inside)</multiInstanceLoopCharacteristics></userTask>\(r.user("z"))\(r.chain("s", "a", "z"))
        """
    }

    @Test("§13.3.7: instances of a multi-instance activity run at once or one by one, over a number or a collection")
    func multiInstance() throws {
        try r.run(
            multi("", "<loopCardinality>3</loopCardinality>"),
            [.waits("a", "a", "a"), .done("a"), .done("a"), .waits("a"), .done("a"), .waits("z")])
        try r.run(
            multi("isSequential=\"true\"", "<loopCardinality>2</loopCardinality>"),
            [.waits("a"), .done("a"), .waits("a"), .done("a"), .waits("z")])
        try r.run(multi("", "<loopCardinality>0</loopCardinality>"), [.waits("z")])
        let over = multi(
            "",
            "<extensionElements><z:loopCharacteristics inputCollection=\"=people\" inputElement=\"person\" outputCollection=\"votes\" outputElement=\"=vote\"/></extensionElements>"
        )
        try r.run(
            over, input: ["people": ["x", "y"]],
            [
                .done("a", ["vote": "no"]), .done("a", ["vote": "yes"]), .waits("z"), .done("z"),
                .ends(["votes": ["no", "yes"]]),
            ])
    }

    @Test("§13.3.7: the completion condition cancels the instances that are left")
    func completionCondition() throws {
        let body = multi(
            "",
            "<loopCardinality>5</loopCardinality><completionCondition>numberOfCompletedInstances >= 2</completionCondition>"
        )
        try r.run(body, [.done("a"), .waits("a", "a", "a", "a"), .done("a"), .waits("z"), .done("z"), .ends()])
    }

    @Test("§13.3.6: a standard loop goes on while its condition holds, at most so often")
    func standardLoop() throws {
        let body = """
            <startEvent id="s"/><scriptTask id="a"><standardLoopCharacteristics testBefore="true" loopMaximum="10">
            <loopCondition>n &lt; 4</loopCondition></standardLoopCharacteristics><script>n = n + 1</script></scriptTask>\(r.chain("s", "a"))
            """
        try r.run(body, input: ["n": 1], [.ends(["n": 4])])
        try r.run(body, input: ["n": -90], [.ends(["n": -80])])
        try r.run(body, input: ["n": 7], [.ends(["n": 7])])
    }

    @Test("§13.3.5: activities of an ad-hoc sub-process are chosen, until its condition holds or it is said to be done")
    func adHoc() throws {
        func body(_ attributes: String, _ inside: String) -> String {
            """
            <startEvent id="s"/><adHocSubProcess id="u" \(attributes)>\(r.user("a"))\(r.user("b"))\(r.user("c"))\(r.chain("b", "c"))\(inside)</adHocSubProcess>\(r.user("z"))\(r.chain("s", "u", "z"))
            """
        }
        let condition = "<completionCondition>done = true</completionCondition>"
        try r.run(
            body("", condition),
            [
                .waits("u"), .activate("a"), .activate("b"), .waits("a", "b"), .done("b"), .waits("a", "c"),
                .done("a", ["done": true]), .waits("z"),
            ])
        try r.run(body("", condition), [.done("a"), .waits("u"), .finish("u"), .waits("z")])
        try r.run(body("", ""), [.done("a"), .done("b"), .waits("c"), .done("c"), .waits("z")])
        #expect(throws: ScriptError.self) {
            try r.run(body("ordering=\"Sequential\"", ""), [.activate("a"), .activate("b")])
        }
    }

    @Test("§13.5.5: compensation undoes what completed, the last first, also inside completed sub-processes")
    func compensation() throws {
        func undo(_ id: String) -> String {
            """
            <userTask id="\(id)"/><boundaryEvent id="b\(id)" attachedToRef="\(id)"><compensateEventDefinition/></boundaryEvent>
            <userTask id="undo\(id)" isForCompensation="true"/><association id="as\(id)" sourceRef="b\(id)" targetRef="undo\(id)" associationDirection="One"/>
            """
        }
        let body = """
            <startEvent id="s"/>\(undo("a"))<subProcess id="u"><startEvent id="us"/>\(undo("b"))\(r.chain("us", "b"))</subProcess>
            <intermediateThrowEvent id="t"><compensateEventDefinition/></intermediateThrowEvent>\(r.user("z"))\(r.chain("s", "a", "u", "t", "z"))
            """
        try r.run(
            body,
            [
                .done("a"), .done("b"), .waits("undob"), .done("undob"), .waits("undoa"), .done("undoa"), .waits("z"),
                .done("z"), .ends(),
            ])
        let one = body.replacing(
            "<compensateEventDefinition/></intermediateThrowEvent>",
            with: "<compensateEventDefinition activityRef=\"a\"/></intermediateThrowEvent>")
        try r.run(one, [.done("a"), .done("b"), .waits("undoa"), .done("undoa"), .waits("z")])
    }

    @Test("§13.3.4: a cancelled transaction undoes what completed in it and leaves through its cancel event")
    func transaction() throws {
        let body = """
            <startEvent id="s"/><transaction id="t"><startEvent id="ts"/><userTask id="book"/><boundaryEvent id="bb" attachedToRef="book"><compensateEventDefinition/></boundaryEvent>
            <userTask id="unbook" isForCompensation="true"/><association id="as" sourceRef="bb" targetRef="unbook"/>\(r.user("pay"))\(r.user("side"))
            <exclusiveGateway id="x" default="ok"/><endEvent id="te"/><endEvent id="tc"><cancelEventDefinition/></endEvent>
            \(r.chain("ts", "book", "pay", "x"))\(r.flow("ok", "x", "te"))\(r.flow("no", "x", "tc", "refused = true"))\(r.chain("ts", "side"))</transaction>
            <boundaryEvent id="c" attachedToRef="t"><cancelEventDefinition/></boundaryEvent>\(r.user("sorry"))\(r.user("good"))\(r.chain("s", "t", "good"))\(r.chain("c", "sorry"))
            """
        try r.run(
            body,
            [
                .done("book"), .done("pay", ["refused": true]), .waits("unbook"), .done("unbook"), .waits("sorry"),
                .done("sorry"), .ends(),
            ])
        try r.run(
            body, [.done("book"), .done("pay", ["refused": false]), .waits("side"), .done("side"), .waits("good")])
    }

    @Test("an instance that goes round for ever stops with an incident")
    func endless() throws {
        let body = "<startEvent id=\"s\"/><task id=\"a\"/><task id=\"b\"/>\(r.chain("s", "a", "b", "a"))"
        let run = try r.run(body, options: ProcessOptions(maximumMoves: 1000), [.expect(.init(status: "active"))])
        #expect(run.instances[0].state.incidents.first?.kind == .endless)
    }

    @Test("the same events give the same state and the same effects")
    func replay() throws {
        let body = "<startEvent id=\"s\"/>\(r.user("a"))\(r.user("b"))\(r.chain("s", "a", "b"))"
        let process = try ExecutableProcess(try r.model(body))
        func play() throws -> [Step] {
            var state = ProcessState(of: process)
            return try [ProcessEvent.start(), .complete(key: 1, values: ["x": 1]), .complete(key: 2)].map { event in
                let step = try Machine.step(process, state, event, now: r.start)
                state = step.state
                return step
            }
        }
        let (first, second) = (try play(), try play())
        #expect(first.map(\.state) == second.map(\.state) && first.map(\.effects) == second.map(\.effects))
        #expect(first.last?.state.isEnded == true)
    }
}
