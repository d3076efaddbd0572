import FEEL
import Foundation

extension Service {
    /// Everything that is wrong with a folder, and what its examples gave.
    public struct Report: Sendable {
        public var service: Service?
        public var mistakes: [Mistake]
        public var examples: [ExampleResult]
        public var passed: Int { examples.count { $0.passed } }
        public var failed: Int { examples.count { !$0.passed } + notRun }
        /// Examples that could not be run, since the service or they themselves cannot be read.
        public var notRun = 0
        /// Whether it may be published.
        public var isInOrder: Bool { service != nil && failed == 0 && !mistakes.contains { $0.severity == .error } }
    }

    /// Reads a folder and examines it whole: also the pages that no answer reaches, and every example.
    ///
    /// `now` is for conditions that ask for today.
    public static func check(files: [String: Data], in surroundings: Surroundings = Surroundings(), now: DateTime)
        -> Report
    {
        let reading = reading(files: files, in: surroundings)
        let written = files.keys.count { $0.hasPrefix("examples/") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }
        guard let service = reading.draft else {
            return Report(service: nil, mistakes: reading.mistakes, examples: [], notRun: written)
        }
        let results = service.runExamples()
        var mistakes = reading.mistakes + service.unreachable(now: now, met: results.map(\.journey))
        for result in results where !result.passed {
            for difference in result.differences {
                mistakes.append(
                    Mistake(
                        "example '\(result.example.name)': \(difference)", file: result.example.file,
                        line: result.example.line))
            }
        }
        mistakes.append(contentsOf: service.untestedRules(results))
        let notRun = max(0, written - Set(results.map(\.example.file)).count)
        return Report(service: reading.service, mistakes: mistakes, examples: results, notRun: notRun)
    }

    /// Rules that no example shows failing: a warning, since nobody has shown that they do what the law says.
    private func untestedRules(_ results: [ExampleResult]) -> [Mistake] {
        if examples.isEmpty { return [] }
        return eligibility.filter { rule in
            !results.contains { $0.journey.rules.contains { $0.rule.line == rule.line && $0.state == .failed } }
        }.map {
            Mistake(
                "no example shows someone whom '\($0.name.shortened)' excludes", file: "service.yaml", line: $0.line,
                severity: .warning)
        }
    }
}
