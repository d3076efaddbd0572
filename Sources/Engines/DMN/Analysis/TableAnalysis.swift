import FEEL

/// Examines one decision table.
struct TableAnalysis {
    private let syntax: TableSyntax
    private let columns: [Column]
    private let boxes: [RuleBox]
    private(set) var findings: [Finding] = []

    /// How many gaps are shown.
    static let maxGaps = 10

    init(_ syntax: TableSyntax) {
        self.syntax = syntax
        columns = syntax.inputs.indices.map { index in
            Column(syntax.inputs[index], tests: syntax.rules.map { $0.tests[index] })
        }
        boxes = TableAnalysis.boxes(syntax, columns)
        checkCells()
        checkOutputs()
        checkOverlaps()
        checkMasked()
        checkGaps()
    }

    /// An input whose values cannot be divided counts as one region.
    private static func boxes(_ syntax: TableSyntax, _ columns: [Column]) -> [RuleBox] {
        syntax.rules.enumerated().map { number, rule in
            var isPartial = false
            let sets = zip(columns, rule.tests).map { column, tests in
                let count = max(1, column.samples.count)
                guard let tests else { return RegionSet.all(count) }
                guard !column.samples.isEmpty, let tester = Tester(tests) else {
                    isPartial = true
                    return RegionSet.all(count)
                }
                var set = RegionSet(count: count)
                for (region, sample) in column.samples.enumerated() where tester.passes(sample) { set.insert(region) }
                return set
            }
            return RuleBox(number: number, columns: sets, isPartial: isPartial)
        }
    }

    private var policy: DecisionTable.HitPolicy { syntax.table.hitPolicy }

    private mutating func add(_ kind: Finding.Kind, _ rules: [Int], _ message: String, at point: [Int]? = nil) {
        let example = point.map { point in
            zip(columns, point).compactMap { column, region in
                column.samples.isEmpty
                    ? nil : Trace.Named(name: column.label, value: column.samples[region].literal)
            }
        }
        findings.append(
            Finding(
                kind: kind, table: syntax.path, rules: rules.map { $0 + 1 }, message: message, example: example ?? []))
    }

    // MARK: Cells

    private mutating func checkCells() {
        for (number, rule) in syntax.rules.enumerated() {
            for (index, tests) in rule.tests.enumerated() {
                guard let tests else { continue }
                checkCell(number, index, tests)
            }
        }
        for box in boxes where box.isPartial {
            add(
                .notAnalysed, [box.number],
                "rule \(box.number + 1) has cells that depend on other values; it may match there")
        }
    }

    private mutating func checkCell(_ number: Int, _ index: Int, _ tests: (negated: Bool, tests: [Syntax])) {
        let column = columns[index]
        let type = syntax.inputs[index].type
        let cell = "rule \(number + 1), \(column.label)"
        let text = normalized(syntax.table.rules[number].tests[index])
        for value in tests.tests.flatMap({ Column.constants(in: $0) })
        where tests.tests.allSatisfy({ $0.mentionsNoValue }) {
            if !type.resolved.contains(value) {
                add(
                    .typeMismatch, [number],
                    "\(cell): \(value.literal) is \(value.kind), but the input is of type \(type)")
            } else if !column.allows(value) || !type.contains(value),
                tests.tests.contains(where: { $0.constant == value })
            {
                add(.notAllowed, [number], "\(cell): \(value.literal) is not among the allowed values")
            }
        }
        if boxes[number].columns[index].isEmpty {
            add(
                .unreachable, [number],
                "rule \(number + 1) can never match: no value of \(column.label) passes '\(text)'")
        }
    }

    private mutating func checkOutputs() {
        for (number, rule) in syntax.rules.enumerated() {
            for (output, result) in zip(syntax.outputs, rule.outputs) {
                guard let value = result.constant, !value.isNull else { continue }
                if output.type.resolved.coerce(value) == nil {
                    add(
                        .typeMismatch, [number],
                        "rule \(number + 1): the result \(value.literal) is \(value.kind), but \(output.name) is of type \(output.type)"
                    )
                    continue
                }
                let isListed = output.allowed.isEmpty || Tester((false, output.allowed))?.passes(value) ?? true
                if !isListed || output.type.coerce(value) == nil {
                    add(
                        .notAllowed, [number],
                        "rule \(number + 1): the result \(value.literal) is not among the allowed values")
                }
            }
        }
    }

    // MARK: Rules against each other

    private mutating func checkOverlaps() {
        guard policy == .unique || policy == .any else { return }
        for (index, box) in boxes.enumerated() where !box.isEmpty {
            for other in boxes[(index + 1)...] where !other.isEmpty && !box.isPartial && !other.isPartial {
                guard let point = box.common(other) else { continue }
                if policy == .any && sameResult(box.number, other.number) { continue }
                let rules = "the rules \(box.number + 1) and \(other.number + 1) both match"
                let why = policy == .any ? ", with different results" : ", but only one may (hit policy U)"
                add(.overlap, [box.number, other.number], rules + why, at: point)
                if findings.count > 500 { return }
            }
        }
    }

    private func sameResult(_ a: Int, _ b: Int) -> Bool {
        syntax.table.rules[a].outputs.map(normalized) == syntax.table.rules[b].outputs.map(normalized)
            || zip(syntax.rules[a].outputs, syntax.rules[b].outputs).allSatisfy { x, y in
                x.constant.map { $0 == y.constant } ?? false
            }
    }

    /// Rules that others always come before: earlier ones for F, those of a higher output for P, any for U.
    private mutating func checkMasked() {
        var cover = Cover(sizes: columns.map { max(1, $0.samples.count) })
        for box in boxes where !box.isEmpty {
            let before: [RuleBox]
            switch policy {
            case .first: before = boxes.filter { $0.number < box.number }
            case .priority: before = boxes.filter { comesBefore($0.number, box.number) }
            case .unique: before = boxes.filter { $0.number != box.number }
            default: continue
            }
            let solid = before.filter { !$0.isPartial && $0.common(box) != nil }
            if solid.isEmpty { continue }
            if cover.uncovered(box.columns, solid, limit: 1).isEmpty, !cover.isExhausted {
                let others = solid.map { String($0.number + 1) }.joined(separator: ", ")
                add(
                    .masked, [box.number],
                    "rule \(box.number + 1) never counts: wherever it matches, rule \(others) does too",
                    at: box.columns.map { $0.first ?? 0 })
            }
        }
    }

    /// Whether the outputs of one rule rank above those of another.
    private func comesBefore(_ a: Int, _ b: Int) -> Bool {
        func rank(_ rule: Int) -> [Int]? {
            var ranks: [Int] = []
            for (output, result) in zip(syntax.outputs, syntax.rules[rule].outputs) {
                guard let value = result.constant else { return nil }
                ranks.append(output.allowed.firstIndex { Tester((false, [$0]))?.passes(value) ?? false } ?? .max)
            }
            return ranks
        }
        guard let first = rank(a), let second = rank(b) else { return false }
        return first == second ? a < b : first.lexicographicallyPrecedes(second)
    }

    private mutating func checkGaps() {
        let hasDefault = syntax.outputs.contains { $0.otherwise != nil }
        if hasDefault || policy.isMultiple || columns.isEmpty { return }
        let sizes = columns.map { max(1, $0.samples.count) }
        var cover = Cover(sizes: sizes)
        let gaps = cover.uncovered(
            sizes.map { RegionSet.all($0) }, boxes.filter { !$0.isEmpty }, limit: TableAnalysis.maxGaps)
        for gap in gaps { add(.gap, [], "no rule matches", at: gap) }
        if cover.isExhausted {
            add(.notAnalysed, [], "the table is too large to be searched for all gaps")
        }
    }
}

extension Syntax {
    /// Whether a test is made of plain values, ranges and lists, not of a condition on `?`.
    fileprivate var mentionsNoValue: Bool { !mentions("?") }
}
