import Base
import BuildingBlock
import Crypto
import Journal
import TransparencyLog
import Web

/// Pages on which anyone can browse the public part of the journal.
struct JournalPages: Sendable {
    let platform: Platform
    let log: PublicLog
    static let pageSize = 50

    /// The newest entries, or those before `?before=`; `?find=` leads to an entry by its number or its act.
    func index(_ call: Call<Visitor>) async throws -> Reply {
        if let sought = call.input.query["find"], !sought.isEmpty { return try await find(sought) }
        let before = call.input.query["before"].flatMap { Int($0) }
        async let note = log.checkpoint()
        let entries = try await log.entries(before: before, limit: Self.pageSize)
        let model = JournalPage(
            platform: platform, language: call.language,
            checkpoint: try await note.flatMap { try? SignedNote(encoded: $0) },
            entries: entries, log: log, isFirst: before == nil)
        return .page(Page("transparency/journal", title: text("transparency.title", call), model))
    }

    func entry(_ call: Call<Visitor>) async throws -> Reply {
        guard let number = Int(call.parameter("number")), number >= 0,
            let found = try await log.entries(before: number + 1, limit: 1).first, found.index == number
        else { throw Problem.notFound }
        let model = EntryPage(platform: platform, language: call.language, index: number, entry: found.entry)
        return .page(Page("transparency/entry", title: model.heading, model))
    }

    private func find(_ sought: String) async throws -> Reply {
        if let number = Int(sought) { return .redirect(to: "/journal/entries/\(number)") }
        guard let act = Identifier<Act>(sought), let number = try await log.entry(of: act)?.index else {
            throw Problem.notFound
        }
        return .redirect(to: "/journal/entries/\(number)")
    }

    private func text(_ key: String, _ call: Call<Visitor>) -> String { platform.texts(key, in: call.language) }
}

extension Platform {
    /// A verb in words, where its block gives them (`verb.service-request.filed`); else the verb itself.
    func words(for verb: Act.Verb, in language: Language) -> String {
        texts.resolved("verb.\(verb.rawValue)", in: language)?.text ?? verb.rawValue
    }

    func moment(_ instant: Instant, in language: Language) -> UI.Moment {
        UI.Moment(instant, Format(language, zone: jurisdiction.calendar.zone))
    }
}
