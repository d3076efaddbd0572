import DMN
import FEEL

/// Fees, and decisions of models.
extension Reader {
    func readFee(_ item: Item?, _ service: inout Service) {
        guard let item, !item.isNull else { return }
        var keys: [String: Item] = [:]
        var lines: [Service.Fee.Line] = []
        switch item.content {
        case .scalar: if let line = line(item, 1, [:]) { lines.append(line) }
        case .list(let items): lines = items.enumerated().compactMap { line($1, $0 + 1, [:]) }
        default:
            keys = section(item, "fee", ["lines", "due", "within days", "label", "amount", "decision", "with", "when"])
            if let some = keys["lines"] {
                lines = some.items.enumerated().compactMap { line($1, $0 + 1, [:]) }
            } else if let line = line(item, 1, keys) {
                lines.append(line)
            }
        }
        service.fee = .init(
            lines: lines, due: word(keys["due"], "fee: due", default: .atSubmission),
            withinDays: number(keys["within days"], "fee: within days", in: 0...3650),
            line: item.line)
    }

    private func line(_ item: Item, _ number: Int, _ known: [String: Item]) -> Service.Fee.Line? {
        let about = "fee line \(number)"
        let path = "fee.\(number).label"
        let standard = Wording(
            "Fee", path: path, translations: ["fr": "Frais", "ar": "الرسم", "de": "Gebühr", "es": "Tasa"])
        if item.text != nil {
            return formula(item, about, .number).map { .init(label: standard, amount: .formula($0)) }
        }
        let keys = known.isEmpty ? section(item, about, ["label", "amount", "decision", "with", "when"]) : known
        let label = wording(keys["label"], path) ?? standard
        let when = formula(keys["when"], "\(about): when", .condition)
        if let decision = keys["decision"], let text = decision.text {
            return call(text, keys["with"], decision.line, about).map {
                .init(label: label, amount: .decision($0), when: when)
            }
        }
        guard let amount = keys["amount"] else {
            mistake("\(about): 'amount' (a formula) or 'decision' (file.dmn#Name) is missing", item.line)
            return nil
        }
        return source(amount, about, .number).map { .init(label: label, amount: $0, when: when) }
    }

    /// `fee.dmn#Renewal fee`, with what gives the model's inputs their values.
    func call(_ text: String, _ with: Item?, _ line: Int, _ about: String, _ limit: Int = Names.afterwards - 1)
        -> Service.DecisionCall?
    {
        let parts = text.split(separator: "#", maxSplits: 1).map { String($0).trimmed }
        guard let file = parts.first, let model = model(file, line, about) else { return nil }
        let wanted = parts.count > 1 ? parts[1] : model.decisions.count == 1 ? model.decisions[0] : ""
        guard let decision = model.definitions.decisions.first(where: { $0.name == wanted }) else {
            let which =
                wanted.isEmpty
                ? "say which decision of '\(file)' is meant, as \(file)#Name" : "'\(file)' has no decision '\(wanted)'"
            mistake(
                "\(about): \(which)" + or(didYouMean(wanted, model.decisions), "; it has \(list(model.decisions))"),
                line)
            return nil
        }
        var given: [String: Formula] = [:]
        let inputs = Reader.inputs(of: decision, model)
        for (name, line, value) in with?.members ?? [] {
            if !inputs.contains(name) {
                mistake(
                    "\(about): '\(wanted)' reads no '\(name)'"
                        + or(didYouMean(name, inputs), "; it reads \(list(inputs))"), line)
            }
            given[name] = formula(value, "\(about): \(name)", limit: limit)
            if given[name] == nil { return nil }
        }
        var values: [(String, Formula)] = []
        for input in inputs {
            if let formula = given[input] {
                values.append((input, formula))
            } else if let name = names.entries.first(where: { $0.name == input })
                ?? names.entries.first(where: { $0.name.folded == input.folded })
            {
                if let formula = formula(name.name, line, "\(about): \(input)", limit: limit) {
                    values.append((input, formula))
                }
            } else {
                mistake(
                    "\(about): '\(file)' reads '\(input)', which is not known here"
                        + or(didYouMean(input, names.entries.map(\.name)), "")
                        + "; say what it is with 'with: { \(input): … }'", line)
            }
        }
        return .init(file: file, decision: decision.name, inputs: values, line: line)
    }

    /// The data that a decision and those it requires read.
    private static func inputs(of decision: Definitions.Decision, _ model: DecisionModel) -> [String] {
        var found: [String] = []
        var seen: Set<String> = []
        func id(_ reference: String) -> String { String(reference.split(separator: "#").last ?? "") }
        func visit(_ decision: Definitions.Decision) {
            guard seen.insert(decision.id).inserted else { return }
            for reference in decision.requiredInputs {
                if let input = model.definitions.inputs.first(where: { $0.id == id(reference) }),
                    !found.contains(input.name)
                {
                    found.append(input.name)
                }
            }
            for reference in decision.requiredDecisions {
                if let other = model.definitions.decisions.first(where: { $0.id == id(reference) }) { visit(other) }
            }
        }
        visit(decision)
        return found
    }

    func model(_ file: String, _ line: Int, _ about: String) -> DecisionModel? {
        usedFiles.insert(file)
        if let model = models[file] { return model }
        guard let data = files[file] else {
            mistake("\(about): there is no file '\(file)' in the folder" + didYouMean(file, files.keys.sorted()), line)
            return nil
        }
        do {
            let model = try DecisionModel(xml: data) { [files] in
                $0.location.flatMap { files[$0] }
            }
            for problem in model.problems {
                let text = "\(problem.element): \(problem.message)"
                if problem.severity == .error { mistake(text, 0, file: file) } else { warning(text, 0, file: file) }
            }
            for finding in model.analyse() where finding.kind != .notAnalysed {
                let text = "table \(finding.description)"
                if finding.kind == .masked {
                    warning(text, 0, file: file)
                } else {
                    mistake(text, 0, file: file, isLight: true)
                }
            }
            models[file] = model
            return model
        } catch {
            mistake(error.message, error.line ?? 0, file: file)
            return nil
        }
    }
}
