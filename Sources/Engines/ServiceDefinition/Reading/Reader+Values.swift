import FEEL

/// What follows from answers and evidence.
extension Reader {
    func readValues(_ item: Item?, _ service: inout Service) {
        var known: Set<String> = []
        let all = Set((item?.members ?? []).map(\.key))
        for (name, line, value) in item?.members ?? [] {
            var label: Wording?
            if !value.members.isEmpty { label = wording(value.member("label"), "values.\(name).label") }
            guard let source = source(value, "value \(name)", except: ["label"]) else {
                known.insert(name)
                continue
            }
            let reads = formulas(source)
            for formula in reads {
                for read in formula.reads where all.contains(read) && !known.contains(read) {
                    mistake("value \(name): '\(read)' is computed further down; move it above '\(name)'", line)
                }
            }
            known.insert(name)
            let position = reads.map { $0.reads.compactMap { names[$0]?.position }.max() ?? 0 }.max() ?? 0
            names.setPosition(position, of: name)
            service.values.append(.init(name: name, source: source, label: label, position: position, line: line))
        }
    }

    func formulas(_ source: Service.Source) -> [Formula] {
        switch source {
        case .formula(let formula): [formula]
        case .decision(let call): call.inputs.map(\.value)
        }
    }

    /// A formula, or `{ decision: fee.dmn#Renewal fee, with: { Age: … } }`.
    func source(
        _ item: Item?, _ about: String, _ wanted: Wanted = .anything, except known: [String] = [],
        limit: Int = Names.afterwards - 1
    )
        -> Service.Source?
    {
        guard let item, !item.isNull else { return nil }
        guard case .map = item.content else { return formula(item, about, wanted, limit: limit).map { .formula($0) } }
        let keys = section(item, about, ["decision", "with", "formula"] + known)
        if let text = keys["formula"] { return formula(text, about, wanted, limit: limit).map { .formula($0) } }
        guard let decision = keys["decision"], let text = decision.text else {
            mistake("\(about): give a formula, or 'decision: file.dmn#Name of the decision'", item.line)
            return nil
        }
        return call(text, keys["with"], decision.line, about, limit).map { .decision($0) }
    }
}
