import Base
import BuildingBlock
import Foundation
import Journal
import Logging
import Store
import StoreTesting
import Synchronization
import Web
import WebTesting

@testable import Payments

/// Larkhaven with its payments on a database of a test's own, and a card provider in the same process.
struct Town: Sendable {
    let platform: Platform
    let desk: PaymentDesk
    let block: Block
    let provider: TestProvider
    let application: WebApplication
    let sessions: TestSessions
    let clock: ManualClock

    var database: any Database { platform.database }
    var now: Instant { clock.now }

    static let start = Instant(iso8601: "2026-11-02T11:00:00Z") ?? Instant(seconds: 0)
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let migrations = StoreMigrations.all + JournalTables.migrations + PaymentsBlock.migrations
    static let sources = [ViewSource(block: "payments", files: PaymentsBlock.assets)]

    static let robin = Identifier<Act.Party>(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001)
    static let cashier = Identifier<Act.Party>(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0002)
    static let treasurer = Identifier<Act.Party>(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0003)

    static func with(
        _ engine: Engine = .sqlite, seed: UInt64 = 1, settings: (inout PaymentSettings) -> Void = { _ in },
        _ body: (Town) async throws -> Void
    ) async throws {
        try await TestDatabase.with(engine, migrations: migrations) { database in
            try await body(try Town(database, seed: seed, edit: settings))
        }
    }

    init(_ database: any Database, seed: UInt64, edit: (inout PaymentSettings) -> Void) throws {
        let jurisdiction = try Jurisdiction.read(folder: Self.root + "/Jurisdictions/larkhaven")
        let views = try ViewLibrary(Self.sources, languages: jurisdiction.languages)
        let clock = ManualClock(Self.start)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        (self.clock, sessions, provider) = (clock, TestSessions(), TestProvider(clock: clock, seed: seed))
        platform = Platform(
            database: database, files: NoFiles(), jobs: JobQueue(database, time: clock.timeSource),
            time: clock.timeSource, jurisdiction: jurisdiction, texts: views.texts, mailer: NoMail(), logger: logger,
            isDemo: false, address: "https://town.example")
        var settings = try PaymentSettings.read(for: jurisdiction)
        edit(&settings)
        desk = PaymentDesk(on: platform, settings: settings, provider: provider)
        let names = PayerDirectory(names: { parties, _ in
            parties.contains(Self.robin) ? [Self.robin: "Robin Sample"] : [:]
        })
        block = PaymentsBlock.block(on: platform, desk: desk, directory: names)
        var routes = Routes()
        block.routes(&routes)
        application = try WebApplication.testing(
            routes, sources: Self.sources, sessions: sessions, time: clock.timeSource)
    }

    func browser(_ language: Language = .english, as person: Person? = nil) -> Browser {
        let browser = Browser(application, language: language)
        if let person { browser.signIn(as: person, in: sessions) }
        return browser
    }

    func order(_ cents: Int64..., key: String? = nil) -> PaymentOrder {
        PaymentOrder(
            LocalizedText("Licence renewal", in: .english, translations: [.french: "Renouvellement du permis"]),
            lines: cents.enumerated().map { index, cents in
                PaymentLine(
                    LocalizedText("Line \(index + 1)", in: .english), Money(minorUnits: cents, .euro),
                    account: index == 0 ? "4300" : "4100", agency: "licensing")
            },
            payer: Self.robin, due: LocalDate(year: 2026, month: 11, day: 30) ?? LocalDate(dayNumber: 0),
            about: PaymentSubject(reference: "case-1", path: "/account/applications/1", officePath: "/office/cases/1"),
            agency: "licensing", key: key)
    }

    @discardableResult
    func ask(_ order: PaymentOrder) async throws -> PaymentRequest {
        let now = now
        return try await database.write { try desk.request(order, by: .system("test"), at: now, in: $0) }
    }

    func request(_ request: PaymentRequest) async throws -> PaymentRequest {
        try await database.read { try desk.require(request.id, in: $0) }
    }

    /// A new request of `cents`.
    func bill(_ cents: Int64 = 6000) async throws -> PaymentRequest { try await ask(order(cents)) }

    /// Sends the person to the provider and returns the session.
    func begin(_ request: PaymentRequest) async throws -> String {
        let page = try await desk.beginCard(request.id, in: .english, by: .person(Self.robin), at: now)
        return String(page.split(separator: "/").last ?? "")
    }

    /// Does the jobs that are due, as the worker would: a job that fails is tried again later.
    func work() async throws {
        for _ in 0..<500 {
            let jobs = try await platform.jobs.lease(kinds: block.jobs.map(\.kind), limit: 20, for: .seconds(60))
            if jobs.isEmpty { return }
            for job in jobs {
                guard let handler = block.jobs.first(where: { $0.kind == job.kind }) else { continue }
                do {
                    let outcome = try await handler.handle(job)
                    try await platform.jobs.complete(job, writing: outcome.write)
                } catch {
                    try await platform.jobs.fail(job, error: "\(error)", retryAfter: .seconds(15))
                }
            }
        }
    }

    /// Hands over every message that the provider has for us, in its order.
    func deliver() async throws {
        for message in provider.messages() { try await hand(message) }
    }

    func hand(_ message: SandboxBook.Message) async throws {
        let (body, signature) = provider.signed(message)
        try await desk.accept(message: body, signature: signature, at: now)
    }

    func acts() async throws -> [Act] {
        try await database.read { transaction in
            try transaction.rows("SELECT id FROM journal_acts ORDER BY id").compactMap { row in
                try transaction.act(try row[0])?.act
            }
        }
    }

    /// What the ledger says, debits less credits, by account.
    func balances() async throws -> [String: Int64] {
        try await database.read { transaction in
            Dictionary(
                uniqueKeysWithValues: try transaction.trialBalance().map {
                    (
                        "\($0.account)\($0.currency == .euro ? "" : " \($0.currency)")",
                        $0.debits.minorUnits - $0.credits.minorUnits
                    )
                })
        }
    }
}

extension Person {
    static let robin = Person(
        account: Identifier(Town.robin), name: "Robin Sample", language: nil,
        session: Identifier(at: Instant(seconds: 1_800_000_001)), grants: [])
    static let stranger = Person(
        account: Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0009), name: "Camille Sample",
        language: nil,
        session: Identifier(at: Instant(seconds: 1_800_000_002)), grants: [])

    static func officer(
        _ party: Identifier<Act.Party>, in agency: String = "treasury",
        _ permissions: [Permission] = PaymentPermissions.all
    ) -> Person {
        Person(
            account: Identifier(party), name: "An Officer", language: nil, session: Identifier(party),
            grants: [Grant(agency: agency, permissions: Set(permissions.map(\.key)))])
    }
}

/// The sandbox's book behind the provider's protocol, with a network that can be told to fail before or after the effect.
final class TestProvider: CardProvider {
    enum Failure { case none, before, after }

    let name = "sandbox"
    let origin = "http://pay.example"
    private let clock: ManualClock
    let book: Mutex<SandboxBook>
    private let failure = Mutex(Failure.none)
    private let key = Array("a key that both sides know".utf8)

    init(clock: ManualClock, seed: UInt64) {
        self.clock = clock
        book = Mutex(SandboxBook(seed: seed))
    }

    /// The next call fails this way, once.
    func failNext(_ failure: Failure) { self.failure.withLock { $0 = failure } }

    private func call<Result: Sendable>(
        _ body: (inout sending SandboxBook, Instant) throws(SandboxBook.Trouble) -> sending Result
    ) throws(CardProviderError) -> Result {
        let failure = failure.withLock { failure in
            defer { failure = .none }
            return failure
        }
        if failure == .before { throw .unreachable("nobody answers") }
        let now = clock.now
        let result: Swift.Result<Result, SandboxBook.Trouble> = book.withLock { book in
            do throws(SandboxBook.Trouble) { return .success(try body(&book, now)) } catch { return .failure(error) }
        }
        if failure == .after { throw .unreachable("the answer was lost") }
        switch result {
        case .success(let value): return value
        case .failure(.unknown): throw .unknown
        case .failure(.refused(let reason)): throw .refused(reason)
        }
    }

    private func card(_ session: SandboxBook.Session) -> CardSession {
        CardSession(
            id: session.id, state: session.current, amount: session.amount, page: "\(origin)/pay/\(session.id)",
            failure: session.failure)
    }

    func begin(_ order: CardOrder) async throws(CardProviderError) -> CardSession {
        card(try call { book, now in book.begin(order, at: now) })
    }
    func session(_ id: String) async throws(CardProviderError) -> CardSession {
        card(try call { book, now throws(SandboxBook.Trouble) in try book.session(id, at: now) })
    }
    func end(_ id: String) async throws(CardProviderError) -> CardSession {
        card(try call { book, now throws(SandboxBook.Trouble) in try book.end(id, at: now) })
    }
    func refund(_ order: CardRefundOrder) async throws(CardProviderError) -> CardRefund {
        let refund = try call { book, now throws(SandboxBook.Trouble) in try book.refund(order, at: now) }
        return CardRefund(id: refund.id, amount: refund.amount)
    }
    func event(body: [UInt8], signature: String?, at now: Instant) throws(CardProviderError) -> CardEvent {
        try SandboxMessages.event(body, signature, secret: key, at: now)
    }

    func pay(_ session: String, _ card: TestCard = .good) {
        let now = clock.now
        book.withLock { _ = try? $0.pay(session, card: card.rawValue, at: now) }
    }
    func confirm(_ session: String, _ confirmed: Bool) {
        let now = clock.now
        book.withLock { try? $0.answerChallenge(session, confirmed: confirmed, at: now) }
    }
    func giveUp(_ session: String) {
        let now = clock.now
        book.withLock { _ = try? $0.end(session, at: now) }
    }
    func behave(_ edit: @Sendable (inout SandboxBehaviour) -> Void) { book.withLock { edit(&$0.behaviour) } }
    func messages() -> [SandboxBook.Message] {
        let now = clock.now
        return book.withLock {
            $0.advance(to: now)
            return $0.dueMessages(at: now)
        }
    }
    func signed(_ message: SandboxBook.Message, at time: Instant? = nil) -> (body: [UInt8], signature: String) {
        let body = JSON.object([.init("id", .string(message.id)), .init("session", .string(message.session))]).bytes()
        return (body, MessageSignature(secret: key).sign(body, at: time ?? clock.now))
    }
    /// What it took, less what it sent back.
    var held: Int64 {
        book.withLock { book in
            book.sessions.values.filter { $0.current == .succeeded }.reduce(0) {
                $0 + $1.amount.minorUnits - $1.refunded.minorUnits
            }
        }
    }
}

private struct NoMail: Mailer {
    func send(to address: String, subject: String, text: String) async throws {}
}

private struct NoFiles: FileStore {
    func put(_ chunks: some AsyncSequence<[UInt8], any Error> & Sendable, limit: Int) async throws -> StoredFile {
        throw FileStoreError.notFound
    }
    func get(_ digest: FileDigest, range: Range<Int>?, _ each: @Sendable ([UInt8]) async throws -> Void) async throws {
        throw FileStoreError.notFound
    }
    func exists(_ digest: FileDigest) async throws -> Bool { false }
    func delete(_ digest: FileDigest) async throws {}
}
