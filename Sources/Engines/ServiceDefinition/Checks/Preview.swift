import FEEL

/// A service as text: its pages and routes, and what example applicants meet.
public struct Preview {
    private let service: Service
    private let language: String

    public init(_ service: Service, language: String) { (self.service, self.language) = (service, language) }

    /// - Parameter example: a part of an example's name; nil: all examples.
    public func text(example: String? = nil, now: DateTime) -> String {
        let chosen = service.examples.filter { example.map($0.name.contains) ?? true }
        return ([face, form, routes(now)] + chosen.map(meeting)).joined(separator: "\n")
    }

    private var face: String {
        var lines = ["# \(service.title.in(language))", ""]
        if let summary = service.summary { lines += [summary.in(language), ""] }
        lines += service.forWhom.map { "- \($0.in(language))" }
        if let cost = service.costWords { lines += ["", cost.in(language)] }
        lines += service.needed.map { "- \($0.in(language))" }
        lines += service.otherWays.map { "- \($0.way): \($0.words.in(language))" }
        return lines.joined(separator: "\n") + "\n"
    }

    private var form: String {
        var lines: [String] = []
        for page in service.pages {
            lines += ["## \(page.title.in(language))  [\(page.name)]" + (page.when.map { "  if \($0.text)" } ?? "")]
            if let intro = page.intro { lines.append(intro.in(language)) }
            for fact in page.facts { lines.append("  \(fact.label.in(language)): (\(fact.value.text))") }
            for question in page.questions { lines += describe(question, "  ") }
            lines.append("")
        }
        return lines.joined(separator: "\n")
    }

    private func describe(_ question: Question, _ indent: String) -> [String] {
        var lines = [
            "\(indent)\(question.label.in(language))  (\(question.kind.name)\(question.isRequired ? "" : ", optional"))"
                + (question.when.map { "  if \($0.text)" } ?? "")
        ]
        if let hint = question.hint { lines.append("\(indent)  \(hint.in(language))") }
        switch question.kind {
        case .choice(let choices, _), .choices(let choices, _):
            lines += choices.map { "\(indent)  ○ \($0.label.in(language))" }
        case .group(let questions, _, _, _): lines += questions.flatMap { describe($0, indent + "    ") }
        default: break
        }
        return lines
    }

    private func routes(_ now: DateTime) -> String {
        let map = service.routeMap(now: now)
        var lines = ["## Routes", "default: " + map.defaultRoute.joined(separator: " → ")]
        for route in map.routes {
            lines.append(
                "  " + route.pages.joined(separator: " → ")
                    + (route.because.isEmpty
                        ? "" : "   where " + list(route.because.map { "\($0.name) = \($0.value)" })))
        }
        if !map.isComplete { lines.append("  (there may be more)") }
        return lines.joined(separator: "\n") + "\n"
    }

    private func meeting(_ example: Example) -> String {
        let journey = Journey(service, answers: example.answers, facts: example.facts, language: language)
        var lines = ["## \(example.name)"]
        for failure in journey.failures { lines.append("✗ \(failure.rule.otherwise.in(language))") }
        var page = ""
        for line in journey.summary {
            if line.page != page { lines.append("[\(line.page)]") }
            page = line.page
            lines.append("  \(line.label)  \(line.answer)")
        }
        for error in journey.errors { lines.append("  ! \(error.question): \(error.message)") }
        let charge = service.charge(journey)
        for line in charge.lines { lines.append("\(line.label.in(language)): \(line.amount)") }
        let outcome = service.outcome(journey)
        lines.append("→ \(service.decision(outcome)?.title.in(language) ?? outcome)")
        let after = service.afterwards(example, journey)
        guard journey.isComplete, let decision = service.decision(after.decision) else {
            return lines.joined(separator: "\n") + "\n"
        }
        if let letter = decision.letter.flatMap({ service.letter($0) }) {
            let text = service.text(letter, journey, after, language: language)
            lines += ["", "--- \(text.title)", text.text]
        }
        if decision.isApproval, let certificate = service.certificate {
            let text = service.text(certificate, journey, after, language: language)
            lines += ["", "--- \(text.title)", text.text]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
