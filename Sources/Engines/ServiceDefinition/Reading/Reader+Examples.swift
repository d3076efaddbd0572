import FEEL
import Foundation

extension Reader {
    func readExamples(_ service: inout Service) {
        // An example with a slip does not keep the others from running.
        let wasBroken = isBroken
        defer { isBroken = wasBroken }
        for file in files.keys.sorted()
        where file.hasPrefix("examples/") && (file.hasSuffix(".yaml") || file.hasSuffix(".yml")) {
            guard let data = files[file] else { continue }
            do {
                let root = try Item.read(data, file: file)
                for item in root.items {
                    if let example = example(item, file, service) { service.examples.append(example) }
                }
            } catch {
                mistakes.append(error)
            }
        }
        if service.examples.isEmpty {
            warning("there are no examples: write examples/*.yaml, one for each rule and each border", 0)
        }
    }

    private func example(_ item: Item, _ file: String, _ service: Service) -> Example? {
        let before = mistakes.count
        let keys = section(
            item, "example", ["example", "date", "applicant", "evidence", "answers", "officer", "expect", "note"])
        defer {
            for index in before..<mistakes.count where mistakes[index].file == self.file { mistakes[index].file = file }
        }
        let name = plain(keys["example"], "example") ?? String(file.dropFirst("examples/".count).prefix { $0 != "." })
        guard let date = keys["date"], let text = date.text, let now = Reader.moment(text) else {
            mistake(
                "example \(name): 'date' must be the day on which it happens, such as 2026-05-04",
                keys["date"]?.line ?? item.line)
            return nil
        }
        var facts = Facts(applicant: [:], now: now)
        var applicant = FEELContext([
            ("id", .string("example")),
            ("kind", .string(service.applicant == .organisation ? "organisation" : "person")),
        ])
        if case .context(let own) = value(keys["applicant"], Names.applicant, "applicant") {
            for (key, value) in own.entries { applicant[key] = value }
        }
        facts.applicant = applicant
        for evidence in service.evidence { facts.evidence[evidence.name] = evidence.isMany ? .list([]) : .null }
        for (key, line, item) in keys["evidence"]?.members ?? [] {
            guard let evidence = service.evidence.first(where: { $0.name == key }) else {
                mistake(
                    "example \(name): there is no evidence '\(key)'" + didYouMean(key, service.evidence.map(\.name)),
                    line)
                continue
            }
            facts.evidence[key] =
                item.isNull && evidence.isMany ? .list([]) : value(item, names[key]?.type ?? .any, "evidence \(key)")
        }
        var answers: Answers = [:]
        let questions = service.pages.flatMap(\.questions).map(\.name)
        for (key, line, item) in keys["answers"]?.members ?? [] {
            if !questions.contains(key) {
                mistake("example \(name): there is no question '\(key)'" + didYouMean(key, questions), line)
            }
            answers[key] = Reader.answer(item)
        }
        let expected = expectation(keys["expect"], name, service)
        if keys["expect"] == nil { mistake("example \(name): 'expect' is missing: what the law expects", item.line) }
        return Example(
            name: name, file: file, line: item.line, facts: facts, answers: answers,
            officer: keys["officer"].flatMap { officer($0, name, service) }, expected: expected)
    }

    /// `officer: { decides: refuse, because: [not-heir] }`
    private func officer(_ item: Item, _ name: String, _ service: Service) -> Example.Officer? {
        let keys = section(item, "example \(name): officer", ["decides", "because", "explanation"])
        guard let wanted = plain(keys["decides"], "example \(name): decides"), let decision = service.decision(wanted)
        else {
            mistake("example \(name): 'decides' must be one of \(list(service.decisions.map(\.key)))", item.line)
            return nil
        }
        let reasons = texts(keys["because"], "example \(name): because")
        let known = decision.reasons.map(\.key)
        for reason in reasons where !known.contains(reason) {
            mistake(
                "example \(name): '\(wanted)' has no reason '\(reason)'"
                    + or(didYouMean(reason, known), "; it has \(list(known))"), keys["because"]?.line ?? item.line)
        }
        return .init(
            decision: wanted, reasons: reasons,
            explanation: plain(keys["explanation"], "example \(name): explanation") ?? "")
    }

    private func expectation(_ item: Item?, _ name: String, _ service: Service) -> Example.Expected {
        var expected = Example.Expected()
        guard let item else { return expected }
        let keys = section(
            item, "example \(name): expect",
            [
                "eligible", "because", "fee", "route", "outcome", "values", "registry", "certificate", "letters",
                "errors",
            ])
        if keys.isEmpty { mistake("example \(name): 'expect' expects nothing", item.line) }
        if keys["eligible"] != nil { expected.isEligible = flag(keys["eligible"], "eligible", default: true) }
        expected.failing = plain(keys["because"], "because")
        if expected.failing != nil { expected.isEligible = false }
        if let fee = keys["fee"] {
            expected.fee = fee.text.flatMap { Decimal128($0.trimmed) }
            if expected.fee == nil { mistake("example \(name): fee must be a number", fee.line) }
        }
        if let route = keys["route"] {
            expected.route = texts(route, "route")
            for page in route.items {
                if let text = page.text, !service.pages.contains(where: { $0.name == text }) {
                    mistake(
                        "example \(name): there is no page '\(text)'" + didYouMean(text, service.pages.map(\.name)),
                        page.line)
                }
            }
        }
        expected.outcome = plain(keys["outcome"], "outcome")
        let outcomes = service.decisions.map(\.key) + ["officer", "not eligible", "incomplete"]
        if let outcome = expected.outcome, !outcomes.contains(where: { $0.folded == outcome.folded }) {
            mistake(
                "example \(name): there is no outcome '\(outcome)'"
                    + or(didYouMean(outcome, outcomes), "; there are \(list(outcomes))"),
                keys["outcome"]?.line ?? item.line)
        }
        for (key, line, item) in keys["values"]?.members ?? [] {
            guard names[key] != nil else {
                mistake(
                    "example \(name): there is no value '\(key)'" + didYouMean(key, names.entries.map(\.name)), line)
                continue
            }
            expected.values.append((key, value(item, .any, key)))
        }
        let fields = service.registryWrites.flatMap { $0.set.map(\.field) }
        for (key, line, item) in keys["registry"]?.members ?? [] {
            if !fields.contains(key) {
                mistake(
                    "example \(name): the outcome sets no '\(key)'"
                        + or(didYouMean(key, fields), "; it sets \(list(fields))"), line)
            }
            expected.registry.append((key, value(item, .any, key)))
        }
        expected.certificate = texts(keys["certificate"], "certificate")
        let letters = (service.letters + service.messages).map(\.name)
        for (key, line, item) in keys["letters"]?.members ?? [] {
            if !letters.contains(key) {
                mistake("example \(name): there is no letter '\(key)'" + didYouMean(key, letters), line)
            }
            expected.letters += item.items.compactMap { item in item.text.map { (key, $0) } }
        }
        if let errors = keys["errors"] { expected.errors = texts(errors, "errors") }
        return expected
    }

    /// A day, or a moment, as `now`.
    static func moment(_ text: String) -> DateTime? {
        switch FEELValue.temporal(text.trimmed) {
        case .date(let date):
            ClockTime(hour: 12, minute: 0, second: 0, zone: .offset(0)).map { DateTime(date: date, time: $0) }
        case .dateTime(let moment): moment
        default: nil
        }
    }

    static func answer(_ item: Item) -> AnswerValue {
        switch item.content {
        case .null: .null
        case .scalar(let text): .text(text)
        case .list(let items): .list(items.map { answer($0) })
        case .map(let members): .object(Dictionary(members.map { ($0.key, answer($0.value)) }) { $1 })
        }
    }

    /// A value of YAML as the type wants it; fields that a record does not have are mistakes.
    func value(_ item: Item?, _ type: FEELType, _ about: String) -> FEELValue {
        guard let item else { return .null }
        switch item.content {
        case .null: return .null
        case .list(let items):
            var inner = FEELType.any
            if case .list(let type) = type.resolved { inner = type }
            return .list(items.map { value($0, inner, about) })
        case .map(let members):
            var fields: [FEELType.Field] = []
            if case .context(let known) = type.resolved { fields = known }
            return .context(
                FEELContext(
                    members.map { key, line, item in
                        let field = fields.first { $0.name == key }
                        if field == nil, !fields.isEmpty {
                            mistake(
                                "\(about) has no '\(key)'"
                                    + or(didYouMean(key, fields.map(\.name)), "; it has \(list(fields.map(\.name)))"),
                                line)
                        }
                        return (key, value(item, field?.type ?? .any, "\(about).\(key)"))
                    }))
        case .scalar(let text): return scalar(text, type, about, item.line)
        }
    }

    private func scalar(_ text: String, _ type: FEELType, _ about: String, _ line: Int) -> FEELValue {
        switch type.resolved {
        case .string: return .string(text)
        case .number:
            if let number = Decimal128(text) { return .number(number) }
            mistake("\(about) must be a number", line)
            return .null
        case .boolean:
            if let flag = AnswerReader.flag(text) { return .boolean(flag) }
            mistake("\(about) must be yes or no", line)
            return .null
        case .date:
            if case .date(let date)? = FEELValue.temporal(text) { return .date(date) }
            mistake("\(about) must be a date such as 2026-05-04", line)
            return .null
        default:
            if let number = Decimal128(text) { return .number(number) }
            if ["yes", "true"].contains(text) { return true }
            if ["no", "false"].contains(text) { return false }
            if text.first?.isNumber == true, let temporal = FEELValue.temporal(text) { return temporal }
            return .string(text)
        }
    }
}
