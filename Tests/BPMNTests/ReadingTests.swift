import BPMN
import Foundation
import Testing
import XML

@Suite("Reading: the reference models, against an independent reading of their tags")
struct ReadingTests {
    private func both(_ name: String) throws -> (ProcessModel, TagScan) {
        let data = try ReferenceFiles.data(name)
        let text = String(data: data, encoding: .utf8) ?? String(data: data, encoding: .isoLatin1) ?? ""
        return (try ProcessModel(xml: data), try TagScan(text.replacing("\r\n", with: "\n")))
    }

    @Test(
        "The reference models are there; get them beside the repository as shared/bpmn-miwg",
        .enabled(if: ReferenceFiles.areThere))
    func areThere() { #expect(ReferenceFiles.names.count == 21) }

    @Test("Every element with an id is there, with its name, its ends and its lists", arguments: ReferenceFiles.names)
    func elements(name: String) throws {
        let (model, scan) = try both(name)
        var expected: [String] = []
        for tag in scan.modelTags {
            let texts = ["incoming", "outgoing", "flowNodeRef"]
            let text = tag.text.trimmingCharacters(in: .whitespacesAndNewlines)
            if texts.contains(tag.name), !text.isEmpty { expected.append("\(tag.name) \(local(text, scan))") }
            if ["sequenceFlow", "messageFlow", "association"].contains(tag.name) {
                let ends = ["sourceRef", "targetRef"].map { local(tag.attributes[$0] ?? "", scan) }
                expected.append("\(tag.name) \(ends[0]) → \(ends[1])")
            }
            if tag.name == "boundaryEvent" {
                expected.append("boundaryEvent on \(local(tag.attributes["attachedToRef"] ?? "", scan))")
            }
            if let id = tag.attributes["id"], !id.isEmpty, !kept.contains(tag.name) {
                expected.append("\(tag.name)|\(id)|\(tag.attributes["name"] ?? "")")
            }
        }
        let found = Inventory(model).lines
        #expect(expected.count >= 10)
        #expect(found.sorted() == expected.sorted(), "\(difference(found, expected))")
    }

    /// Elements that the model keeps within another, without an identity of their own.
    private let kept: Set<String> = [
        "documentation", "conditionExpression", "timeDate", "timeDuration", "timeCycle", "condition",
        "formalExpression",
        "expression", "transformation", "from", "to", "assignment", "loopCardinality", "completionCondition",
        "loopCondition", "resourceAssignmentExpression", "text", "script", "participantMultiplicity",
        "resourceParameterBinding", "rendering",
    ]

    private func local(_ text: String, _ scan: TagScan) -> String {
        guard let colon = text.firstIndex(of: ":"), let root = scan.tags.first,
            root.attributes["xmlns:\(text[..<colon])"] == root.attributes["targetNamespace"]
        else { return text }
        return String(text[text.index(after: colon)...])
    }

    private func difference(_ found: [String], _ expected: [String]) -> String {
        let change = expected.sorted().difference(from: found.sorted())
        return "missing \(change.insertions) too many \(change.removals)"
    }

    @Test("Every condition, timer and transformation has its text", arguments: ReferenceFiles.names)
    func expressions(name: String) throws {
        let (model, scan) = try both(name)
        let names: Set<String> = [
            "conditionExpression", "timeDate", "timeDuration", "timeCycle", "condition", "transformation", "from", "to",
            "loopCardinality", "completionCondition", "loopCondition",
        ]
        let expected = scan.modelTags.filter { names.contains($0.name) }
            .map { "\($0.name)|\($0.text.trimmingCharacters(in: .whitespacesAndNewlines))" }
        let found = Inventory(model).expressions
        #expect(found.sorted() == expected.sorted(), "\(difference(found, expected))")
    }

    @Test("Every shape has its place, every edge its way, every label its bounds", arguments: ReferenceFiles.names)
    func diagrams(name: String) throws {
        let (model, scan) = try both(name)
        let number = { (text: String?) in Double(text ?? "0") ?? 0 }
        var expected: [String] = []
        for (index, tag) in scan.tags.enumerated() where tag.namespace == TagScan.diagram {
            let inside = scan.children(of: index)
            let element = local(tag.attributes["bpmnElement"] ?? "", scan)
            if tag.name == "BPMNShape" {
                let bounds = try #require(inside.first { $0.name == "Bounds" }).attributes
                expected.append(
                    "shape \(element) \(["x", "y", "width", "height"].map { number(bounds[$0]) }) "
                        + "\(tag.attributes["isExpanded"] ?? "") \(tag.attributes["isHorizontal"] ?? "")")
            } else if tag.name == "BPMNEdge" {
                let points = inside.filter { $0.name == "waypoint" }.map {
                    [number($0.attributes["x"]), number($0.attributes["y"])]
                }
                expected.append("edge \(element) \(points)")
            } else if tag.name == "BPMNLabel" {
                expected += inside.filter { $0.name == "Bounds" }.map { bounds in
                    "label \(["x", "y", "width", "height"].map { number(bounds.attributes[$0]) })"
                }
            }
        }
        var found: [String] = []
        for diagram in model.diagrams {
            for shape in diagram.shapes {
                let open = shape.isExpanded.map { "\($0)" } ?? ""
                let level = shape.isHorizontal.map { "\($0)" } ?? ""
                found.append("shape \(shape.element ?? "") \(numbers(shape.bounds)) \(open) \(level)")
            }
            for edge in diagram.edges {
                let points: [[Double]] = edge.waypoints.map { [$0.x, $0.y] }
                found.append("edge \(edge.element ?? "") \(points)")
            }
            let labels: [Diagram.Label?] = diagram.shapes.map(\.label) + diagram.edges.map(\.label)
            for label in labels {
                if let bounds = label?.bounds { found.append("label \(numbers(bounds))") }
            }
        }
        #expect(expected.count > 5)
        #expect(found.sorted() == expected.sorted(), "\(difference(found, expected))")
    }

    private func numbers(_ bounds: Diagram.Bounds) -> [Double] { [bounds.x, bounds.y, bounds.width, bounds.height] }

    @Test("Documentation and extensions are kept", arguments: ReferenceFiles.names)
    func extras(name: String) throws {
        let (model, scan) = try both(name)
        let texts = scan.modelTags.filter { $0.name == "documentation" }.map(\.text)
        #expect(Inventory(model).documentation.sorted() == texts.sorted())
    }

    @Test("Line numbers say where an element begins")
    func lines() throws {
        let model = try ProcessModel(
            xml: Data(
                """
                <definitions xmlns="\(TagScan.model)">
                  <process id="p">
                    <task id="a"/>
                    <task/><task/>
                  </process>
                </definitions>
                """.utf8))
        let nodes = try #require(model.processes.first).body.nodes
        #expect(nodes.map(\.header.line) == [3, 4, 4])
        #expect(nodes.map(\.id) == ["a", "line-4", "line-4-2"])
    }

    @Test("What is no BPMN is refused with its line")
    func refusals() {
        #expect(throws: BPMNError.self) { try ProcessModel(xml: Data("<html/>".utf8)) }
        #expect(throws: BPMNError.self) { try ProcessModel(xml: Data("\n<definitions xmlns='x'/>".utf8)) }
        #expect(throws: BPMNError.self) { try ProcessModel(xml: Data()) }
    }

    @Test("A file in ISO 8859-1 keeps its letters")
    func latin() throws {
        let head = "<?xml version='1.0' encoding='ISO-8859-1'?><definitions name='Demande re"
        let tail = "ue' xmlns='\(TagScan.model)'/>"
        #expect(try ProcessModel(xml: Data(head.utf8) + [0xE7] + Data(tail.utf8)).header.name == "Demande reçue")
    }

    @Test(
        "Broken files never crash the reader, the check, the layout or the drawing", arguments: [1, 2, 3] as [UInt64])
    func broken(seed: UInt64) throws {
        var numbers = SeededNumbers(state: seed)
        var read = 0
        for name in ReferenceFiles.names {
            let whole = [UInt8](try ReferenceFiles.data(name))
            for _ in 0..<8 {
                var bytes = whole
                mutate(&bytes, &numbers)
                guard let model = try? ProcessModel(xml: Data(bytes)) else { continue }
                read += 1
                _ = model.check()
                for drawing in model.drawings() { #expect(drawing.svg().hasPrefix("<svg")) }
                var bare = model
                bare.diagrams = []
                for drawing in bare.drawings() { #expect(drawing.svg().hasPrefix("<svg")) }
            }
        }
        #expect(!ReferenceFiles.areThere || read > 20, "seed \(seed)")
    }

    private func mutate(_ bytes: inout [UInt8], _ numbers: inout SeededNumbers) {
        for _ in 0..<Int.random(in: 1...6, using: &numbers) {
            let place = Int.random(in: 0..<bytes.count, using: &numbers)
            switch Int.random(in: 0..<5, using: &numbers) {
            case 0: bytes[place] = UInt8.random(in: 32...126, using: &numbers)
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &numbers)))
            case 2: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 60)], at: place)
            case 3:
                // A number becomes another; often a size, a place or an id.
                if let digit = bytes[place...].firstIndex(where: { (48...57).contains($0) }) {
                    bytes.replaceSubrange(
                        digit...digit, with: Array("\(Int.random(in: -99_999...99_999, using: &numbers))".utf8))
                }
            default:
                // References lead somewhere else.
                let quotes = bytes.indices[place...].filter { bytes[$0] == 34 }.prefix(2)
                if quotes.count == 2 { bytes.replaceSubrange(quotes[0] + 1..<quotes[1], with: Array("_x".utf8)) }
            }
            if bytes.isEmpty { bytes = [60] }
        }
    }
}
