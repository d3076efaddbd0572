import Base
import Crypto
import Foundation
import Journal
import Processes
import ServiceDefinition
import Store

/// Revisions of services in the database.
enum RevisionStore {
    /// SHA-256 over the paths and contents, hexadecimal: the name of a revision.
    static func digest(_ files: [String: Data]) -> String {
        var hash = SHA256()
        for (path, data) in files.sorted(by: { $0.key < $1.key }) {
            // Lengths part the fields, so that no two folders read alike.
            hash.update(data: Data("\(path.utf8.count) \(data.count) \(path)".utf8))
            hash.update(data: data)
        }
        return hash.finalize().map { String(format: "%02x", $0) }.joined()
    }

    static func files(of service: String, _ revision: String, _ transaction: any ReadTransaction) throws -> [String:
        Data]?
    {
        try transaction.value(
            String.self,
            "SELECT files FROM citizen_services_revisions WHERE service = \(service) AND revision = \(revision)"
        ).map(decoded)
    }

    /// The process that a revision was published with.
    static func process(of service: String, _ revision: String, _ transaction: any ReadTransaction) throws
        -> ProcessRevision?
    {
        let row = try transaction.row(
            """
            SELECT process, process_revision FROM citizen_services_revisions
            WHERE service = \(service) AND revision = \(revision) AND process IS NOT NULL
            """)
        return try row.map { ProcessRevision(process: try $0[0], revision: try $0[1], name: "") }
    }

    /// The revision that was in force last.
    static func current(
        of service: String, _ transaction: any ReadTransaction
    ) throws -> (revision: String, files: [String: Data])? {
        guard
            let revision = try transaction.value(
                String.self, "SELECT revision FROM citizen_services_current WHERE service = \(service)"),
            let files = try files(of: service, revision, transaction)
        else { return nil }
        return (revision, files)
    }

    /// Writes a revision and puts it into force, with its act; does nothing, and gives `false`, where it is in force already.
    @discardableResult
    static func publish(
        _ service: String, _ revision: String, _ files: [String: Data], _ changes: [Change], process: ProcessRevision?,
        by actor: Act.Actor, at now: Instant, _ transaction: any WriteTransaction
    ) throws -> Bool {
        let current = try transaction.value(
            String.self, "SELECT revision FROM citizen_services_current WHERE service = \(service)")
        guard current != revision else { return false }
        if try self.files(of: service, revision, transaction) == nil {
            try transaction.execute(
                """
                INSERT INTO citizen_services_revisions (service, revision, files, published_at, process, process_revision)
                VALUES (\(service), \(revision), \(encoded(files)), \(now), \(process?.process), \(process?.revision))
                """)
        }
        try transaction.execute("DELETE FROM citizen_services_current WHERE service = \(service)")
        try transaction.execute(
            "INSERT INTO citizen_services_current (service, revision, since) VALUES (\(service), \(revision), \(now))")
        let kinds = Set(changes.map(\.kind.rawValue)).sorted()
        try transaction.record(
            Act(
                CitizenServicesActs.published, Act.Subject("service-revision", Identifier<ServiceCase>(at: now)),
                by: actor, at: now,
                detail: [
                    "service": .string(service), "revision": .string(revision),
                    "before": current.map(JSON.string) ?? .null,
                    "changes": .array(kinds.map(JSON.string)),
                ]))
        return true
    }

    /// Takes a service out of force, with its act; gives `false` where it was not in force.
    static func withdraw(_ service: String, by actor: Act.Actor, at now: Instant, _ transaction: any WriteTransaction)
        throws -> Bool
    {
        let current = try transaction.value(
            String.self, "SELECT revision FROM citizen_services_current WHERE service = \(service)")
        guard let current else { return false }
        try transaction.execute("DELETE FROM citizen_services_current WHERE service = \(service)")
        try transaction.record(
            Act(
                CitizenServicesActs.taken, Act.Subject("service-revision", Identifier<ServiceCase>(at: now)), by: actor,
                at: now,
                detail: ["service": .string(service), "revision": .string(current)]))
        return true
    }

    /// The digest of a folder when it was last published from the jurisdiction.
    static func seen(_ folder: String, _ transaction: any ReadTransaction) throws -> String? {
        try transaction.value(String.self, "SELECT revision FROM citizen_services_folders WHERE service = \(folder)")
    }

    static func see(_ folder: String, _ revision: String, at now: Instant, _ transaction: any WriteTransaction) throws {
        try transaction.execute("DELETE FROM citizen_services_folders WHERE service = \(folder)")
        try transaction.execute(
            "INSERT INTO citizen_services_folders (service, revision, seen_at) VALUES (\(folder), \(revision), \(now))")
    }

    /// Every revision of a service, the newest first.
    static func history(of service: String, _ transaction: any ReadTransaction) throws -> [(
        revision: String, at: Instant
    )] {
        try transaction.rows(
            """
            SELECT revision, published_at FROM citizen_services_revisions WHERE service = \(service)
            ORDER BY published_at DESC, revision
            """
        ).map { (try $0[0], try $0[1]) }
    }

    /// The revisions published after another, the oldest first.
    static func revisions(of service: String, after revision: String, _ transaction: any ReadTransaction) throws
        -> [String]
    {
        try transaction.rows(
            """
            SELECT revision FROM citizen_services_revisions
            WHERE service = \(service) AND published_at > COALESCE(
                (SELECT published_at FROM citizen_services_revisions WHERE service = \(service) AND revision = \(revision)), 0)
            ORDER BY published_at, revision
            """
        ).map { try $0[0] }
    }

    static func published(_ transaction: any ReadTransaction) throws -> [(
        service: String, revision: String, since: Instant
    )] {
        try transaction.rows("SELECT service, revision, since FROM citizen_services_current ORDER BY service").map {
            (try $0[0], try $0[1], try $0[2])
        }
    }

    private static func encoded(_ files: [String: Data]) -> String {
        JSON.object(files.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value.base64EncodedString())) })
            .description
    }

    private static func decoded(_ text: String) throws -> [String: Data] {
        let members = try JSON(parsing: text, limits: .init(bytes: 40 << 20)).object ?? []
        return Dictionary(members.map { ($0.name, Data(base64Encoded: $0.value.string ?? "") ?? Data()) }) { $1 }
    }
}
