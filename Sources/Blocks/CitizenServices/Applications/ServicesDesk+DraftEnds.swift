import Base
import BuildingBlock
import Journal
import ServiceDefinition
import Store

/// Drafts do not stay for ever: nobody keeps what somebody once began to say about themselves.
extension ServicesDesk {
    /// How long before its end the person is told.
    static let draftWarning = Duration.seconds(7 * 86_400)

    /// When a draft is erased unless it is saved again.
    func end(of draft: Draft, _ service: Service) -> Instant {
        draft.savedAt + .seconds(service.draftDays * 86_400)
    }

    /// Erases drafts that were not saved for as long as their services keep them, with their files, and tells people whose drafts end
    /// within the week, once. Returns how many were erased.
    ///
    /// Drafts of a service that was withdrawn stay: it may come back.
    @discardableResult
    public func endDrafts(at now: Instant) async throws -> Int {
        var erased = 0
        for entry in catalogue.entries {
            let service = entry.service
            let last = now - .seconds(service.draftDays * 86_400)
            erased += try await each("service = \(service.key) AND saved_at <= \(last)") { draft, transaction in
                try remove(draft, by: .system("citizen-services.drafts"), at: now, transaction)
            }
            // Who has less than a week in all is not told: the page says until when.
            guard .seconds(service.draftDays * 86_400) > Self.draftWarning else { continue }
            let soon = last + Self.draftWarning
            _ = try await each("service = \(service.key) AND saved_at <= \(soon) AND warned_at IS NULL") {
                draft, transaction in
                try warn(draft, service, at: now, transaction)
            }
        }
        return erased
    }

    /// Does something to each draft of a condition, after which it no longer fits, each in a transaction of its own: a draft that was
    /// saved meanwhile fits no more either. Returns to how many.
    private func each(
        _ condition: SQL, _ body: @escaping @Sendable (Draft, any WriteTransaction) throws -> Void
    ) async throws -> Int {
        var count = 0
        while true {
            let found = try await database.read {
                try DraftRows.list("\(condition) ORDER BY saved_at LIMIT 500", $0).map(\.id)
            }
            if found.isEmpty { return count }
            for id in found {
                count += try await database.write { transaction in
                    guard let draft = try DraftRows.list("id = \(id) AND \(condition)", transaction).first else {
                        return 0
                    }
                    try body(draft, transaction)
                    return 1
                }
            }
        }
    }

    private func warn(_ draft: Draft, _ service: Service, at now: Instant, _ transaction: any WriteTransaction) throws {
        let end = end(of: draft, service)
        let title = words(service.title, of: service)
        func text(_ key: String) -> LocalizedText {
            let all = jurisdiction.languages.map { language -> (Language, String) in
                let words = ServiceWords(self, in: language)
                let arguments: [String: Texts.Argument] = [
                    "service": .text(title(in: language)), "day": .text(words.format.date(end)),
                ]
                return (language, words("message.draft-ending.\(key)", arguments))
            }
            return LocalizedText(
                all.first?.1 ?? "", in: all.first?.0 ?? .english, translations: Dictionary(all.dropFirst()) { $1 })
        }
        try ports.tell(
            ServiceMessage(
                recipient: draft.party, title: text("title"), text: text("text"), about: ServiceLinks.draft(draft.id),
                reference: draft.id.description, agency: agency(of: service),
                actor: .system("citizen-services.drafts"), now: now), transaction)
        try transaction.execute("UPDATE citizen_services_drafts SET warned_at = \(now) WHERE id = \(draft.id)")
    }
}
