import Base
import Logging
import Synchronization
import Web

/// Sessions and API keys for tests: whoever the test says is signed in.
public final class TestSessions: SessionReader, ClientReader {
    private let people = Mutex<[String: Person]>([:])
    private let clients = Mutex<[String: Client]>([:])

    public init() {}

    /// A session of `person`; give its token to `Browser.useSession`.
    public func open(for person: Person) -> String {
        let token = "session-\(person.session)"
        people.withLock { $0[token] = person }
        return token
    }

    public func add(_ client: Client, key: String) { clients.withLock { $0[key] = client } }

    public func person(session token: String, at now: Instant) async throws -> Person? { people.withLock { $0[token] } }
    public func client(key: String, at now: Instant) async throws -> Client? { clients.withLock { $0[key] } }
}

extension Person {
    /// A person for tests, with permissions by agency.
    public static func sample(
        _ name: String = "Sample Person", grants: [String: Set<String>] = [:], language: Language? = nil
    ) -> Person {
        let now = Instant(seconds: 1_700_000_000)
        return Person(
            account: Identifier(at: now), name: name, language: language, session: Identifier(at: now),
            grants: grants.map { Grant(agency: $0.key, permissions: $0.value) })
    }
}

extension Browser {
    /// Signs in as `person`, whom `sessions` must know: the application's session port.
    public func signIn(as person: Person, in sessions: TestSessions) { useSession(sessions.open(for: person)) }
}

extension WebApplication {
    /// A site for tests: three languages, no rate limits, whoever `sessions` knows.
    public static func testing(
        _ routes: Routes, sources: [ViewSource] = [], sessions: TestSessions = TestSessions(),
        time: TimeSource = .fixed(Instant(seconds: 1_700_000_000)), rateLimits: RateLimits = .off,
        checks: [HealthCheck] = [],
        site: (inout Site) -> Void = { _ in }
    ) throws -> WebApplication {
        var described = Site(
            name: LocalizedText("Testhaven", in: .english), languages: [.english, .french, .arabic],
            address: "http://localhost", secret: Array(repeating: 7, count: 32))
        site(&described)
        var logger = Logger(label: "testing")
        logger.logLevel = .critical
        let views = try ViewLibrary(sources, languages: described.languages)
        return try WebApplication(
            site: described, routes: routes.declared, views: views, ports: Ports(sessions: sessions, clients: sessions),
            time: time, rateLimits: rateLimits, checks: checks, logger: logger)
    }
}
