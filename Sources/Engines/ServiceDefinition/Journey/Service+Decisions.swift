import DMN
import FEEL

extension Service {
    func value(of source: Source, _ values: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        switch source {
        case .formula(let formula): formula.value(values, evaluation)
        case .decision(let call): run(call, values, evaluation, trace: false)?.value ?? .null
        }
    }

    func run(_ call: DecisionCall, _ values: [FEELValue], _ evaluation: Evaluation, trace: Bool)
        -> DecisionModel.Result?
    {
        let input = FEELContext(call.inputs.map { ($0.name, $0.value.value(values, evaluation)) })
        return try? models[call.file]?.evaluate(
            decision: call.decision, input: input, now: evaluation.now, limits: .init(steps: 1_000_000), trace: trace)
    }

    /// The places of the names that a source reads.
    func reads(_ source: Source) -> [Int] {
        switch source {
        case .formula(let formula): formula.places
        case .decision(let call): call.inputs.flatMap(\.value.places)
        }
    }

    /// What an application costs, line by line, and why.
    public struct Charge: Sendable {
        public struct Line: Sendable {
            public var label: Wording
            /// In units of the government's currency; never negative.
            public var amount: Decimal128
            /// How a decision table came to it.
            public var trace: Trace?
            /// The formula, and what it read.
            public var formula: String?
            public var inputs: [Journey.Named]
        }
        public var lines: [Line]
        public var total: Decimal128 { lines.reduce(.zero) { ($0 + $1.amount) ?? $0 } }
        /// A line whose amount could not be told: an officer has to look.
        public var isUndecided: Bool
    }

    /// The fee of an application as it stands. Lines of nothing are left out.
    public func charge(_ journey: Journey, traced: Bool = false) -> Charge {
        var charge = Charge(lines: [], isUndecided: false)
        let evaluation = journey.evaluation()
        for line in fee?.lines ?? [] where line.when?.isTrue(journey.values, evaluation) ?? true {
            var value: FEELValue
            var trace: Trace?
            switch line.amount {
            case .formula(let formula): value = formula.value(journey.values, evaluation)
            case .decision(let call):
                let result = run(call, journey.values, evaluation, trace: traced)
                value = result?.value ?? .null
                trace = result?.trace
            }
            let inputs = traced ? journey.inputs(line.amount) : []
            guard case .number(let number) = value, let amount = number.rounded(scale: 2, .halfEven), !amount.isNegative
            else {
                charge.isUndecided = true
                continue
            }
            if !amount.isZero {
                var formula: String?
                if case .formula(let own) = line.amount { formula = own.text }
                charge.lines.append(
                    .init(label: line.label, amount: amount, trace: trace, formula: formula, inputs: inputs))
            }
        }
        return charge
    }

    /// What the rules propose to the officer: a decision's key, and why; nil where they propose nothing.
    public func proposed(_ journey: Journey) -> (decision: String, trace: Trace?)? {
        guard let proposal else { return nil }
        let evaluation = journey.evaluation()
        var value = FEELValue.null
        var trace: Trace?
        switch proposal {
        case .formula(let formula): value = formula.value(journey.values, evaluation)
        case .decision(let call):
            let result = run(call, journey.values, evaluation, trace: true)
            (value, trace) = (result?.value ?? .null, result?.trace)
        }
        guard case .string(let key) = value, decisions.contains(where: { $0.key == key }) else { return nil }
        return (key, trace)
    }

    /// What the law expects to come of an application, if nobody decides otherwise: `not eligible`, `incomplete`, a decision's key, or
    /// `officer` where the rules propose none.
    public func outcome(_ journey: Journey) -> String {
        if !journey.isEligible { return "not eligible" }
        if !journey.isComplete { return "incomplete" }
        return proposed(journey)?.decision ?? "officer"
    }

    /// The officer's checks that concern an application.
    public func checks(for journey: Journey) -> [OfficerCheck] {
        let evaluation = journey.evaluation()
        return checks.filter { $0.when?.isTrue(journey.values, evaluation) ?? true }
    }

    /// What is known after the decision, for letters, certificates and registry writes.
    public struct Afterwards: Sendable {
        /// The decision's key, its reasons by key, the officer's own words.
        public var decision: String
        public var reasons: [String]
        public var explanation: String
        public var reference: String
        public var submitted: CalendarDate?
        public var due: CalendarDate?
        /// The day on which everything that the case cost was paid; nil: not yet.
        public var paid: CalendarDate?
        public var link: String
        public var officer: String
        public var agency: String
        /// The certificate's number and code, where it has them.
        public var number: String
        public var code: String
        /// The day of the decision; nil: the day on which the application is judged.
        public var date: CalendarDate?

        public init(
            decision: String, reasons: [String] = [], explanation: String = "", reference: String = "",
            submitted: CalendarDate? = nil,
            due: CalendarDate? = nil, paid: CalendarDate? = nil, link: String = "", officer: String = "",
            agency: String = "", number: String = "",
            code: String = "", date: CalendarDate? = nil
        ) {
            (self.decision, self.reasons, self.explanation, self.reference) = (
                decision, reasons, explanation, reference
            )
            (self.submitted, self.due, self.link, self.officer, self.agency) = (submitted, due, link, officer, agency)
            (self.number, self.code, self.date, self.paid) = (number, code, date, paid)
        }
    }

    private func values(_ journey: Journey, _ after: Afterwards, _ language: String) -> [FEELValue] {
        let decision = decision(after.decision)
        let reasons = after.reasons.map { key in decision?.reasons.first { $0.key == key }?.words.in(language) ?? key }
        let parts: [(String, FEELValue)] = [
            (
                "decision",
                .context([
                    "outcome": .string(after.decision),
                    "title": .string(decision?.title.in(language) ?? after.decision),
                    "reason": .string(reasons.first ?? ""), "reasons": .list(reasons.map { .string($0) }),
                    "date": .date(after.date ?? journey.moment.date),
                    "explanation": .string(after.explanation),
                ])
            ),
            (
                "case",
                .context([
                    "reference": .string(after.reference),
                    "submitted": after.submitted.map { .date($0) } ?? .date(journey.moment.date),
                    "due": after.due.map { .date($0) } ?? .null, "link": .string(after.link),
                    "paid": after.paid.map { .date($0) } ?? .null,
                ])
            ),
            ("fee", .number(charge(journey).total)),
            ("officer", .context(["name": .string(after.officer), "agency": .string(after.agency)])),
            ("language", .string(language)),
            ("document", .context(["number": .string(after.number), "code": .string(after.code)])),
        ]
        var values = journey.values
        for (name, value) in parts {
            if let slot = names.slot(name), names[name]?.position == Names.afterwards { values[slot] = value }
        }
        return values
    }

    /// A letter, message or certificate in a language: title and text.
    public func text(_ letter: Letter, _ journey: Journey, _ after: Afterwards, language: String) -> (
        title: String, text: String
    ) {
        let template = letter.templates[language] ?? letter.templates[self.language]
        let text =
            template?.render(values(journey, after, language), journey.evaluation(), ValueWords(self, language)) ?? ""
        return (letter.title.in(language), text)
    }

    /// A letter or certificate whose values stand apart from its words, so that nothing in a value is taken for markup.
    public func manuscript(
        _ letter: Letter, _ journey: Journey, _ after: Afterwards, language: String
    ) -> Manuscript {
        var inserted: [String] = []
        let template = letter.templates[language] ?? letter.templates[self.language]
        let words = ValueWords(self, language)
        let text =
            template?.render(values(journey, after, language), journey.evaluation(), words) { value in
                inserted.append(value)
                return "{{\(Manuscript.name(inserted.count - 1))}}"
            } ?? ""
        return Manuscript(title: letter.title.in(language), text: text, values: inserted)
    }

    /// A text with places for values.
    public struct Manuscript: Sendable {
        public var title: String
        /// The first value stands where `{{v0}}` is.
        public var text: String
        public var values: [String]

        public static func name(_ index: Int) -> String { "v\(index)" }
    }

    /// Until when a certificate holds; nil: for ever.
    public func validUntil(_ letter: Letter, _ journey: Journey, _ after: Afterwards) -> CalendarDate? {
        switch letter.validUntil?.value(values(journey, after, language), journey.evaluation()) {
        case .date(let date): date
        case .dateTime(let moment): moment.date
        default: nil
        }
    }

    /// One change of a registry that follows from a decision.
    public struct Write: Sendable {
        public var write: RegistryWrite
        /// The record that is changed, as it was looked up.
        public var record: FEELContext?
        public var fields: [(name: String, value: FEELValue)]
    }

    /// What a decision writes into registries.
    public func writes(_ journey: Journey, _ after: Afterwards) -> [Write] {
        let values = values(journey, after, language)
        let evaluation = journey.evaluation()
        return registryWrites.filter {
            $0.after.contains(after.decision) && ($0.when?.isTrue(values, evaluation) ?? true)
        }.map { write in
            var record: FEELContext?
            if let name = write.record, let slot = names.slot(name), case .context(let context) = values[slot] {
                record = context
            }
            return Write(
                write: write, record: record, fields: write.set.map { ($0.field, $0.value.value(values, evaluation)) })
        }
    }
}

extension Journey {
    func inputs(_ source: Service.Source) -> [Named] {
        switch source {
        case .formula(let formula):
            formula.places.map { .init(name: service.names.entries[$0].name, value: values[$0].literal) }
        case .decision(let call):
            call.inputs.map { .init(name: $0.name, value: $0.value.value(values, evaluation()).literal) }
        }
    }
}
