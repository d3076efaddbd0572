import Base
import BuildingBlock
import Journal
import Store

/// The work in the background: letters, reminders of what is late, forgetting what is no longer needed.
extension RequestDesk {
    /// Reminds an agency once of each request that has become late. The reminder names requests, not people.
    func remindOfOverdue(at now: Instant) async throws {
        let late = try await database.read { transaction in
            try transaction.rows(
                """
                SELECT \(RequestRows.summaryColumns) FROM service_requests_requests r
                WHERE r.closed_at IS NULL AND r.due_at < \(now) AND r.reminded_at IS NULL ORDER BY r.agency, r.due_at LIMIT 500
                """
            ).map(RequestRows.summary)
        }
        guard let language = jurisdiction.languages.first else { return }
        let words = RequestWords(self, in: language)
        for (key, requests) in Dictionary(grouping: late, by: \.agency).sorted(by: { $0.key < $1.key }) {
            if let email = jurisdiction.agency(key)?.email {
                let lines = requests.map {
                    "\($0.reference)  \(words.category($0.category))\n\(platform.address)\(RequestLinks.office($0.id))"
                }
                try await platform.mailer.send(
                    to: email, subject: words.count("letter.overdue.subject", requests.count),
                    text: ([words.count("letter.overdue.text", requests.count)] + lines).joined(separator: "\n\n")
                        + "\n")
            }
            let ids = requests.map(\.id)
            try await database.write { transaction -> Void in
                try transaction.execute(
                    "UPDATE service_requests_requests SET reminded_at = \(now) WHERE id IN (\(list: ids))")
            }
        }
    }

    /// Erases contact data of requests that were closed long ago, uploads that were never sent, and followers who never
    /// confirmed.
    func forget(at now: Instant) async throws {
        let closed = now - .seconds(Int64(catalogue.settings.contactDays) * 86_400)
        while true {
            let erased = try await database.write { transaction -> Int in
                let ids: [Identifier<ServiceRequest>] = try transaction.rows(
                    """
                    SELECT c.request FROM service_requests_contacts c JOIN service_requests_requests r ON r.id = c.request
                    WHERE r.closed_at < \(closed) LIMIT 200
                    """
                ).map { try $0[0] }
                for id in ids {
                    try transaction.eraseContact(of: id, by: .system("service-requests.retention"), at: now)
                }
                return ids.count
            }
            if erased < 200 { break }
        }
        try await database.write { transaction -> Void in
            try transaction.execute(
                """
                DELETE FROM service_requests_followers
                WHERE (NOT is_confirmed AND at < \(now - .seconds(7 * 86_400))) OR request IN (
                    SELECT id FROM service_requests_requests WHERE closed_at < \(closed))
                """)
        }
        try await forgetWaitingPhotos(before: now - .seconds(86_400))
    }
}
