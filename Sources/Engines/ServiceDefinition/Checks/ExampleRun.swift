import FEEL

extension Service {
    /// What an example gave.
    public struct ExampleResult: Sendable {
        public var example: Example
        /// What differs from what the law expects.
        public var differences: [String]
        public var journey: Journey
        public var passed: Bool { differences.isEmpty }
    }

    /// Runs all examples.
    public func runExamples() -> [ExampleResult] { examples.map { run($0) } }

    /// What is taken to be known after the decision of an example.
    public func afterwards(_ example: Example, _ journey: Journey) -> Afterwards {
        var outcome = outcome(example, journey)
        // Where the rules leave it to an officer, the example says how she decides.
        if outcome == "officer", let expected = example.expected.outcome, decision(expected) != nil {
            outcome = expected
        }
        if outcome == "officer" { outcome = decisions.first { $0.isApproval }?.key ?? outcome }
        return Afterwards(
            decision: outcome,
            reasons: example.officer?.reasons ?? decision(outcome)?.reasons.prefix(1).map(\.key) ?? [],
            explanation: example.officer?.explanation ?? "", reference: "EXAMPLE-1",
            submitted: journey.moment.date,
            due: journey.moment.date.adding(days: 30), link: "https://example.org/case", officer: "An officer",
            agency: agency ?? "", number: "EXAMPLE-1",
            code: "EXAMPLE")
    }

    /// What comes of an example: what the law expects, or what its officer decides on a complete application of somebody entitled.
    private func outcome(_ example: Example, _ journey: Journey) -> String {
        guard let officer = example.officer, journey.isEligible, journey.isComplete else { return outcome(journey) }
        return officer.decision
    }

    public func run(_ example: Example) -> ExampleResult {
        let journey = Journey(self, answers: example.answers, facts: example.facts)
        let expected = example.expected
        var differences: [String] = []
        func expect(_ what: String, _ wanted: String?, _ found: String) {
            if let wanted, wanted != found { differences.append("\(what): expected \(wanted), found \(found)") }
        }
        if let eligible = expected.isEligible, eligible != journey.isEligible {
            let why = journey.failures.map { "'\($0.rule.name)' is not fulfilled" }.joined(separator: ", ")
            differences.append(
                eligible
                    ? "expected to be eligible, but \(why)" : "expected not to be eligible, but every rule is fulfilled"
            )
        } else if let failing = expected.failing {
            let hits = journey.failures.contains { failure in
                failure.rule.name == failing || failure.rule.require.text == failing
                    || languages.contains { failure.rule.otherwise.in($0).contains(failing) }
            }
            if !hits {
                differences.append(
                    "expected '\(failing)' to be the reason, found \(ServiceDefinition.list(journey.failures.map { "'\($0.rule.otherwise.original)'" }))"
                )
            }
        }
        expect(
            "route", expected.route?.joined(separator: " → "), journey.pages.map(\.page.name).joined(separator: " → "))
        if let errors = expected.errors {
            let found = Set(journey.errors.map(\.question))
            expect("mistakes in", errors.sorted().joined(separator: ", "), found.sorted().joined(separator: ", "))
        } else if journey.isEligible, expected.outcome?.folded != "incomplete", expected.isEligible != false {
            for error in journey.errors { differences.append("'\(error.question)': \(error.message)") }
        }
        if let fee = expected.fee {
            let charge = charge(journey)
            if charge.isUndecided || charge.total != fee {
                differences.append(
                    "fee: expected \(fee), found \(charge.isUndecided ? "no amount" : charge.total.description)")
            }
        }
        for (name, value) in expected.values where !same(journey.value(name), value) {
            differences.append("\(name): expected \(value.literal), found \(journey.value(name).literal)")
        }
        checkOutcome(example, journey, &differences)
        return ExampleResult(example: example, differences: differences, journey: journey)
    }

    /// `2026-05-04` in a file may be a date or a text.
    private func same(_ a: FEELValue, _ b: FEELValue) -> Bool { a == b || a.description == b.description }

    private func checkOutcome(_ example: Example, _ journey: Journey, _ differences: inout [String]) {
        let expected = example.expected
        let found = outcome(example, journey)
        if let wanted = expected.outcome, wanted.folded != found.folded,
            !(found == "officer" && decision(wanted) != nil && proposal == nil)
        {
            let missing = journey.errors.first.map { " ('\($0.question)': \($0.message))" } ?? ""
            differences.append("outcome: expected \(wanted), found \(found)\(found == "incomplete" ? missing : "")")
            return
        }
        let after = afterwards(example, journey)
        let written = writes(journey, after).flatMap(\.fields)
        for (field, value) in expected.registry {
            // Several writes may set a field of the same name.
            let candidates = written.filter { $0.name == field }
            guard let own = candidates.first(where: { same($0.value, value) }) ?? candidates.first else {
                differences.append("registry: expected \(field) = \(value.literal), but it is not written")
                continue
            }
            if !same(own.value, value) {
                differences.append("registry: \(field): expected \(value.literal), found \(own.value.literal)")
            }
        }
        if !expected.certificate.isEmpty {
            guard let certificate, decision(after.decision)?.isApproval ?? true else {
                differences.append("certificate: none comes out")
                return
            }
            let texts = languages.map { text(certificate, journey, after, language: $0).text }
            for fragment in expected.certificate where !texts.contains(where: { $0.contains(fragment) }) {
                differences.append("certificate: '\(fragment)' does not stand in it")
            }
        }
        for (name, fragment) in expected.letters {
            guard let letter = letter(name) else { continue }
            if !languages.contains(where: { text(letter, journey, after, language: $0).text.contains(fragment) }) {
                differences.append("\(name): '\(fragment)' does not stand in it")
            }
        }
    }
}
