import Base
import Journal
import Store

/// A look whose act is made: what is left is to write it.
struct PreparedLook: Sendable {
    var act: Act
    var look: Look
    var registry: String
    var records: [(id: Identifier<RegistryRecord>, people: [Identifier<Act.Party>])]

    func record(in tx: any WriteTransaction) throws {
        try tx.record(act)
        try LookStore.insert(act, look, records, registry: registry, tx)
    }
}

extension RegistryDesk {
    /// The act of a look; `nil` where nobody's data is seen: nothing was found, the records are about nobody, or what is seen of them
    /// is public.
    func prepare(_ look: Look, at records: [RegistryRecord]) -> PreparedLook? {
        guard let first = records.first, first.definition.isPersonal else { return nil }
        if let fields = look.fields, fields.isSubset(of: first.definition.publicFields) { return nil }
        let people = records.map { (id: $0.id, people: $0.concerns) }.filter { !$0.people.isEmpty }
        guard !people.isEmpty else { return nil }
        let definition = first.definition
        let subject =
            records.count == 1
            ? Act.Subject("registry-record", first.id)
            : Act.Subject("registry-search", Identifier<RegistryRecord>(at: look.at))
        var concerns: [Identifier<Act.Party>] = []
        var seen: Set<Identifier<Act.Party>> = []
        for party in people.flatMap(\.people) where seen.insert(party).inserted { concerns.append(party) }
        var detail: [JSON.Member] = [.init("registry", .string(definition.key))]
        if records.count > 1 { detail.append(.init("records", .array(records.map { .string($0.id.description) }))) }
        if let fields = look.fields { detail.append(.init("fields", .array(fields.sorted().map(JSON.string)))) }
        if let reference = look.purpose.caseReference { detail.append(.init("case", .string(reference))) }
        let act = Act(
            RegistryActs.viewed, subject, by: look.actor, at: look.at, agency: look.agency,
            purpose: look.purpose.text(in: look.purpose.text.original), concerns: concerns, detail: .object(detail))
        return PreparedLook(act: act, look: look, registry: definition.key, records: people)
    }

    /// Who looked at a person's data, the newest first. `before` is the act of the last entry seen.
    public func looks(
        at person: Identifier<Act.Party>, before: Identifier<Act>? = nil, from: Instant? = nil, until: Instant? = nil,
        limit: Int = 100, in tx: any ReadTransaction
    ) throws -> [LookedAt] {
        try LookStore.looks(at: person, before: before, from: from, until: until, limit: limit, tx)
    }

    public func countLooks(
        at person: Identifier<Act.Party>, from: Instant? = nil, until: Instant? = nil, in tx: any ReadTransaction
    ) throws -> Int {
        try LookStore.count(at: person, from: from, until: until, tx)
    }
}
