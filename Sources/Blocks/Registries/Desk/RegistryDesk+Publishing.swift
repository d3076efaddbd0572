import Base
import BuildingBlock
import Journal
import Store
import Synchronization

extension RegistryDesk {
    /// Publishes what is new or changed among the definitions, and takes the last good version of those whose file is broken now.
    /// Safe to run at any time, by any copy.
    public func publish(at now: Instant) async throws {
        let desk = self
        let kept = try await platform.database.write { tx in
            for definition in desk.definitions { _ = try desk.version(of: definition, at: now, tx) }
            return try desk.lastGood(tx)
        }
        shelf.catalogue.withLock { catalogue in
            for definition in kept { catalogue.keep(definition) }
        }
    }

    /// The version that a definition is published as; published here where it is not yet.
    func version(of definition: RegistryDefinition, at now: Instant, _ tx: any WriteTransaction) throws -> Int {
        let shelf = shelf
        let known = "\(definition.key) \(definition.digest)"
        if let version = shelf.versions.withLock({ $0[known] }) { return version }
        let latest = try DefinitionStore.latest(definition.key, tx)
        var version = latest?.version ?? 0
        if latest?.digest != definition.digest {
            version += 1
            try DefinitionStore.insert(definition, version: version, at: now, tx)
            var act = Act(
                RegistryActs.published, Act.Subject("registry", Identifier<RegistryDefinition>(at: now)),
                by: .system("registries"),
                at: now, agency: definition.agency)
            act.detail = [
                "registry": .string(definition.key), "version": .integer(Int64(version)),
                "digest": .string(definition.digest),
            ]
            try tx.record(act)
            if latest != nil { try reindex(definition, tx) }
        }
        let published = version
        tx.afterCommit { shelf.versions.withLock { $0[known] = published } }
        return version
    }

    /// The published versions of a definition, the newest first.
    public func versions(of registry: String, in tx: any ReadTransaction) throws -> [(
        version: Int, digest: String, at: Instant
    )] {
        try DefinitionStore.versions(registry, tx).map { ($0.version, $0.digest, $0.at) }
    }

    /// Of registries that were published and have no usable file: their newest version that can still be read.
    private func lastGood(_ tx: any ReadTransaction) throws -> [RegistryDefinition] {
        let usable = Set(definitions.map(\.key))
        let agencies = Set(platform.jurisdiction.agencies.map(\.key))
        return try DefinitionStore.registries(tx).filter { !usable.contains($0) }.compactMap { registry in
            for published in try DefinitionStore.versions(registry, limit: 10, tx) {
                let read = DefinitionReader.read(
                    published.source, file: "\(registry), version \(published.version)",
                    languages: platform.jurisdiction.languages, agencies: agencies)
                if case .success(let definition) = read { return definition }
            }
            return nil
        }
    }

    /// A new version of a definition may index and search other fields.
    private func reindex(_ definition: RegistryDefinition, _ tx: any WriteTransaction) throws {
        try tx.execute("DELETE FROM registries_index WHERE registry = \(definition.key)")
        let records = try tx.rows("SELECT id FROM registries_records WHERE registry = \(definition.key)")
        for row in records {
            let record: Identifier<RegistryRecord> = try row[0]
            for version in try RecordStore.all(record, tx) {
                try RecordStore.index(record, version.values, definition, tx)
            }
            let known = try RecordStore.current(record, tx).map(\.values)
            try RecordSearch.index.index(record, RecordSearch.document(known, definition), in: tx)
        }
    }
}
