import FEEL
import Foundation
import XML

/// Test cases in the format of the DMN TCK: a model's inputs with the results that are expected.
public struct TestSuite: Sendable {
    public struct Case: Sendable {
        public var id: String
        public var type: Kind
        /// The service or knowledge model that is called, where the case is about one.
        public var invocable: String?
        public var inputs: FEELContext
        public var results: [Expected]
    }

    public enum Kind: String, Sendable {
        case decision, bkm, decisionService
    }

    public struct Expected: Sendable {
        public var name: String
        /// nil where the case does not say.
        public var value: FEELValue?
        /// The result must be null, with an error.
        public var isError: Bool
        /// Where the expected value could not be read.
        public var problem: String?
    }

    /// The file of the model, beside the suite.
    public var modelName: String
    public var cases: [Case]

    /// Throws where the data is no test suite.
    public init(xml: Data) throws(DMNError) {
        let root = try Element.root(of: xml)
        guard root.name == "testCases" else {
            throw DMNError("the file holds no test cases: its root is '\(root.name)'", line: root.line)
        }
        modelName = normalized(root.text(of: "modelName") ?? "")
        cases = root.all("testCase").map { Case($0) }
    }
}

extension TestSuite.Case {
    fileprivate init(_ element: Element) {
        id = element["id"] ?? ""
        type = TestSuite.Kind(rawValue: element["type"] ?? "decision") ?? .decision
        invocable = element["invocableName"]
        inputs = FEELContext(
            element.all("inputNode").map { (normalized($0["name"] ?? ""), TestValue.read($0).value ?? .null) })
        results = element.all("resultNode").map { TestSuite.Expected($0) }
    }
}

extension TestSuite.Expected {
    fileprivate init(_ element: Element) {
        name = normalized(element["name"] ?? "")
        isError = element["errorResult"] == "true"
        guard let expected = element.first("expected") else { return }
        let read = TestValue.read(expected)
        value = read.value
        problem = read.problem
    }
}

/// Values as the TCK writes them: XML Schema's simple types, components and lists.
enum TestValue {
    static func read(_ element: Element) -> (value: FEELValue?, problem: String?) {
        if let list = element.first("list") {
            if list["nil"] == "true" { return (.null, nil) }
            let items = list.all("item").map { read($0) }
            return (.list(items.map { $0.value ?? .null }), items.lazy.compactMap(\.problem).first)
        }
        let components = element.all("component")
        if !components.isEmpty {
            if components.count == 1, components[0]["nil"] == "true", components[0]["name"] == nil {
                return (.null, nil)
            }
            let entries = components.map { component in
                (component["name"] ?? "", component["nil"] == "true" ? (.null, nil) : read(component))
            }
            return (
                .context(FEELContext(entries.map { ($0.0, $0.1.value ?? .null) })),
                entries.lazy.compactMap(\.1.problem).first
            )
        }
        guard let value = element.first("value") else { return (.null, nil) }
        return simple(value)
    }

    private static func simple(_ element: Element) -> (FEELValue?, String?) {
        if element["nil"] == "true" { return (.null, nil) }
        let text = element.text
        let type = (element["type"] ?? "string").split(separator: ":").last.map(String.init) ?? "string"
        let plain = normalized(text)
        let value: FEELValue?
        switch type {
        case "string": value = .string(text)
        case "boolean": value = .boolean(plain == "true" || plain == "1")
        case "date", "time", "dateTime", "duration", "dayTimeDuration", "yearMonthDuration":
            value = FEELValue.parsing(plain, as: type)
        default: value = Decimal128(plain).map { .number($0) }
        }
        return (value, value == nil ? "'\(text)' is not a value of type \(type)" : nil)
    }
}

extension FEELValue {
    fileprivate static func parsing(_ text: String, as type: String) -> FEELValue? {
        guard let value = FEELValue.temporal(text) else { return nil }
        if type == "dateTime", case .date = value { return FEELValue.temporal(text + "T00:00:00") }
        return value
    }

    /// Whether a result is what a case expects: numbers to a part in 10^8 (the kit is shared by engines with binary
    /// numbers), times with their zones.
    func meets(_ expected: FEELValue) -> Bool {
        switch (self, expected) {
        case (.number(let a), .number(let b)):
            if a == b { return true }
            let (x, y) = (a.double, b.double)
            return abs(x - y) <= 1e-8 * max(1, abs(y))
        case (.list(let a), .list(let b)): return a.count == b.count && zip(a, b).allSatisfy { $0.meets($1) }
        case (.context(let a), .context(let b)):
            return a.count == b.count && b.entries.allSatisfy { key, value in a[key]?.meets(value) ?? false }
        case (.time(let a), .time(let b)): return a == b
        case (.dateTime(let a), .dateTime(let b)): return a == b
        default: return self == expected
        }
    }
}
