import Base
import BuildingBlock
import FEEL
import Journal
import Store

extension RegistryDesk {
    /// Through at most so many records does a look go that no index answers.
    public static let scanLimit = 20_000

    /// The records that fulfil a condition. The look is recorded where they are about people.
    ///
    /// - Parameters:
    ///   - names: the values of the condition's names: `["applicant": ["id": …]]`.
    ///   - moment: as of when; now where it is not given.
    /// - Throws: `RegistryError.tooBroad` where no index answers and the registry is large.
    public func records(
        where condition: RegistryCondition, names: FEELContext = FEELContext(), _ look: Look, asOf moment: AsOf? = nil,
        limit: Int = 100, in tx: any WriteTransaction
    ) throws -> [RegistryRecord] {
        let found = try unrecorded(where: condition, names: names, now: look.at, asOf: moment, limit: limit, in: tx)
        return try seen(found, look, in: tx)
    }

    /// The same for many callers at once: the data is read beside the writer, and the looks of all share its commits. Returns when
    /// the look is durable.
    public func records(
        where condition: RegistryCondition, names: FEELContext = FEELContext(), _ look: Look, asOf moment: AsOf? = nil,
        limit: Int = 100
    ) async throws -> [RegistryRecord] {
        let desk = self
        let found = try await platform.database.read { tx in
            try desk.unrecorded(where: condition, names: names, now: look.at, asOf: moment, limit: limit, in: tx)
        }
        guard let prepared = desk.prepare(look, at: found) else { return found.map { desk.reduced($0, look.fields) } }
        try await platform.database.write { tx in try prepared.record(in: tx) }
        return found.map { desk.reduced($0, look.fields) }
    }

    /// One record by its identifier; `nil` where it is not in force at that moment.
    public func record(
        _ id: Identifier<RegistryRecord>, of registry: String, _ look: Look, asOf moment: AsOf? = nil,
        in tx: any WriteTransaction
    ) throws -> RegistryRecord? {
        let definition = try definition(registry)
        guard try RecordStore.registry(of: id, tx) == registry,
            let row = try RecordStore.version(id, moment ?? AsOf(valid: look.at), tx)
        else { return nil }
        return try seen([row.record(definition)], look, in: tx).first
    }

    /// The records in which words are found, the best first; where nothing is spelt so, those that sound so.
    public func records(
        of registry: String, matching words: String, _ look: Look, asOf moment: AsOf? = nil, limit: Int = 50,
        in tx: any WriteTransaction
    ) throws -> [RegistryRecord] {
        try seen(search(registry, words, asOf: moment ?? AsOf(valid: look.at), limit: limit, in: tx), look, in: tx)
    }

    /// Everything that was ever recorded of a record, in the order of recording, and what each change changed.
    public func history(
        of id: Identifier<RegistryRecord>, in registry: String, _ look: Look, in tx: any WriteTransaction
    ) throws -> [RecordEvent] {
        let definition = try definition(registry)
        guard try RecordStore.registry(of: id, tx) == registry else { throw RegistryError.unknownRecord }
        let rows = try RecordStore.all(id, tx)
        _ = try seen(rows.last.map { [$0.record(definition)] } ?? [], look, in: tx)
        return RecordEvent.events(rows, definition, fields: look.fields)
    }

    /// Records a look at records that the caller has, and returns what may be seen of them. A look at nothing, or at records that are
    /// about nobody, is none.
    public func seen(_ records: [RegistryRecord], _ look: Look, in tx: any WriteTransaction) throws -> [RegistryRecord]
    {
        try prepare(look, at: records)?.record(in: tx)
        return records.map { reduced($0, look.fields) }
    }

    // MARK: Without recording: for what is public, for checks, and for the person's own eyes

    /// The record in force that has the key of `values`; `nil` where there is none, or the registry has no key. Nobody sees what it
    /// says.
    public func identifier(
        keyed values: [String: JSON], in registry: String, at now: Instant, in tx: any ReadTransaction
    ) throws -> Identifier<RegistryRecord>? {
        let key = try definition(registry).recordKey
        guard let field = key.first, let text = Field.indexText(values[field] ?? .null).first else { return nil }
        var found: Identifier<RegistryRecord>?
        try RecordStore.candidates(registry, field, text, AsOf(valid: now), tx) { row in
            if key.allSatisfy({ row.values[$0] == values[$0] }) { found = row.record }
            return found == nil
        }
        return found
    }

    func unrecorded(
        where condition: RegistryCondition, names: FEELContext, now: Instant, asOf moment: AsOf? = nil, limit: Int,
        in tx: any ReadTransaction
    ) throws -> [RegistryRecord] {
        let definition = try definition(condition.registry)
        let moment = moment ?? AsOf(valid: now)
        let clock = self.moment(now)
        var found: [RegistryRecord] = []
        var seen: Set<Identifier<RegistryRecord>> = []
        func consider(_ row: VersionRow) -> Bool {
            guard seen.insert(row.record).inserted else { return true }
            var context = definition.context(row.values)
            for (name, value) in names.entries { context[name] = value }
            if condition.holds(context, now: clock) { found.append(row.record(definition)) }
            return found.count < limit
        }
        if let keys = condition.keys(names, now: clock) {
            for key in keys where found.count < limit {
                try RecordStore.candidates(definition.key, key.field, key.value, moment, tx, consider)
            }
            return found
        }
        var looked = 0
        try RecordStore.scan(definition.key, moment, tx) { row in
            looked += 1
            guard looked <= Self.scanLimit else { throw RegistryError.tooBroad(registry: definition.key) }
            return consider(row)
        }
        return found
    }

    func search(
        _ registry: String, _ words: String, asOf moment: AsOf, limit: Int, in tx: any ReadTransaction
    ) throws -> [RegistryRecord] {
        let definition = try definition(registry)
        var rows = try RecordStore.search(registry, words, moment, limit: limit, tx)
        if rows.isEmpty, let sounds = RecordSearch.sounding(like: words) {
            rows = try RecordStore.search(registry, sounds, moment, limit: limit, tx)
        }
        return rows.map { $0.record(definition) }
    }

    /// The records that are about a person, registry by registry, as they are known now.
    func records(about person: Identifier<Act.Party>, at now: Instant, in tx: any ReadTransaction) throws
        -> [RegistryRecord]
    {
        var found: [RegistryRecord] = []
        for definition in definitions {
            var seen: Set<Identifier<RegistryRecord>> = []
            for field in definition.about {
                try RecordStore.candidates(definition.key, field, person.description, AsOf(valid: now), tx) { row in
                    if row.values[field] == .string(person.description), seen.insert(row.record).inserted {
                        found.append(row.record(definition))
                    }
                    return true
                }
            }
        }
        return found
    }

    /// Only the fields that may be seen.
    func reduced(_ record: RegistryRecord, _ fields: Set<String>?) -> RegistryRecord {
        guard let fields else { return record }
        var record = record
        record.values = record.values.filter { fields.contains($0.key) }
        return record
    }

    // MARK: Names of parties

    /// What people and organisations are called in the registries that tell them apart. Nobody's look: the names stand where the
    /// party itself is shown, whose look is recorded.
    func names(of parties: Set<String>, at now: Instant, in tx: any ReadTransaction) throws -> [String: String] {
        var names: [String: String] = [:]
        for definition in definitions where definition.identifies != nil {
            guard let field = definition.about.first else { continue }
            for party in parties where names[party] == nil {
                try RecordStore.candidates(definition.key, field, party, AsOf(valid: now), tx) { row in
                    guard row.values[field] == .string(party) else { return true }
                    names[party] = definition.name(row.values)
                    return false
                }
            }
        }
        return names
    }

    /// For whom a person acts, by the registries that say so (`represented by`), in order of their names. Nobody's look: it is told to
    /// the person, or to an officer whose look at the person is recorded.
    public func represented(by person: Identifier<Act.Party>, at now: Instant, in tx: any ReadTransaction) throws
        -> [(party: Identifier<Act.Party>, name: String)]
    {
        var found: [(party: Identifier<Act.Party>, name: String)] = []
        for definition in definitions where definition.identifies != nil {
            guard let field = definition.representative, let about = definition.about.first else { continue }
            try RecordStore.candidates(definition.key, field, person.description, AsOf(valid: now), tx) { row in
                if row.values[field] == .string(person.description),
                    let party = row.values[about]?.string.flatMap({ Identifier<Act.Party>($0) })
                {
                    found.append((party, definition.name(row.values)))
                }
                return true
            }
        }
        return found.sorted { ($0.name, $0.party.description) < ($1.name, $1.party.description) }
    }

    /// The party that a text names: its identifier, the key of a record that identifies it, or an address of mail.
    func party(_ text: String, _ type: FieldType, at now: Instant, in tx: any ReadTransaction) throws -> Identifier<
        Act.Party
    >? {
        if let party = Identifier<Act.Party>(text) { return party }
        if text.contains("@") { return try parties.find(text, tx) }
        let wanted: RegistryDefinition.Party = type == .organisation ? .organisation : .person
        for definition in definitions where definition.identifies == wanted {
            guard let field = definition.about.first, definition.recordKey.count == 1,
                let key = definition.recordKey.first
            else { continue }
            var party: Identifier<Act.Party>?
            try RecordStore.candidates(definition.key, key, text, AsOf(valid: now), tx) { row in
                guard row.values[key] == .string(text) else { return true }
                party = row.values[field]?.string.flatMap { Identifier($0) }
                return false
            }
            if let party { return party }
        }
        return nil
    }
}
