import BPMN
import FEEL
import Testing

@Suite("BPMN 2.0.2 §13.4: gateways")
struct GatewayTests {
    let r = Running.self

    @Test("§13.4.1: a parallel gateway sends a token along every flow and joins one of each")
    func parallel() throws {
        let body = """
            <startEvent id="s"/><parallelGateway id="f"/>\(r.user("a"))\(r.user("b"))<parallelGateway id="j"/>\(r.user("c"))
            <endEvent id="e"/>\(r.chain("s", "f", "a", "j", "c", "e"))\(r.chain("f", "b", "j"))
            """
        try r.run(body, [.waits("a", "b"), .done("a"), .waits("b", "j"), .done("b"), .waits("c"), .done("c"), .ends()])
    }

    @Test(
        "§13.4.2: an exclusive gateway takes the first flow whose condition holds, or the default",
        arguments: [(1, "low"), (5, "middle"), (50, "high")])
    func exclusive(_ amount: Int, _ expected: String) throws {
        let body = """
            <startEvent id="s"/><exclusiveGateway id="x" default="h"/>
            \(r.user("low"))\(r.user("middle"))\(r.user("high"))\(r.chain("s", "x"))
            \(r.flow("l", "x", "low", "amount &lt; 3"))\(r.flow("m", "x", "middle", "amount &lt; 10"))\(r.flow("h", "x", "high"))
            """
        try r.run(body, input: ["amount": .number(amount)], [.waits(expected), .done(expected), .ends()])
    }

    @Test("§13.4.2: where no condition holds and there is no default, an incident keeps the token")
    func noPath() throws {
        let body = """
            <startEvent id="s"/><exclusiveGateway id="x"/>\(r.user("a"))\(r.chain("s", "x"))\(r.flow("l", "x", "a", "n = 1"))
            """
        let run = try r.run(
            body, input: ["n": 2], [.waits("x"), .retry("x", ["n": 1]), .waits("a"), .done("a"), .ends()])
        #expect(run.instances[0].state.incidents.isEmpty)
        try r.run(body, input: ["n": 2], [.resolve("x", [:], flow: "l"), .waits("a")])
        let unknown = try r.run(body.replacing("n = 1", with: "n &lt; 1"), [.waits("x")])
        #expect(unknown.instances[0].state.incidents[0].kind == .expression)
        #expect(unknown.instances[0].state.incidents[0].message.contains("'n'"))
    }

    static let inclusive = """
        <startEvent id="s"/><inclusiveGateway id="f" default="fd"/>\(Running.user("a"))\(Running.user("b"))\(Running.user("d"))
        <inclusiveGateway id="j"/>\(Running.user("z"))
        \(Running.chain("s", "f"))\(Running.flow("fa", "f", "a", "x"))\(Running.flow("fb", "f", "b", "y"))\(Running.flow("fd", "f", "d"))
        \(Running.chain("a", "j", "z"))\(Running.chain("b", "j"))\(Running.chain("d", "j"))
        """

    @Test("§13.4.3: an inclusive join waits for the tokens that can still come, and no others")
    func inclusiveJoin() throws {
        try r.run(
            Self.inclusive, input: ["x": true, "y": true],
            [.waits("a", "b"), .done("a"), .waits("b", "j"), .done("b"), .waits("z")])
        try r.run(
            Self.inclusive, input: ["x": true, "y": false], [.waits("a"), .done("a"), .waits("z"), .done("z"), .ends()])
        try r.run(Self.inclusive, input: ["x": false, "y": false], [.waits("d"), .done("d"), .waits("z")])
    }

    @Test("§13.4.3: a token that can come back through the join itself is not waited for")
    func inclusiveLoop() throws {
        let body = """
            <startEvent id="s"/><inclusiveGateway id="j"/>\(r.user("a"))<exclusiveGateway id="x" default="out"/>\(r.user("z"))
            \(r.chain("s", "j", "a", "x"))\(r.flow("back", "x", "j", "again"))\(r.flow("out", "x", "z"))
            """
        try r.run(
            body, [.waits("a"), .done("a", ["again": true]), .waits("a"), .done("a", ["again": false]), .waits("z")])
    }

    @Test("§13.4.3: a token inside a parallel branch upstream is waited for")
    func inclusiveUpstream() throws {
        let body = """
            <startEvent id="s"/><parallelGateway id="f"/>\(r.user("a"))\(r.user("b"))<exclusiveGateway id="x" default="xo"/>
            <inclusiveGateway id="j"/>\(r.user("z"))<endEvent id="o"/>\(r.chain("s", "f", "a", "j", "z"))\(r.chain("f", "b", "x"))
            \(r.flow("xj", "x", "j", "join"))\(r.flow("xo", "x", "o"))
            """
        try r.run(body, [.done("a"), .waits("b", "j"), .done("b", ["join": false]), .waits("z"), .done("z"), .ends()])
        try r.run(body, [.done("a"), .done("b", ["join": true]), .waits("z"), .done("z"), .ends()])
    }

    @Test("§13.4.4: behind an event-based gateway the first event wins and the others are no longer waited for")
    func eventBased() throws {
        let body = """
            <startEvent id="s"/><eventBasedGateway id="g"/>
            <intermediateCatchEvent id="m"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>
            <intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>P3D</timeDuration></timerEventDefinition></intermediateCatchEvent>
            <receiveTask id="q" messageRef="N"/>\(r.user("a"))\(r.user("b"))\(r.user("c"))
            \(r.chain("s", "g", "m", "a"))\(r.chain("g", "t", "b"))\(r.chain("g", "q", "c"))
            """
        let roots = "<message id=\"M\" name=\"answer\"/><message id=\"N\" name=\"refusal\"/>"
        let run = try r.run(
            body, roots: roots, [.waits("g"), .message("answer", correlation: nil, ["y": 1]), .waits("a")])
        #expect(run.instances[0].state.subscriptions.isEmpty)
        #expect(run.instances[0].state.variables["y"] == 1)
        try r.run(
            body, roots: roots, [.advance("P2D"), .waits("g"), .advance("P1D"), .waits("b"), .done("b"), .ends()])
        try r.run(body, roots: roots, [.message("refusal", correlation: nil, [:]), .waits("c"), .done("c"), .ends()])
    }

    @Test("§13.4.5: a complex gateway starts when its condition holds and resets when the rest has come")
    func complex() throws {
        let body = """
            <startEvent id="s"/><parallelGateway id="f"/>\(r.user("a"))\(r.user("b"))\(r.user("c"))
            <complexGateway id="j"><activationCondition>activationCount >= 2</activationCondition></complexGateway>\(r.user("z"))
            \(r.chain("s", "f", "a", "j", "z"))\(r.chain("f", "b", "j"))\(r.chain("f", "c", "j"))
            """
        try r.run(
            body,
            [
                .done("a"), .waits("b", "c", "j"), .done("b"), .waits("c", "z"), .done("z"), .waits("c"), .done("c"),
                .ends(),
            ])
        try r.run(body, [.done("a"), .done("b"), .done("c"), .waits("z"), .done("z"), .ends()])
    }

    @Test("a join whose missing token can no longer come is named, and an operator can let it go on")
    func stuck() throws {
        let body = """
            <startEvent id="s"/><exclusiveGateway id="x"/>\(r.user("a"))\(r.user("b"))<parallelGateway id="j"/>\(r.user("z"))
            \(r.chain("s", "x"))\(r.flow("xa", "x", "a", "true"))\(r.flow("xb", "x", "b", "true"))
            \(r.chain("a", "j", "z"))\(r.chain("b", "j"))
            """
        let run = try r.run(
            body, [.done("a"), .waits("j"), .resolve("j", [:], flow: nil), .waits("z"), .done("z"), .ends()])
        #expect(run.log.contains { $0.contains("incident at j") && $0.contains("b_j") })
    }
}
