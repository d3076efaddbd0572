import FEEL

/// How a case is decided, and what comes of it.
extension Reader {
    func readWork(_ top: [String: Item], _ service: inout Service) {
        if let item = top["process"], let text = plain(item, "process") {
            service.process = text.hasSuffix(".bpmn") ? .file(text) : .shared(text)
            if text.hasSuffix(".bpmn") { usedFiles.insert(text) }
            if text.hasSuffix(".bpmn"), files[text] == nil {
                mistake("there is no file '\(text)' in the folder" + didYouMean(text, files.keys.sorted()), item.line)
            }
            if case .shared(let name) = service.process, let known = surroundings.sharedProcesses, !known.contains(name)
            {
                mistake(
                    "there is no shared process '\(name)'" + or(didYouMean(name, known), "; known are \(list(known))")
                        + "; a file of this folder ends in .bpmn", item.line)
            }
        }
        if let item = top["clock"] { service.clock = clock(item) }
        service.decisions = decisions(top["decisions"])
        service.proposal = source(top["proposal"], "proposal")
        for (index, item) in (top["checks"]?.items ?? []).enumerated() {
            if item.text != nil {
                if let words = wording(item, "checks.\(index + 1)") {
                    service.checks.append(.init(name: words.original, words: words))
                }
                continue
            }
            let keys = section(item, "check \(index + 1)", ["check", "words", "when"])
            let name = plain(keys["check"], "check") ?? "check \(index + 1)"
            let words =
                wording(keys["words"], "checks.\(name)") ?? wording(keys["check"], "checks.\(name)") ?? Wording(name)
            service.checks.append(
                .init(name: name, words: words, when: formula(keys["when"], "check \(name): when", .condition)))
        }
        if let item = top["appeal"] {
            let keys = section(item, "appeal", ["within days", "to", "words"])
            if keys["within days"] == nil { mistake("appeal: 'within days' is missing", item.line) }
            if keys["to"] == nil { mistake("appeal: 'to' is missing: who hears it", item.line) }
            service.appeal = .init(
                withinDays: number(keys["within days"], "appeal: within days", in: 1...3650) ?? 30,
                to: plain(keys["to"], "appeal: to") ?? "",
                words: wording(keys["words"], "appeal.words"))
        }
        if let item = top["retention"] {
            let keys = section(item, "retention", ["years", "after", "then"])
            if keys["years"] == nil { mistake("retention: 'years' is missing", item.line) }
            service.retention = .init(
                years: number(keys["years"], "retention: years", in: 0...1000) ?? 10,
                after: plain(keys["after"], "retention: after") ?? "decision",
                then: plain(keys["then"], "retention: then") ?? "destroy")
        }
        if let item = top["statistics"] {
            let by = section(item, "statistics", ["by"])["by"]
            service.statistics = texts(by, "statistics: by")
            let known = ["outcome", "month", "year", "district", "language", "channel"] + names.entries.map(\.name)
            for dimension in by?.items ?? [] {
                if let name = dimension.text, !known.contains(name) {
                    mistake(
                        "statistics: '\(name)' is not known"
                            + or(
                                didYouMean(name, known),
                                "; known are outcome, month, year, district, language, channel and the names of questions"
                            ), dimension.line)
                }
            }
        }
    }

    func clock(_ item: Item) -> Service.Clock {
        let keys = section(item, "clock", ["working days", "days", "pauses while", "silence means"])
        let working = number(keys["working days"], "clock: working days", in: 1...3650)
        let days = number(keys["days"], "clock: days", in: 1...3650)
        if keys["working days"] == nil && keys["days"] == nil {
            mistake("clock: 'working days' (or 'days') is missing", item.line)
        }
        let pauses = texts(keys["pauses while"], "clock: pauses while")
        return .init(
            days: working ?? days ?? 30, isWorkingDays: days == nil, pauses: pauses,
            silence: word(keys["silence means"], "clock: silence means", default: .nothing))
    }

    func decisions(_ item: Item?) -> [Service.Decision] {
        (item?.members ?? []).map { key, line, value in
            let keys = section(value, "decision \(key)", ["title", "reasons", "letter", "approval"])
            let reasons = (keys["reasons"]?.items ?? []).enumerated().flatMap { index, item in
                item.members.isEmpty
                    ? wording(item, "decisions.\(key).reasons.\(index + 1)").map {
                        [Service.Decision.Reason(key: "\(index + 1)", words: $0)]
                    } ?? []
                    : item.members.compactMap { name, _, words in
                        wording(words, "decisions.\(key).reasons.\(name)").map { .init(key: name, words: $0) }
                    }
            }
            return .init(
                key: key, title: wording(keys["title"], "decisions.\(key).title") ?? Wording(key), reasons: reasons,
                letter: plain(keys["letter"], "decision \(key): letter"),
                isApproval: flag(
                    keys["approval"], "decision \(key): approval",
                    default: key.folded.hasPrefix("approve") || key.folded.hasPrefix("grant")), line: line)
        }
    }

    // MARK: What an approval writes

    func readOutcome(_ item: Item?, _ service: inout Service) {
        guard let item else { return }
        let keys = section(item, "outcome", ["registry", "certificate"])
        for item in keys["registry"]?.items ?? [] { readWrite(item, &service) }
    }

    func readWrite(_ item: Item, _ service: inout Service) {
        let keys = section(item, "outcome: registry", ["create", "update", "end", "record", "set", "when", "after"])
        guard let action = Service.RegistryWrite.Action.allCases.first(where: { keys[$0.rawValue] != nil }),
            let registry = plain(keys[action.rawValue], "outcome: registry")
        else {
            mistake("outcome: say 'create', 'update' or 'end' with the name of a registry", item.line)
            return
        }
        let shape = shape(registry, keys[action.rawValue]?.line ?? item.line, "outcome")
        var record = plain(keys["record"], "outcome: record")
        if action != .create, record == nil {
            let candidates = service.evidence.filter { $0.registry == registry && !$0.isMany }
            record = candidates.first?.name
            if record == nil {
                mistake(
                    "outcome: which record of '\(registry)' is meant? Name evidence, or a value that gives one, with 'record'",
                    item.line)
            }
        } else if let name = record, names[name] == nil {
            mistake(
                "outcome: there is no evidence or value '\(name)'" + didYouMean(name, names.entries.map(\.name)),
                keys["record"]?.line ?? item.line)
        }
        var set: [(String, Formula)] = []
        for (field, line, value) in keys["set"]?.members ?? [] {
            if let shape, !shape.fields.contains(where: { $0.name == field }) {
                mistake(
                    "outcome: the registry '\(registry)' has no field '\(field)'"
                        + or(didYouMean(field, shape.fields.map(\.name)), "; it has \(list(shape.fields.map(\.name)))"),
                    line)
            }
            if let formula = formula(value, "outcome: \(field)", limit: .max) { set.append((field, formula)) }
        }
        service.registryWrites.append(
            .init(
                action: action, registry: registry, record: record, set: set,
                when: formula(keys["when"], "outcome: when", .condition, limit: .max),
                after: after(keys["after"], service), line: item.line))
    }

    /// The decisions after which something is written: those named, or all that are in favour.
    private func after(_ item: Item?, _ service: Service) -> [String] {
        let known = service.decisions.map(\.key)
        let named = texts(item, "outcome: after")
        for key in named where !known.contains(key) {
            mistake(
                "outcome: there is no decision '\(key)'" + or(didYouMean(key, known), "; there are \(list(known))"),
                item?.line ?? 1)
        }
        if !named.isEmpty { return named }
        let approvals = service.decisions.filter(\.isApproval).map(\.key)
        return approvals.isEmpty ? ["approve"] : approvals
    }

    func shape(_ registry: String, _ line: Int, _ about: String) -> RegistryShape? {
        guard let known = surroundings.registries else { return nil }
        if let shape = known.first(where: { $0.name == registry }) { return shape }
        mistake(
            "\(about): there is no registry '\(registry)'"
                + or(didYouMean(registry, known.map(\.name)), "; known are \(list(known.map(\.name)))"), line)
        return nil
    }
}
