import Base
import Store

/// All SQL about published definitions.
enum DefinitionStore {
    struct Published: Sendable {
        var version: Int
        var digest: String
        var source: String
        var at: Instant
    }

    /// The last version of a registry's definition.
    static func latest(_ registry: String, _ tx: any ReadTransaction) throws -> Published? {
        try versions(registry, limit: 1, tx).first
    }

    /// The newest first.
    static func versions(_ registry: String, limit: Int = 1000, _ tx: any ReadTransaction) throws -> [Published] {
        try tx.rows(
            """
            SELECT version, digest, source, published_at FROM registries_definitions WHERE registry = \(registry)
            ORDER BY version DESC LIMIT \(limit)
            """
        ).map { try Published(version: $0[0], digest: $0[1], source: $0[2], at: $0[3]) }
    }

    static func registries(_ tx: any ReadTransaction) throws -> [String] {
        try tx.rows("SELECT DISTINCT registry FROM registries_definitions ORDER BY registry").map { try $0[0] }
    }

    static func insert(_ definition: RegistryDefinition, version: Int, at now: Instant, _ tx: any WriteTransaction)
        throws
    {
        try tx.execute(
            """
            INSERT INTO registries_definitions (registry, version, digest, source, published_at)
            VALUES (\(definition.key), \(version), \(definition.digest), \(definition.source), \(now))
            """)
    }
}
