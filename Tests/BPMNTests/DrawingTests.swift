import BPMN
import Foundation
import Testing
import XML

@Suite("Drawing, layout and check")
struct DrawingTests {
    private func model(_ inside: String) throws -> ProcessModel {
        try ProcessModel(
            xml: Data(
                "<definitions xmlns=\"\(TagScan.model)\"><process id=\"p\" name=\"Licence\">\(inside)</process></definitions>"
                    .utf8))
    }

    private let small = """
        <startEvent id="s" name="Asked"/><task id="a" name="Examine &lt;all&gt;"/><exclusiveGateway id="g" name="Good?"/>
        <userTask id="b" name="Ask again"/><endEvent id="e" name="Done"/>
        <sequenceFlow id="1" sourceRef="s" targetRef="a"/><sequenceFlow id="2" sourceRef="a" targetRef="g"/>
        <sequenceFlow id="3" sourceRef="g" targetRef="e" name="yes"><conditionExpression>ok</conditionExpression></sequenceFlow>
        <sequenceFlow id="4" sourceRef="g" targetRef="b" name="no"><conditionExpression>not(ok)</conditionExpression></sequenceFlow>
        <sequenceFlow id="5" sourceRef="b" targetRef="a"/>
        """

    @Test("A model without a diagram is laid out: nothing overlaps, every flow has a way")
    func layout() throws {
        let diagram = try #require(try model(small).laidOut().first)
        #expect(Set(diagram.shapes.compactMap(\.element)) == ["s", "a", "g", "b", "e"])
        #expect(Set(diagram.edges.compactMap(\.element)) == ["1", "2", "3", "4", "5"])
        for (index, one) in diagram.shapes.enumerated() {
            for other in diagram.shapes[(index + 1)...] {
                let (a, b) = (one.bounds, other.bounds)
                let isApart =
                    a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
                #expect(isApart, "\(one.element ?? "") and \(other.element ?? "")")
            }
        }
        let x = Dictionary(uniqueKeysWithValues: diagram.shapes.map { ($0.element ?? "", $0.bounds.x) })
        #expect(
            try #require(x["s"]) < #require(x["a"]) && #require(x["a"]) < #require(x["g"])
                && #require(x["g"]) < #require(x["e"]))
    }

    @Test(
        "The reference models are laid out too: every node has a place, none lies upon another",
        arguments: ReferenceFiles.names)
    func layouts(name: String) throws {
        var model = try ProcessModel(xml: try ReferenceFiles.data(name))
        model.diagrams = []
        let shapes = model.laidOut().flatMap(\.shapes)
        let placed = Set(shapes.compactMap(\.element))
        for process in model.processes {
            for node in process.body.nodes { #expect(placed.contains(node.id), "\(node.id)") }
        }
        for process in model.processes {
            let boxes = process.body.nodes.filter { node in
                if case .boundary = node.event?.position { false } else { true }
            }.compactMap { node in shapes.first { $0.element == node.id }?.bounds }
            for (index, a) in boxes.enumerated() {
                for b in boxes[(index + 1)...] {
                    #expect(
                        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y)
                }
            }
        }
    }

    @Test(
        "The SVG is XML, has a title and a description, and holds neither style nor script",
        arguments: ReferenceFiles.names)
    func svg(name: String) throws {
        let model = try ProcessModel(xml: try ReferenceFiles.data(name))
        for drawing in model.drawings() {
            let svg = drawing.svg()
            let root = try ElementReader.read(Data(svg.utf8))
            #expect(root["role"] == "img")
            #expect(root.first("title")?.text.isEmpty == false)
            #expect(root.first("desc")?.text.isEmpty == false)
            #expect(root.first("title")?["id"] == root["aria-labelledby"])
            #expect(
                !svg.contains("style=") && !svg.contains("<style") && !svg.contains("<script") && !svg.contains("#fff"))
            var drawn: Set<String> = []
            var waiting = [root]
            while let element = waiting.popLast() {
                if let id = element["data-element"] { drawn.insert(id) }
                waiting += element.children
            }
            #expect(drawn.count >= drawing.drawnElements.count * 9 / 10)
        }
    }

    @Test("Where an instance stands is told by classes, signs and words, not by colour alone")
    func standing() throws {
        let drawing = try #require(try model(small).drawing(ofProcess: "p"))
        let overlay = DrawingOverlay(here: ["b": 2], done: ["s", "a", "1"], stuck: ["g"], due: ["b": "3 March"])
        let svg = drawing.svg(overlay: overlay, options: DrawingOptions(names: ["b": "We wait for your answer"]))
        #expect(svg.contains("class=\"flow-node activity userTask is-here is-due\""))
        #expect(svg.contains("class=\"flow-node event start is-done\""))
        #expect(svg.contains("class=\"flow is-done\""))
        #expect(svg.contains("class=\"flow-node gateway exclusiveGateway is-stuck\""))
        #expect(svg.contains("We wait for your answer (Now × 2, Due: 3 March)"))
        #expect(svg.contains("Examine &lt;all&gt; (Done)"))
        #expect(svg.contains("class=\"badge is-here\"") && svg.contains("class=\"badge is-done\""))
        #expect(svg.contains("class=\"due\""))
    }

    @Test("Names in Arabic run from right to left, and so does the picture where it is asked")
    func rightToLeft() throws {
        let drawing = try #require(try model(small).drawing(ofProcess: "p"))
        let options = DrawingOptions(names: ["a": "فحص الطلب"], isRightToLeft: true)
        let svg = drawing.svg(options: options)
        #expect(svg.contains("direction=\"rtl\""))
        // The start, at the left otherwise, is at the right.
        let x = { (svg: String) in
            svg.firstMatch(of: /event start.*?cx="([0-9.]+)"/).flatMap { Double($0.output.1) } ?? 0
        }
        #expect(x(svg) > x(drawing.svg()) + 200)
    }

    @Test("What is wrong is named with its id, name, line and reason")
    func check() throws {
        let found = try ProcessModel(
            xml: Data(
                """
                <definitions xmlns="\(TagScan.model)">
                <process id="p">
                <startEvent id="s"/><endEvent id="e"/>
                <task id="lost" name="Never"/>
                <sequenceFlow id="f" sourceRef="s" targetRef="nowhere"/>
                <receiveTask id="r" messageRef="m0"/>
                <sequenceFlow id="f2" sourceRef="s" targetRef="r"/><sequenceFlow id="f3" sourceRef="r" targetRef="e"/>
                <choreographyTask id="c" name="Dance"/>
                <boundaryEvent id="b" attachedToRef="gone"/>
                <task id="s"/>
                </process>
                </definitions>
                """.utf8)
        ).check().map { "\($0)" }
        #expect(found.contains("line 4: lost \"Never\": unreachable: no way leads from a start to this task"))
        #expect(found.contains("line 5: f: dangling reference: there is no target 'nowhere'"))
        #expect(found.contains("line 6: r: dangling reference: there is no message 'm0'"))
        #expect(found.contains("line 8: c \"Dance\": unsupported: the engine does not know 'choreographyTask'"))
        #expect(found.contains("line 9: b: dangling reference: there is no activity 'gone' that it could be at"))
        #expect(found.contains("line 10: s: duplicate id: this task has the id of another startEvent"))
    }

    @Test("The reference models have no dangling references and nothing unreachable", arguments: ReferenceFiles.names)
    func references(name: String) throws {
        let errors = try ProcessModel(xml: try ReferenceFiles.data(name)).check().filter { $0.severity == .error }
        #expect(errors.isEmpty, "\(errors)")
    }
}
