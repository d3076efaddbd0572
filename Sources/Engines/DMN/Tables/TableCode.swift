import FEEL

/// A decision table, compiled. DMN 1.5, 8.
final class TableCode: Code {
    final class Input: Sendable {
        let label: String
        /// What messages call it.
        let subject: String
        let code: any Code
        let slot: Int
        let type: FEELType
        let allowed: Cell?

        init(label: String, subject: String, code: any Code, slot: Int, type: FEELType, allowed: Cell?) {
            (self.label, self.subject, self.code, self.slot, self.type, self.allowed) =
                (label, subject, code, slot, type, allowed)
        }
    }

    final class Output: Sendable {
        let name: String
        let type: FEELType
        let allowed: [TestCode]
        let otherwise: (any Code)?

        init(name: String, type: FEELType, allowed: [TestCode], otherwise: (any Code)?) {
            (self.name, self.type, self.allowed, self.otherwise) = (name, type, allowed, otherwise)
        }
    }

    struct Rule: Sendable {
        let tests: [Cell?]
        let outputs: [any Code]
    }

    /// A cell that is not `-`, with the slot of its input.
    private struct Condition: Sendable {
        let slot: Int
        let cell: Cell
    }

    let path: String
    let table: DecisionTable
    let inputs: [Input]
    let outputs: [Output]
    let rules: [Rule]
    /// The slot of `?`.
    let ask: Int
    private let names: [String]
    /// By rule, what the index does not tell.
    private let conditions: [[Condition]]
    private let index: TableIndex

    init(path: String, table: DecisionTable, inputs: [Input], outputs: [Output], rules: [Rule], ask: Int) {
        (self.path, self.table, self.inputs, self.outputs, self.rules, self.ask) =
            (path, table, inputs, outputs, rules, ask)
        names = outputs.map(\.name)
        let index = TableIndex(inputs.indices.map { column in rules.map { $0.tests[column] } }, rules: rules.count)
        conditions = rules.map { rule in
            inputs.indices.compactMap { column in
                rule.tests[column].flatMap {
                    index.covers($0, column: column) ? nil : Condition(slot: inputs[column].slot, cell: $0)
                }
            }
        }
        self.index = index
    }

    func run(_ frame: Frame) -> FEELValue {
        guard frame.evaluation.spend(1 + rules.count) else { return .null }
        for input in inputs {
            let value = input.type.coerce(input.code.run(frame), input.subject, frame.evaluation)
            if let allowed = input.allowed, !isAllowed(value, allowed, frame) {
                return frame.evaluation.null(
                    "\(path): the value \(value.literal) of '\(input.label)' is not among those the table allows")
            }
            frame.slots[input.slot] = value
        }
        if let recorder = TraceRecorder.current(frame.evaluation) { return runTraced(frame, recorder) }
        return single(frame) ?? result(of: hits(frame), frame)
    }

    private func isAllowed(_ value: FEELValue, _ allowed: Cell, _ frame: Frame) -> Bool {
        if value.isNull { return true }
        frame.slots[ask] = value
        return allowed.passes(value, frame)
    }

    /// The output of the one rule that matches; nil where more must be known.
    private func single(_ frame: Frame) -> FEELValue? {
        guard table.hitPolicy == .first || table.hitPolicy == .unique else { return nil }
        var first = -1
        var count = 0
        forEachHit(frame) { rule in
            if count == 0 { first = rule }
            count += 1
            return count == 1 && table.hitPolicy == .unique
        }
        // Not `? … : nil`, which would be FEEL's null.
        guard count == 1 else { return nil }
        return output(first, frame)
    }

    /// The rules that match, in their order; only as many as the hit policy asks about.
    private func hits(_ frame: Frame) -> [Int] {
        var hits: [Int] = []
        forEachHit(frame) { rule in
            hits.append(rule)
            return table.hitPolicy != .first
        }
        return hits
    }

    /// Calls `body` with the rules that match, in their order, as long as it answers true.
    @inline(__always)
    private func forEachHit(_ frame: Frame, _ body: (Int) -> Bool) {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: inputs.count) { rows in
            for column in 0..<inputs.count {
                guard let row = index.row(of: frame.slots[inputs[column].slot], column: column) else {
                    return forEachHitSlowly(frame, body)
                }
                rows[column] = row
            }
            for word in 0..<index.words {
                var candidates = index.candidates(rows, word)
                while candidates != 0 {
                    let rule = word * 64 + candidates.trailingZeroBitCount
                    candidates &= candidates - 1
                    if matches(conditions[rule], frame), !body(rule) { return }
                }
            }
        }
    }

    /// As `forEachHit`, asking every cell.
    private func forEachHitSlowly(_ frame: Frame, _ body: (Int) -> Bool) {
        for rule in rules.indices where failures(of: rules[rule], frame).isEmpty {
            if !body(rule) { return }
        }
    }

    @inline(__always)
    private func matches(_ conditions: [Condition], _ frame: Frame) -> Bool {
        for condition in conditions {
            if condition.cell.isEvaluated { frame.slots[ask] = frame.slots[condition.slot] }
            if !condition.cell.passes(frame.slots[condition.slot], frame) { return false }
        }
        return true
    }

    /// Which cells of a rule the inputs do not pass.
    func failures(of rule: Rule, _ frame: Frame) -> [Int] {
        rule.tests.indices.filter { index in
            guard let cell = rule.tests[index] else { return false }
            let value = frame.slots[inputs[index].slot]
            frame.slots[ask] = value
            return !cell.passes(value, frame)
        }
    }

    // MARK: Results

    func result(of hits: [Int], _ frame: Frame) -> FEELValue {
        if hits.isEmpty { return otherwise(frame) }
        switch table.hitPolicy {
        case .first: return output(hits[0], frame)
        case .unique:
            if hits.count > 1 {
                let numbers = hits.map { String($0 + 1) }.joined(separator: ", ")
                return frame.evaluation.null("\(path): only one rule may match, but the rules \(numbers) do")
            }
            return output(hits[0], frame)
        case .any: return agreed(hits, frame)
        case .priority: return ordered(hits, frame).first ?? .null
        case .outputOrder: return aggregated(ordered(hits, frame), frame)
        case .ruleOrder, .collect: return aggregated(hits.map { output($0, frame) }, frame)
        }
    }

    /// No rule matches: the default outputs, or null; no item, where a table collects.
    private func otherwise(_ frame: Frame) -> FEELValue {
        if outputs.contains(where: { $0.otherwise != nil }) {
            let values = outputs.map { output in
                output.otherwise.map { output.type.coerce($0.run(frame), path, frame.evaluation) } ?? .null
            }
            return combined(values)
        }
        if table.hitPolicy.isMultiple {
            switch table.aggregation {
            case nil: return .list([])
            case .count: return .number(0)
            default: break
            }
        }
        return frame.evaluation.null("\(path): no rule of the table matches")
    }

    func output(_ rule: Int, _ frame: Frame) -> FEELValue {
        if outputs.count == 1 {
            return outputs[0].type.coerce(rules[rule].outputs[0].run(frame), path, frame.evaluation)
        }
        return combined(
            zip(rules[rule].outputs, outputs).map { code, output in
                output.type.coerce(code.run(frame), path, frame.evaluation)
            })
    }

    private func combined(_ values: [FEELValue]) -> FEELValue {
        values.count == 1 ? values[0] : .context(FEELContext(keys: names, values: values))
    }

    private func agreed(_ hits: [Int], _ frame: Frame) -> FEELValue {
        let first = output(hits[0], frame)
        for hit in hits.dropFirst() where output(hit, frame) != first {
            return frame.evaluation.null("\(path): the rules that match give different results")
        }
        return first
    }

    /// By the order of the output values, the first output first. DMN 1.5, 8.2.10.
    private func ordered(_ hits: [Int], _ frame: Frame) -> [FEELValue] {
        let results = hits.map { hit in
            let value = output(hit, frame)
            return (value: value, rank: rank(value, frame))
        }
        let order = results.indices.sorted { a, b in
            results[a].rank == results[b].rank
                ? a < b : results[a].rank.lexicographicallyPrecedes(results[b].rank)
        }
        return order.map { results[$0].value }
    }

    private func rank(_ value: FEELValue, _ frame: Frame) -> [Int] {
        outputs.map { output in
            var part = value
            if outputs.count > 1, case .context(let context) = value { part = context[output.name] ?? .null }
            frame.slots[ask] = part
            return output.allowed.firstIndex { $0.passes(part, frame) == true } ?? output.allowed.count
        }
    }

    private func aggregated(_ values: [FEELValue], _ frame: Frame) -> FEELValue {
        guard let aggregation = table.aggregation, table.hitPolicy == .collect else { return .list(values) }
        let function: String
        switch aggregation {
        case .count: return .number(values.count)
        case .sum: function = "sum"
        case .min: function = "min"
        case .max: function = "max"
        }
        return FEELFunction.builtin(function)?.call([.list(values)], frame.evaluation) ?? .null
    }
}
