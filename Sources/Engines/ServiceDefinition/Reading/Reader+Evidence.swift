import FEEL

/// What registries know already, and who is entitled.
extension Reader {
    func readEvidence(_ item: Item?, _ service: inout Service) {
        let all = item?.members ?? []
        for (name, line, value) in all {
            let keys = section(value, "evidence \(name)", ["registry", "where", "many", "purpose"])
            guard let registry = plain(keys["registry"], "evidence \(name): registry") else {
                if keys["registry"] == nil { mistake("evidence \(name): 'registry' is missing", line) }
                continue
            }
            let condition = plain(keys["where"], "evidence \(name): where")
            if condition == nil {
                mistake("evidence \(name): 'where' is missing: which records, such as holder = applicant.id", line)
            }
            if let condition, let item = keys["where"] {
                let later = (all.map(\.key).drop { $0 != name }).map { $0 }
                checkCondition(condition, registry, name, item.textLine, later)
            }
            service.evidence.append(
                .init(
                    name: name, registry: registry, condition: condition ?? "false",
                    isMany: flag(keys["many"], "evidence \(name): many", default: false),
                    purpose: wording(keys["purpose"], "evidence.\(name).purpose"), line: line))
        }
    }

    /// A registry's condition reads the registry's fields, and the applicant and earlier facts.
    func checkCondition(_ condition: String, _ registry: String, _ name: String, _ line: Int, _ later: [String]) {
        guard let shape = surroundings.registries?.first(where: { $0.name == registry }) else { return }
        let outer = names
        for field in shape.fields {
            names.add(
                .init(
                    name: field.name, type: field.type, position: 0, choices: shape.choices[field.name] ?? [],
                    kind: "a field"))
        }
        names.close()
        let formula = formula(condition, line, "evidence \(name): where", .condition, limit: 0)
        names = outer
        let fields = shape.fields.map(\.name)
        for read in formula?.reads ?? [] where later.contains(read) && !fields.contains(read) {
            mistake("evidence \(name): '\(read)' is looked up only later; evidence above it can be used", line)
        }
    }

    func readEligibility(_ item: Item?, _ service: inout Service) {
        for (index, item) in (item?.items ?? []).enumerated() {
            let about = "eligibility rule \(index + 1)"
            let keys = section(item, about, ["require", "otherwise", "words", "rule"])
            guard let require = keys["require"] else {
                mistake("\(about): 'require' is missing: what must be true", item.line)
                continue
            }
            let otherwise = wording(keys["otherwise"], "eligibility.\(index + 1).otherwise")
            if keys["otherwise"] == nil {
                mistake("\(about): 'otherwise' is missing: what someone is told who does not fulfil it", item.line)
            }
            let words = wording(keys["words"], "eligibility.\(index + 1).words")
            guard let formula = formula(require, about, .condition) else { continue }
            service.eligibility.append(
                .init(
                    name: plain(keys["rule"], "\(about): rule") ?? formula.text, require: formula,
                    otherwise: otherwise ?? Wording(""),
                    words: words, position: formula.position, line: item.line))
        }
    }
}
