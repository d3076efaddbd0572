import Base
import BuildingBlock
import Journal
import Store
import Web

/// Forms that make, change, correct and end records. Each asks from when, and why.
extension OfficePages {
    func declareChanges(_ routes: inout Routes) {
        let change = RegistryPermissions.change
        routes.get(officer: "/office/registries/:registry/new", permission: change) { call in
            try await newPage(call, nil, [])
        }
        routes.post(officer: "/office/registries/:registry/new", permission: change, newSent)
        routes.post(officer: "/office/registries/:registry/records/:id/change", permission: change, changeSent)
    }

    // MARK: A new record

    private func newPage(_ call: Call<Officer>, _ typed: Form?, _ mistakes: [FieldMistake]) async throws -> Reply {
        let (definition, rights) = try definition(call)
        guard rights.mayCreate else { throw Problem.notFound }
        let words = RecordWords(desk, in: call.language)
        let own = definition.identifies == nil ? Set<String>() : Set(definition.about)
        let form = RecordForm(
            definition: definition, words: words, names: Set(definition.fields.map(\.name)).subtracting(own))
        let fields =
            form.questions(values: [:], typed: typed, mistakes: mistakes)
            + [dayQuestion("from", words.text("form.from"), typed, call.now, mistakes), reason(words, typed, mistakes)]
        let title = words.text("new.title", ["record": .text(definition.recordTitle(in: call.language))])
        return asking(
            title, definition, words, fields, [UI.Button(words.text("new.save"))], [], mistakes, action: call.input.path
        )
    }

    private func newSent(_ call: Call<Officer>) async throws -> Reply {
        let (definition, rights) = try definition(call)
        guard rights.mayCreate else { throw Problem.notFound }
        let typed = try await call.input.form()
        let words = RecordWords(desk, in: call.language)
        let own = definition.identifies == nil ? Set<String>() : Set(definition.about)
        let names = Set(definition.fields.map(\.name)).subtracting(own)
        let asked = dayAndReason(typed)
        let desk = desk
        do {
            let id = try await database.write { tx -> Identifier<RegistryRecord> in
                let form = RecordForm(definition: definition, words: words, names: names)
                let read = try form.values(typed, at: call.now, in: tx)
                guard (read.mistakes + asked.mistakes).isEmpty, let from = asked.from else {
                    throw RegistryError.refused(read.mistakes + asked.mistakes)
                }
                let change = self.change(call, rights, asked.reason)
                return try desk.create(in: definition.key, read.values, valid: Period(from: from), by: change, in: tx)
                    .id
            }
            return .redirect(to: address(definition, id))
        } catch RegistryError.refused(let mistakes) {
            return try await newPage(call, typed, mistakes)
        }
    }

    // MARK: A change, a correction, an end

    private func changeSent(_ call: Call<Officer>) async throws -> Reply {
        let typed = try await call.input.form()
        guard let kind = typed["kind"].flatMap(ChangeKind.init(rawValue:)), kind != .created else {
            throw Problem.notFound
        }
        let (definition, rights) = try definition(call)
        guard may(kind, rights) else { throw Problem.notFound }
        let asked = LookForm(typed)
        guard asked.purpose(in: definition) != nil else { return try await purposePage(call, asked, mistaken: true) }
        guard typed["step"] == "save" else { return try await changePage(call, kind, asked, nil, []) }
        do {
            try await apply(call, kind, typed, definition, rights)
            return try await show(call, asked, done: kind.rawValue)
        } catch RegistryError.refused(let mistakes) {
            return try await changePage(call, kind, asked, typed, mistakes)
        } catch RegistryError.notInForce {
            let mistake = FieldMistake("from", .constraint(said("form.not-in-force")))
            return try await changePage(call, kind, asked, typed, [mistake])
        } catch RegistryError.nothingChanged {
            let mistake = FieldMistake(nil, .constraint(said("form.nothing")))
            return try await changePage(call, kind, asked, typed, [mistake])
        }
    }

    private func may(_ kind: ChangeKind, _ rights: RegistryRights) -> Bool {
        switch kind {
        case .changed: !rights.change.isEmpty
        case .corrected: rights.mayCorrect
        case .ended, .created: rights.mayCreate
        }
    }

    /// What may be changed; a correction reaches every field that may be seen, save who identified people are.
    private func names(_ kind: ChangeKind, _ definition: RegistryDefinition, _ rights: RegistryRights) -> Set<String> {
        switch kind {
        case .changed: rights.change
        case .corrected: rights.read.subtracting(definition.identifies == nil ? [] : definition.about)
        case .ended, .created: []
        }
    }

    private func apply(
        _ call: Call<Officer>, _ kind: ChangeKind, _ typed: Form, _ definition: RegistryDefinition,
        _ rights: RegistryRights
    ) async throws {
        let id = try call.identifier("id", of: RegistryRecord.self)
        let asked = dayAndReason(typed)
        let form = RecordForm(
            definition: definition, words: RecordWords(desk, in: call.language), names: names(kind, definition, rights))
        let desk = desk
        let change = change(call, rights, asked.reason)
        let until = DateFieldReader(typed, "until")
        try await database.write { tx in
            guard try RecordStore.registry(of: id, tx) == definition.key else { throw RegistryError.unknownRecord }
            var (values, mistakes) = try form.values(typed, at: call.now, in: tx)
            mistakes += asked.mistakes
            guard mistakes.isEmpty, let from = asked.from else { throw RegistryError.refused(mistakes) }
            switch kind {
            case .ended: try desk.end(id, from: from, by: change, in: tx)
            case .changed:
                values = try self.changed(values, id, at: from, tx)
                try desk.change(id, set: values, from: from, by: change, in: tx)
            case .corrected, .created:
                values = try self.changed(values, id, at: from, tx)
                let end = until.date.map { self.zone.startOfDay($0.adding(days: 1)) } ?? .endless
                try desk.correct(id, set: values, during: Period(from: from, until: end), by: change, in: tx)
            }
        }
    }

    /// Only what differs: what is planned for later in other fields stays as it is.
    private func changed(
        _ values: [String: JSON], _ id: Identifier<RegistryRecord>, at from: Instant, _ tx: any ReadTransaction
    ) throws -> [String: JSON] {
        guard let before = try RecordStore.version(id, AsOf(valid: from), tx) else { throw RegistryError.notInForce }
        let different = values.filter { (before.values[$0.key] ?? .null) != $0.value }
        if different.isEmpty { throw RegistryError.nothingChanged }
        return different
    }

    private func changePage(
        _ call: Call<Officer>, _ kind: ChangeKind, _ asked: LookForm, _ typed: Form?, _ mistakes: [FieldMistake]
    ) async throws -> Reply {
        let (definition, rights) = try definition(call)
        let id = try call.identifier("id", of: RegistryRecord.self)
        guard let purpose = asked.purpose(in: definition) else { throw RegistryError.purposeMissing }
        let desk = desk
        let look = look(call, rights, purpose)
        let names = names(kind, definition, rights)
        let shown = try await database.write { tx -> (record: RegistryRecord, typable: [String: JSON]) in
            guard let record = try desk.record(id, of: definition.key, look, in: tx) else {
                throw RegistryError.unknownRecord
            }
            return (record, try desk.typable(record, at: call.now, in: tx))
        }
        let words = RecordWords(desk, in: call.language)
        let form = RecordForm(definition: definition, words: words, names: names)
        var fields = form.questions(values: shown.typable, typed: typed, mistakes: mistakes)
        let label = words.text(kind == .ended ? "form.ends" : "form.from")
        fields.append(
            dayQuestion("from", label, typed, kind == .corrected ? shown.record.valid.from : call.now, mistakes))
        if kind == .corrected {
            let question = UI.Question(
                "until", words.text("form.until"), hint: words.text("form.until-hint"), optional: true)
            fields.append(
                typed.map { UI.DateField(question, typed: DateFieldReader($0, "until")) } ?? UI.DateField(question, nil)
            )
        }
        fields.append(reason(words, typed, mistakes))
        let title = words.text("change.\(kind.rawValue)", ["record": .text(words.title(shown.record))])
        let hidden = asked.hidden + [UI.HiddenField("kind", kind.rawValue), UI.HiddenField("step", "save")]
        let button = UI.Button(words.text("change.save-\(kind.rawValue)"), kind == .ended ? .destructive : .primary)
        return asking(title, definition, words, fields, [button], hidden, mistakes, action: call.input.path)
    }

    // MARK: Parts of these forms

    private var zone: Zone { desk.platform.jurisdiction.calendar.zone }

    private func change(_ call: Call<Officer>, _ rights: RegistryRights, _ reason: String) -> RecordChange {
        RecordChange(
            by: .person(Identifier(call.caller.person.account)), for: rights.agency, at: call.now, reason: reason)
    }

    private func asking(
        _ title: String, _ definition: RegistryDefinition, _ words: RecordWords, _ fields: [any Web.Field],
        _ buttons: [UI.Button],
        _ hidden: [UI.HiddenField], _ mistakes: [FieldMistake], action: String
    ) -> Reply {
        let named = Set(fields.map(\.question.name))
        let elsewhere = mistakes.filter { mistake in
            guard let field = mistake.field else { return true }
            return !named.contains(definition.field(field)?.input ?? field)
        }
        let form = UI.Form(
            action: action, fields: fields, buttons: buttons, hidden: hidden,
            problems: elsewhere.map { mistake in
                let label = mistake.field.flatMap { definition.field($0)?.label(in: words.language) }
                return [label, words.mistake(mistake, definition)].compactMap { $0 }.joined(separator: ": ")
            })
        let page = UI.QuestionPage(
            title: title, caption: definition.title(in: words.language), back: address(definition), form: form)
        return .page(page.page(status: mistakes.isEmpty ? 200 : 422))
    }

    private func dayQuestion(
        _ name: String, _ label: String, _ typed: Form?, _ day: Instant, _ mistakes: [FieldMistake]
    ) -> UI.DateField {
        var question = UI.Question(name, label)
        if case .constraint(let words)? = mistakes.first(where: { $0.field == name })?.reason {
            question.error = words(in: words.original)
        } else if mistakes.contains(where: { $0.field == name }) {
            question.error = label
        }
        return typed.map { UI.DateField(question, typed: DateFieldReader($0, name)) }
            ?? UI.DateField(question, zone.date(at: day))
    }

    private func reason(_ words: RecordWords, _ typed: Form?, _ mistakes: [FieldMistake]) -> UI.TextField {
        let isMissing = mistakes.contains { $0.field == "reason" }
        return UI.TextField(
            UI.Question(
                "reason", words.text("form.reason"), hint: words.text("form.reason-hint"),
                error: isMissing ? words.text("form.reason-missing") : nil), value: typed?["reason"] ?? "",
            autocomplete: "off")
    }

    private func dayAndReason(_ typed: Form) -> (from: Instant?, reason: String, mistakes: [FieldMistake]) {
        let from = DateFieldReader(typed, "from").date.map { zone.startOfDay($0) }
        let reason = String((typed["reason"] ?? "").prefix(500))
        var mistakes: [FieldMistake] = []
        if from == nil { mistakes.append(FieldMistake("from", .constraint(said("mistake.date")))) }
        if reason.isEmpty { mistakes.append(FieldMistake("reason", .missing)) }
        return (from, reason, mistakes)
    }

    /// A text of this block in every language that it has.
    private func said(_ key: String) -> LocalizedText {
        let texts = desk.platform.texts
        let translations = Dictionary(
            uniqueKeysWithValues: texts.languages.map { ($0, texts("registries.\(key)", in: $0)) })
        return LocalizedText(translations[texts.original] ?? "", in: texts.original, translations: translations)
    }
}

extension RegistryDesk {
    /// The values as a person would type them: parties by the key under which they are known.
    func typable(_ record: RegistryRecord, at now: Instant, in tx: any ReadTransaction) throws -> [String: JSON] {
        var values = record.values
        for field in record.definition.fields where field.type.isParty {
            guard let party = values[field.name]?.string else { continue }
            let wanted: RegistryDefinition.Party = field.type == .organisation ? .organisation : .person
            for definition in definitions where definition.identifies == wanted {
                guard let about = definition.about.first, let key = definition.recordKey.first else { continue }
                try RecordStore.candidates(definition.key, about, party, AsOf(valid: now), tx) { row in
                    guard row.values[about] == .string(party) else { return true }
                    values[field.name] = row.values[key]
                    return false
                }
            }
        }
        return values
    }
}
