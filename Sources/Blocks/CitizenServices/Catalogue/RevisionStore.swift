import Base
import Crypto
import Foundation
import Journal
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

    static func files(of service: String, _ revision: String, _ transaction: any ReadTransaction) throws -> [String: Data]? {
        try transaction.value(
            String.self,
            "SELECT files FROM citizen_services_revisions WHERE service = \(service) AND revision = \(revision)"
        ).map(decoded)
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

    /// Writes a revision and puts it into force, with its act; does nothing where it is in force already.
    static func publish(
        _ service: String, _ revision: String, _ files: [String: Data], at now: Instant, _ transaction: any WriteTransaction
    ) throws {
        let current = try transaction.value(
            String.self, "SELECT revision FROM citizen_services_current WHERE service = \(service)")
        guard current != revision else { return }
        if try self.files(of: service, revision, transaction) == nil {
            try transaction.execute(
                """
                INSERT INTO citizen_services_revisions (service, revision, files, published_at)
                VALUES (\(service), \(revision), \(encoded(files)), \(now))
                """)
        }
        try transaction.execute("DELETE FROM citizen_services_current WHERE service = \(service)")
        try transaction.execute(
            "INSERT INTO citizen_services_current (service, revision, since) VALUES (\(service), \(revision), \(now))")
        try transaction.record(
            Act(
                CitizenServicesActs.published, Act.Subject("service-revision", Identifier<ServiceCase>(at: now)), by: .system("services"),
                at: now, detail: ["service": .string(service), "revision": .string(revision), "before": current.map(JSON.string) ?? .null]))
    }

    static func published(_ transaction: any ReadTransaction) throws -> [(service: String, revision: String, since: Instant)] {
        try transaction.rows("SELECT service, revision, since FROM citizen_services_current ORDER BY service").map {
            (try $0[0], try $0[1], try $0[2])
        }
    }

    private static func encoded(_ files: [String: Data]) -> String {
        JSON.object(files.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value.base64EncodedString())) }).description
    }

    private static func decoded(_ text: String) throws -> [String: Data] {
        let members = try JSON(parsing: text, limits: .init(bytes: 40 << 20)).object ?? []
        return Dictionary(members.map { ($0.name, Data(base64Encoded: $0.value.string ?? "") ?? Data()) }) { $1 }
    }
}
