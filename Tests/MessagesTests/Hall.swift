import Base
import BuildingBlock
import Foundation
import Journal
import Logging
import Store
import StoreTesting
import Synchronization
import Testing
import Web
import WebTesting

@testable import Messages

/// A town with a mailbox for everyone: a database, the sample jurisdiction, a clock that stands, a mail server that does as it is told.
struct Hall: Sendable {
    let platform: Platform
    let desk: MessageDesk
    let block: Block
    let application: WebApplication
    let sessions = TestSessions()
    let people: People
    let post: Post
    let clock: ManualClock

    var database: any Database { platform.database }
    var now: Instant { platform.time.now() }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let migrations = StoreMigrations.all + JournalTables.migrations + MessagesBlock.migrations
    static let sources = [ViewSource(block: "messages", files: MessagesBlock.assets)]
    static let start = Instant(seconds: 1_793_620_800)

    static func with(_ engine: Engine = .sqlite, _ body: (Hall) async throws -> Void) async throws {
        try await TestDatabase.with(engine, migrations: migrations) { database in try await body(try Hall(database)) }
    }

    private init(_ database: any Database) throws {
        let jurisdiction = try Jurisdiction.read(folder: Self.root + "/Jurisdictions/larkhaven")
        let views = try ViewLibrary(Self.sources, languages: jurisdiction.languages)
        let (clock, people, post) = (ManualClock(Self.start), People(), Post())
        (self.clock, self.people, self.post) = (clock, people, post)
        let time = TimeSource {
            clock.advance(by: .microseconds(1000))
            return clock.now
        }
        let mail = MailSender(
            origin: MailOrigin(address: "no-reply@larkhaven.example", name: jurisdiction.title), transport: post,
            time: time)
        platform = Platform(
            database: database, files: NoFiles(), jobs: JobQueue(database, time: time), time: time,
            jurisdiction: jurisdiction,
            texts: views.texts, mailer: mail, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            isDemo: false,
            address: "https://larkhaven.example")
        let templates = try MessageTemplates(
            [MessagesBlock.templates, .init(block: "sample", files: Self.samples)], folder: nil,
            languages: jurisdiction.languages)
        desk = MessageDesk(on: platform, templates: templates, mail: mail) { party, _ in people.find(party) }
        block = MessagesBlock.block(on: platform, desk: desk)
        var routes = Routes()
        block.routes(&routes)
        application = try WebApplication.testing(routes, sources: Self.sources, sessions: sessions, time: time)
    }

    static let samples = [
        "Texts/messages/due.en.txt": """
        Subject: Pay {{amount}} by {{due}}
        Values: amount, due, items.what, reminder

        Dear {{name}},

        {{#reminder}}
        This is a reminder.
        {{/reminder}}
        Pay {{amount}} for:

        {{#items}}
        - {{what}}
        {{/items}}

        See {{link}}.
        """,
        "Texts/messages/due.fr.txt":
            "Subject: Payez {{amount}} avant le {{due}}\n\n{{name}}, {{#reminder}}rappel : {{/reminder}}{{#items}}{{what}} {{/items}}{{link}}",
        "Texts/messages/due.ar.txt":
            "Subject: ادفع {{amount}} قبل {{due}}\n\n{{name}}، {{#reminder}}تذكير{{/reminder}} {{#items}}{{what}} {{/items}}\n{{link}}",
    ]

    /// A message with a value of each kind.
    func reminder(to person: Identifier<Act.Party>, reference: String? = nil) throws -> Message {
        let template = try #require(desk.templates["sample/due"])
        let amount = Money(minorUnits: 1250, platform.jurisdiction.currency)
        let due = try #require(LocalDate(year: 2026, month: 12, day: 3))
        let what = LocalizedText("a copy", in: .english, translations: [.french: "une copie", .arabic: "نسخة"])
        return Message(
            to: person, template,
            values: [
                "amount": .money(amount), "due": .day(due),
                "items": .list([["what": .words(what)], ["what": "stamps"]]),
                "reminder": .flag(true),
            ], about: "/applications/7", reference: reference, agency: "public-works")
    }

    @discardableResult
    func send(_ message: Message) async throws -> Identifier<Message> {
        let now = now
        return try await database.write { try desk.send(message, by: .system("test"), at: now, in: $0) }
    }

    func sent(_ id: Identifier<Message>) async throws -> SentMessage {
        try #require(try await database.read { try MessageRows.message(id, $0) })
    }

    /// Does the jobs that are due, as the worker would, and says how many.
    @discardableResult
    func work() async throws -> Int {
        let jobs = try await platform.jobs.lease(kinds: block.jobs.map(\.kind), limit: 50, for: .seconds(60))
        for job in jobs {
            let handler = try #require(block.jobs.first { $0.kind == job.kind })
            do {
                try await platform.jobs.complete(job, writing: try await handler.handle(job).write)
            } catch {
                try await platform.jobs.fail(job, error: "\(error)", retryAfter: .seconds(10))
            }
        }
        return jobs.count
    }

    func acts() async throws -> [Act] {
        try await database.read { tx in
            try tx.rows("SELECT id FROM journal_acts ORDER BY id").compactMap { try tx.act(try $0[0])?.act }
        }
    }

    func browser(_ language: Language = .english, as person: Person) -> Browser {
        let browser = Browser(application, language: language)
        browser.signIn(as: person, in: sessions)
        return browser
    }
}

/// Who lives there.
final class People: Sendable {
    private let known = Mutex<[Identifier<Act.Party>: MessageRecipient]>([:])
    func find(_ party: Identifier<Act.Party>) -> MessageRecipient? { known.withLock { $0[party] } }
    func add(_ name: String = "Noor Sample", email: String? = "noor@town.example", language: Language? = .english)
        -> Identifier<Act.Party>
    {
        let party = Identifier<Act.Party>(at: Hall.start)
        known.withLock { $0[party] = MessageRecipient(name: name, email: email, language: language) }
        return party
    }
    func remove(_ party: Identifier<Act.Party>) { known.withLock { $0[party] = nil } }
}

/// A mail server that keeps what it is given, or answers with the troubles that it was told.
final class Post: MailTransport {
    struct Given: Sendable {
        var message: String
        var address: String
    }
    private let state = Mutex<(given: [Given], troubles: [MailTrouble])>(([], []))
    var given: [Given] { state.withLock { $0.given } }
    func answer(_ troubles: MailTrouble...) { state.withLock { $0.troubles += troubles } }

    func deliver(_ message: [UInt8], id: Identifier<Mail>, from sender: String, to address: String)
        async throws(MailTrouble)
    {
        let trouble = state.withLock { state -> MailTrouble? in
            state.given.append(Given(message: String(decoding: message, as: UTF8.self), address: address))
            return state.troubles.isEmpty ? nil : state.troubles.removeFirst()
        }
        if let trouble { throw trouble }
    }
}

struct NoFiles: FileStore {
    func put(_ chunks: some AsyncSequence<[UInt8], any Error> & Sendable, limit: Int) async throws -> StoredFile {
        throw FileStoreError.unavailable("no files here")
    }
    func get(_ digest: FileDigest, range: Range<Int>?, _ each: @Sendable ([UInt8]) async throws -> Void) async throws {
        throw FileStoreError.notFound
    }
    func exists(_ digest: FileDigest) async throws -> Bool { false }
    func delete(_ digest: FileDigest) async throws {}
}
