import Base
import BuildingBlock
import Journal
import Store
import Web

/// One record, as an officer sees it: what holds now, what held, what changed, and what can be done about it.
extension OfficePages {
    private struct Shown: Sendable {
        /// `nil` where the record is not in force at the moment asked about.
        var record: RegistryRecord?
        var events: [RecordEvent]
        /// Who recorded each change, by its act.
        var acts: [Identifier<Act>: Act]
        var words: RecordWords
    }

    func show(_ call: Call<Officer>, _ asked: LookForm, done: String? = nil) async throws -> Reply {
        let (definition, rights) = try definition(call)
        let id = try call.identifier("id", of: RegistryRecord.self)
        guard let purpose = asked.purpose(in: definition) else {
            return try await purposePage(call, asked, mistaken: true)
        }
        let form = call.input.method == .post ? try await call.input.form() : nil
        let moment = moment(form, call.now)
        let desk = desk
        let look = look(call, rights, purpose)
        let shown = try await database.write { tx -> Shown in
            guard try RecordStore.registry(of: id, tx) == definition.key else { throw RegistryError.unknownRecord }
            let rows = try RecordStore.all(id, tx)
            // Looking at the history is looking at the person, whether the record is in force or not.
            if let last = rows.last { _ = try desk.seen([last.record(definition)], look, in: tx) }
            let version = try RecordStore.version(id, moment, tx)
            let record = version.map { desk.reduced($0.record(definition), look.fields) }
            let events = RecordEvent.events(rows, definition, fields: look.fields)
            var acts: [Identifier<Act>: Act] = [:]
            for event in events { acts[event.act] = try tx.act(event.act)?.act }
            var words = RecordWords(desk, in: call.language)
            try words.learn(rows.map(\.values).map { desk.visible($0, look.fields) }, definition, at: call.now, tx)
            return Shown(record: record, events: events, acts: acts, words: words)
        }
        return page(call, definition, rights, asked, shown, moment, id, done: done)
    }

    /// The moment that the page asks about: both days are midnights of the jurisdiction, and mean the end of that day.
    private func moment(_ form: Form?, _ now: Instant) -> AsOf {
        let zone = desk.platform.jurisdiction.calendar.zone
        func end(_ name: String) -> Instant? {
            form.flatMap { DateFieldReader($0, name).date }.map {
                zone.startOfDay($0.adding(days: 1)) - .microseconds(1)
            }
        }
        return AsOf(valid: end("valid") ?? now, recorded: end("known"))
    }

    private func page(
        _ call: Call<Officer>, _ definition: RegistryDefinition, _ rights: RegistryRights, _ asked: LookForm,
        _ shown: Shown,
        _ moment: AsOf, _ id: Identifier<RegistryRecord>, done: String?
    ) -> Reply {
        let words = shown.words
        let isNow = moment.valid == call.now && moment.recorded == nil
        var parts: [any Component] = []
        if let done { parts.append(UI.Notice(.done, words.text("done.\(done)"), announced: true)) }
        if !isNow {
            let known = moment.recorded.map { words.format.date($0) } ?? words.text("asof.today")
            let said = words.text(
                "asof.shown", ["valid": .text(words.format.date(moment.valid)), "known": .text(known)])
            parts.append(UI.Notice(.notice, said))
        }
        if let record = shown.record {
            parts.append(words.facts(record.values, definition))
        } else {
            parts.append(
                UI.Notice(.warning, words.text("record.not-in-force"), [words.text("record.not-in-force-text")]))
        }
        if isNow, shown.record != nil { parts += actions(definition, rights, asked, id, words) }
        parts += [UI.Heading(words.text("history.title")), timeline(shown, definition, words)]
        parts += [UI.Heading(words.text("asof.title")), asOfForm(call, definition, asked, id, moment, isNow, words)]
        let period = shown.record.map { words.period($0.valid) }
        return .page(
            UI.PartsPage(
                title: shown.record.map(words.title) ?? definition.recordTitle(in: call.language),
                tag: shown.record == nil
                    ? UI.Tag(words.text("record.ended"), .warning) : UI.Tag(words.text("record.in-force"), .done),
                caption: [definition.recordTitle(in: call.language), period].compactMap { $0 }.joined(separator: " · "),
                back: address(definition), parts: parts
            ).workspace())
    }

    private func actions(
        _ definition: RegistryDefinition, _ rights: RegistryRights, _ asked: LookForm, _ id: Identifier<RegistryRecord>,
        _ words: RecordWords
    ) -> [any Component] {
        var kinds: [ChangeKind] = []
        if !rights.change.isEmpty { kinds.append(.changed) }
        if rights.mayCorrect { kinds.append(.corrected) }
        if rights.mayCreate { kinds.append(.ended) }
        let actions = kinds.map { kind in
            UI.Action(
                "\(address(definition, id))/change",
                UI.Button(words.text("action.\(kind.rawValue)"), kind == .changed ? .primary : .secondary),
                hidden: asked.hidden + [UI.HiddenField("kind", kind.rawValue)])
        }
        return actions.isEmpty ? [] : [UI.ActionRow(actions)]
    }

    private func timeline(_ shown: Shown, _ definition: RegistryDefinition, _ words: RecordWords) -> UI.Timeline {
        let events = shown.events.reversed().map { event -> UI.TimelineEvent in
            let act = shown.acts[event.act]
            let told = Set(definition.told.map(\.name))
            let changes = event.difference.changes.filter { told.contains($0.field) }
            let lines =
                event.periods.map { words.period($0) }
                + (event.kind == .ended ? [] : changes.map { words.change($0, definition) })
                + [act?.purpose.map { words.text("history.reason", ["reason": .text($0)]) }].compactMap { $0 }
            return UI.TimelineEvent(
                .past, words.text("history.\(event.kind.rawValue)"),
                moment: UI.Moment(event.recordedAt, words.format),
                actor: words.agency(act?.agency), lines)
        }
        return UI.Timeline(words.text("history.title"), events)
    }

    private func asOfForm(
        _ call: Call<Officer>, _ definition: RegistryDefinition, _ asked: LookForm, _ id: Identifier<RegistryRecord>,
        _ moment: AsOf,
        _ isNow: Bool, _ words: RecordWords
    ) -> UI.Form {
        let zone = desk.platform.jurisdiction.calendar.zone
        let fields: [any Web.Field] = [
            UI.DateField(
                UI.Question("valid", words.text("asof.valid"), hint: words.text("asof.valid-hint")),
                isNow ? nil : zone.date(at: moment.valid)),
            UI.DateField(
                UI.Question("known", words.text("asof.known"), hint: words.text("asof.known-hint"), optional: true),
                moment.recorded.map { zone.date(at: $0) }),
        ]
        return UI.Form(
            action: address(definition, id), fields: fields, buttons: [UI.Button(words.text("asof.show"), .secondary)],
            hidden: asked.hidden)
    }
}

extension RegistryDesk {
    func visible(_ values: [String: JSON], _ fields: Set<String>?) -> [String: JSON] {
        guard let fields else { return values }
        return values.filter { fields.contains($0.key) }
    }
}
