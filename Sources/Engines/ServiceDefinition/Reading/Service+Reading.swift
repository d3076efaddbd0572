import FEEL
import Foundation

extension Service {
    /// What reading a folder gave: the service where there is no error, and all mistakes, warnings among them.
    public struct Reading: Sendable {
        public var service: Service?
        public var mistakes: [Mistake]
        public var errors: [Mistake] { mistakes.filter { $0.severity == .error } }
        /// Good enough to try its examples, though it may not be published.
        var draft: Service?
    }

    /// Reads a folder: `service.yaml` and what lies beside it, by paths such as `texts/fr.yaml`.
    ///
    /// Every mistake is found, not only the first. Analysis that takes longer (pages that no answer reaches, tables, examples) is
    /// `check(files:in:)`.
    public static func reading(files: [String: Data], in surroundings: Surroundings = Surroundings()) -> Reading {
        let reader = Reader(files, surroundings)
        let service = reader.read()
        let mistakes = reader.mistakes.sorted { ($0.file == "service.yaml" ? "" : $0.file, $0.line) < ($1.file == "service.yaml" ? "" : $1.file, $1.line) }
        guard var service, !mistakes.contains(where: { $0.severity == .error }) else {
            return Reading(service: nil, mistakes: mistakes, draft: reader.isBroken ? nil : service)
        }
        service.warnings = mistakes
        return Reading(service: service, mistakes: mistakes, draft: service)
    }

    /// The service of a folder; throws all `Mistakes` where there is an error.
    public static func read(files: [String: Data], in surroundings: Surroundings = Surroundings()) throws(Mistakes) -> Service {
        let reading = reading(files: files, in: surroundings)
        guard let service = reading.service else { throw Mistakes(reading.mistakes) }
        return service
    }
}

extension Reader {
    private static let sections = [
        "service", "title", "summary", "topic", "agency", "life events", "keywords", "for whom", "needed", "cost", "other ways",
        "language", "languages", "applicant", "assurance", "evidence", "eligibility", "pages", "values", "fee", "process", "clock",
        "decisions", "proposal", "outcome", "letters", "messages", "checks", "appeal", "retention", "statistics",
    ]

    func read() -> Service? {
        guard let data = files["service.yaml"] else {
            let near = files.keys.sorted().first { $0.hasSuffix("service.yml") || $0.hasSuffix("service.yaml") }
            mistake("there is no service.yaml in the folder" + (near.map { "; '\($0)' should be named service.yaml and lie at the top" } ?? ""), 0)
            return nil
        }
        let root: Item
        do {
            root = try Item.read(data, file: file)
        } catch {
            mistakes.append(error)
            return nil
        }
        let top = section(root, "the service", Reader.sections)
        if top.isEmpty { return nil }
        readLanguages(top)
        readTranslations()
        collectNames(top)
        var service = Service(key: readKey(top["service"]), language: language, languages: languages, title: Wording(""))
        readFace(top, &service)
        readEvidence(top["evidence"], &service)
        readPages(top["pages"], &service)
        readValues(top["values"], &service)
        readEligibility(top["eligibility"], &service)
        readFee(top["fee"], &service)
        readWork(top, &service)
        readLetters(top, &service)
        readOutcome(top["outcome"], &service)
        checkProcess(&service)
        readExamples(&service)
        checkTranslations()
        checkFiles()
        service.names = names
        service.models = models
        service.wordings = wordings
        service.files = files
        return service
    }

    private func readKey(_ item: Item?) -> String {
        guard let item, let key = plain(item, "service") else {
            mistake("'service' is missing: the key of the service, such as driving-licence-renewal", 1)
            return "service"
        }
        let isRight = !key.isEmpty && key.count <= 60 && key.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        if !isRight || key.hasPrefix("-") || key.hasSuffix("-") {
            mistake("'\(key.shortened)' cannot be the key of a service: small letters, digits and hyphens, 60 at most", item.line)
        }
        return key
    }

    private func readLanguages(_ top: [String: Item]) {
        if let item = top["languages"] {
            let named = texts(item, "languages")
            if named.isEmpty { mistake("languages is empty", item.line) } else { languages = named }
            for language in named where !Reader.isLanguage(language) { mistake("'\(language)' is not a language tag such as fr", item.line) }
            language = named.first ?? language
        }
        if let own = plain(top["language"], "language") {
            language = own
            languages = [own] + languages.filter { $0 != own }
        }
    }

    // MARK: What the service is

    private func readFace(_ top: [String: Item], _ service: inout Service) {
        if let title = wording(top["title"], "title") { service.title = title } else if top["title"] == nil {
            mistake("'title' is missing: what people call the service, such as Renew your driving licence", 1)
        }
        service.summary = wording(top["summary"], "summary")
        service.topic = plain(top["topic"], "topic")
        service.agency = plain(top["agency"], "agency")
        if let agency = service.agency, let known = surroundings.agencies, !known.contains(agency), let item = top["agency"] {
            mistake("there is no agency '\(agency)'" + or(didYouMean(agency, known), "; known are \(list(known))"), item.line)
        }
        service.lifeEvents = texts(top["life events"], "life events")
        service.keywords = wordings(top["keywords"], "keywords")
        service.forWhom = wordings(top["for whom"], "for whom")
        service.needed = wordings(top["needed"], "needed")
        service.costWords = wording(top["cost"], "cost")
        service.applicant = word(top["applicant"], "applicant", default: .person)
        service.assurance = word(top["assurance"], "assurance", default: .low)
        service.otherWays = otherWays(top["other ways"])
    }

    private func otherWays(_ item: Item?) -> [Service.OtherWay] {
        var ways: [Service.OtherWay] = []
        for item in item?.items ?? [] {
            for (way, _, value) in item.members {
                if let words = wording(value, "other ways.\(way)") { ways.append(.init(way: way, words: words)) }
            }
            if item.members.isEmpty, let words = wording(item, "other ways.\(ways.count + 1)") { ways.append(.init(way: "other", words: words)) }
        }
        return ways
    }

    // MARK: Evidence and eligibility

    private func readEvidence(_ item: Item?, _ service: inout Service) {
        for (name, line, value) in item?.members ?? [] {
            let keys = section(value, "evidence \(name)", ["registry", "where", "many", "purpose"])
            guard let registry = plain(keys["registry"], "evidence \(name): registry") else {
                if keys["registry"] == nil { mistake("evidence \(name): 'registry' is missing", line) }
                continue
            }
            let condition = plain(keys["where"], "evidence \(name): where")
            if condition == nil { mistake("evidence \(name): 'where' is missing: which records, such as holder = applicant.id", line) }
            if let condition, let item = keys["where"] { checkCondition(condition, registry, name, item.textLine) }
            service.evidence.append(
                .init(
                    name: name, registry: registry, condition: condition ?? "false",
                    isMany: flag(keys["many"], "evidence \(name): many", default: false),
                    purpose: wording(keys["purpose"], "evidence.\(name).purpose"), line: line))
        }
    }

    /// A registry's condition reads the registry's fields, and the applicant and earlier facts.
    private func checkCondition(_ condition: String, _ registry: String, _ name: String, _ line: Int) {
        guard let shape = surroundings.registries?.first(where: { $0.name == registry }) else { return }
        let outer = names
        for field in shape.fields {
            names.add(.init(name: field.name, type: field.type, position: 0, choices: shape.choices[field.name] ?? [], kind: "a field"))
        }
        names.close()
        _ = formula(condition, line, "evidence \(name): where", .condition, limit: 0)
        names = outer
    }

    private func readEligibility(_ item: Item?, _ service: inout Service) {
        for (index, item) in (item?.items ?? []).enumerated() {
            let about = "eligibility rule \(index + 1)"
            let keys = section(item, about, ["require", "otherwise", "words", "rule"])
            guard let require = keys["require"] else {
                mistake("\(about): 'require' is missing: what must be true", item.line)
                continue
            }
            let otherwise = wording(keys["otherwise"], "eligibility.\(index + 1).otherwise")
            if keys["otherwise"] == nil { mistake("\(about): 'otherwise' is missing: what someone is told who does not fulfil it", item.line) }
            let words = wording(keys["words"], "eligibility.\(index + 1).words")
            guard let formula = formula(require, about, .condition) else { continue }
            service.eligibility.append(
                .init(
                    name: plain(keys["rule"], "\(about): rule") ?? formula.text, require: formula, otherwise: otherwise ?? Wording(""),
                    words: words, position: formula.position, line: item.line))
        }
    }

    // MARK: Values and decisions of models

    private func readValues(_ item: Item?, _ service: inout Service) {
        var known: Set<String> = []
        let all = Set((item?.members ?? []).map(\.key))
        for (name, line, value) in item?.members ?? [] {
            var label: Wording?
            if !value.members.isEmpty { label = wording(value.member("label"), "values.\(name).label") }
            guard let source = source(value, "value \(name)", except: ["label"]) else { continue }
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
    func source(_ item: Item?, _ about: String, _ wanted: Wanted = .anything, except known: [String] = [], limit: Int = Names.afterwards - 1)
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

    // MARK: Clock, decisions, appeal

    private func readWork(_ top: [String: Item], _ service: inout Service) {
        if let item = top["process"], let text = plain(item, "process") {
            service.process = text.hasSuffix(".bpmn") ? .file(text) : .shared(text)
            if text.hasSuffix(".bpmn") { usedFiles.insert(text) }
            if text.hasSuffix(".bpmn"), files[text] == nil {
                mistake("there is no file '\(text)' in the folder" + didYouMean(text, files.keys.sorted()), item.line)
            }
            if case .shared(let name) = service.process, let known = surroundings.sharedProcesses, !known.contains(name) {
                mistake("there is no shared process '\(name)'" + or(didYouMean(name, known), "; known are \(list(known))") + "; a file of this folder ends in .bpmn", item.line)
            }
        }
        if let item = top["clock"] { service.clock = clock(item) }
        service.decisions = decisions(top["decisions"])
        service.proposal = source(top["proposal"], "proposal")
        for (index, item) in (top["checks"]?.items ?? []).enumerated() {
            if item.text != nil {
                if let words = wording(item, "checks.\(index + 1)") { service.checks.append(.init(name: words.original, words: words)) }
                continue
            }
            let keys = section(item, "check \(index + 1)", ["check", "words", "when"])
            let name = plain(keys["check"], "check") ?? "check \(index + 1)"
            let words = wording(keys["words"], "checks.\(name)") ?? wording(keys["check"], "checks.\(name)") ?? Wording(name)
            service.checks.append(.init(name: name, words: words, when: formula(keys["when"], "check \(name): when", .condition)))
        }
        if let item = top["appeal"] {
            let keys = section(item, "appeal", ["within days", "to", "words"])
            if keys["within days"] == nil { mistake("appeal: 'within days' is missing", item.line) }
            if keys["to"] == nil { mistake("appeal: 'to' is missing: who hears it", item.line) }
            service.appeal = .init(
                withinDays: number(keys["within days"], "appeal: within days", in: 1...3650) ?? 30, to: plain(keys["to"], "appeal: to") ?? "",
                words: wording(keys["words"], "appeal.words"))
        }
        if let item = top["retention"] {
            let keys = section(item, "retention", ["years", "after", "then"])
            if keys["years"] == nil { mistake("retention: 'years' is missing", item.line) }
            service.retention = .init(
                years: number(keys["years"], "retention: years", in: 0...1000) ?? 10, after: plain(keys["after"], "retention: after") ?? "decision",
                then: plain(keys["then"], "retention: then") ?? "destroy")
        }
        if let item = top["statistics"] {
            let by = section(item, "statistics", ["by"])["by"]
            service.statistics = texts(by, "statistics: by")
            let known = ["outcome", "month", "year", "district", "language", "channel"] + names.entries.map(\.name)
            for dimension in by?.items ?? [] {
                if let name = dimension.text, !known.contains(name) {
                    mistake("statistics: '\(name)' is not known" + or(didYouMean(name, known), "; known are outcome, month, year, district, language, channel and the names of questions"), dimension.line)
                }
            }
        }
    }

    private func clock(_ item: Item) -> Service.Clock {
        let keys = section(item, "clock", ["working days", "days", "pauses while", "silence means"])
        let working = number(keys["working days"], "clock: working days", in: 1...3650)
        let days = number(keys["days"], "clock: days", in: 1...3650)
        if keys["working days"] == nil && keys["days"] == nil { mistake("clock: 'working days' (or 'days') is missing", item.line) }
        let pauses = texts(keys["pauses while"], "clock: pauses while")
        return .init(days: working ?? days ?? 30, isWorkingDays: days == nil, pauses: pauses, silence: word(keys["silence means"], "clock: silence means", default: .nothing))
    }

    private func decisions(_ item: Item?) -> [Service.Decision] {
        (item?.members ?? []).map { key, line, value in
            let keys = section(value, "decision \(key)", ["title", "reasons", "letter", "approval"])
            let reasons = (keys["reasons"]?.items ?? []).enumerated().flatMap { index, item in
                item.members.isEmpty
                    ? wording(item, "decisions.\(key).reasons.\(index + 1)").map { [Service.Decision.Reason(key: "\(index + 1)", words: $0)] } ?? []
                    : item.members.compactMap { name, _, words in
                        wording(words, "decisions.\(key).reasons.\(name)").map { .init(key: name, words: $0) }
                    }
            }
            return .init(
                key: key, title: wording(keys["title"], "decisions.\(key).title") ?? Wording(key), reasons: reasons,
                letter: plain(keys["letter"], "decision \(key): letter"),
                isApproval: flag(keys["approval"], "decision \(key): approval", default: key.folded.hasPrefix("approve") || key.folded.hasPrefix("grant")), line: line)
        }
    }

    // MARK: What an approval writes

    private func readOutcome(_ item: Item?, _ service: inout Service) {
        guard let item else { return }
        let keys = section(item, "outcome", ["registry", "certificate"])
        for item in keys["registry"]?.items ?? [] { readWrite(item, &service) }
    }

    private func readWrite(_ item: Item, _ service: inout Service) {
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
            if record == nil { mistake("outcome: which record of '\(registry)' is meant? Name evidence, or a value that gives one, with 'record'", item.line) }
        } else if let name = record, names[name] == nil {
            mistake("outcome: there is no evidence or value '\(name)'" + didYouMean(name, names.entries.map(\.name)), keys["record"]?.line ?? item.line)
        }
        var set: [(String, Formula)] = []
        for (field, line, value) in keys["set"]?.members ?? [] {
            if let shape, !shape.fields.contains(where: { $0.name == field }) {
                mistake("outcome: the registry '\(registry)' has no field '\(field)'" + or(didYouMean(field, shape.fields.map(\.name)), "; it has \(list(shape.fields.map(\.name)))"), line)
            }
            if let formula = formula(value, "outcome: \(field)", limit: .max) { set.append((field, formula)) }
        }
        service.registryWrites.append(
            .init(
                action: action, registry: registry, record: record, set: set, when: formula(keys["when"], "outcome: when", .condition, limit: .max),
                after: plain(keys["after"], "outcome: after") ?? service.decisions.first { $0.isApproval }?.key ?? "approve", line: item.line))
    }

    func shape(_ registry: String, _ line: Int, _ about: String) -> RegistryShape? {
        guard let known = surroundings.registries else { return nil }
        if let shape = known.first(where: { $0.name == registry }) { return shape }
        mistake("\(about): there is no registry '\(registry)'" + or(didYouMean(registry, known.map(\.name)), "; known are \(list(known.map(\.name)))"), line)
        return nil
    }
}
