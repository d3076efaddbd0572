import FEEL
import Foundation

/// Runs test suites against their models.
public struct TestRunner: Sendable {
    /// A result that is not what its case expects.
    public struct Failure: Sendable, CustomStringConvertible {
        public let suite: String
        public let testCase: String
        public let result: String
        public let expected: String
        public let actual: String
        public let reasons: [String]

        public var description: String {
            let why = reasons.isEmpty ? "" : " (\(reasons.prefix(3).joined(separator: "; ")))"
            return "\(suite) \(testCase) '\(result)': expected \(expected), got \(actual)\(why)"
        }
    }

    /// How a run went: cases, not single results, are counted.
    public struct Report: Sendable {
        public var passed = 0
        public var failed = 0
        public var failures: [Failure] = []

        public init(passed: Int = 0, failed: Int = 0, failures: [Failure] = []) {
            (self.passed, self.failed, self.failures) = (passed, failed, failures)
        }

        public static func + (a: Report, b: Report) -> Report {
            Report(passed: a.passed + b.passed, failed: a.failed + b.failed, failures: a.failures + b.failures)
        }
    }

    /// The moment for `now()` and `today()`.
    public var now: DateTime?

    public init(now: DateTime? = nil) { self.now = now }

    /// Runs all cases of a suite against a model.
    public func run(_ suite: TestSuite, name: String, model: DecisionModel) -> Report {
        var report = Report()
        for testCase in suite.cases {
            let failures = testCase.results.compactMap { check($0, testCase, name, model) }
            if failures.isEmpty { report.passed += 1 } else { report.failed += 1 }
            report.failures += failures
        }
        return report
    }

    private func check(
        _ expected: TestSuite.Expected, _ testCase: TestSuite.Case, _ suite: String, _ model: DecisionModel
    ) -> Failure? {
        let wanted = expected.value ?? .null
        var actual = "an error"
        var reasons: [String] = []
        do {
            let result = try evaluate(expected.name, testCase, model)
            reasons = result.reasons
            actual = result.value.literal
            let isMet = expected.isError ? result.value.isNull : result.value.meets(wanted)
            if isMet && expected.problem == nil { return nil }
        } catch {
            reasons = ["\(error)"]
        }
        return Failure(
            suite: suite, testCase: testCase.id, result: expected.name,
            expected: expected.problem ?? (expected.isError ? "null with an error" : wanted.literal), actual: actual,
            reasons: reasons)
    }

    private func evaluate(
        _ name: String, _ testCase: TestSuite.Case, _ model: DecisionModel
    ) throws(DMNError) -> DecisionModel.Result {
        switch testCase.type {
        case .decision where model.services.contains(name) && !model.decisions.contains(name):
            return try model.evaluate(service: name, input: testCase.inputs, now: now)
        case .decision: return try model.evaluate(decision: name, input: testCase.inputs, now: now)
        case .bkm:
            return try model.call(knowledge: testCase.invocable ?? name, arguments: testCase.inputs, now: now)
        case .decisionService:
            let service = testCase.invocable ?? name
            let result = try model.evaluate(service: service, input: testCase.inputs, now: now)
            let outputs = model.definitions.services.first { $0.name == service }?.outputs.count ?? 0
            guard outputs > 1, case .context(let context) = result.value else { return result }
            return DecisionModel.Result(
                value: context[name] ?? .null, reasons: result.reasons, wasStopped: result.wasStopped, trace: nil)
        }
    }
}
