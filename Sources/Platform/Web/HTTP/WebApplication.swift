import Base
import HTTPTypes
import Hummingbird
import Logging
import Synchronization

/// The whole site: from a request to its answer. The program serves it on a port; tests ask it without one.
///
/// ```swift
/// var routes = Routes()
/// routes.get("/") { call in .page(Page("home/start", title: "Larkhaven", [:])) }
/// let application = try WebApplication(site: site, routes: routes.declared, views: views)
/// ```
public final class WebApplication: Sendable {
    let site: Site
    let table: RouteTable
    let views: ViewLibrary
    let ports: Ports
    let time: TimeSource
    let logger: Logger
    let cookies: Cookies
    let csrf: CSRF
    let languages: LanguageChoice
    let limiter: RateLimiter
    let trust: ProxyTrust
    let dates = DateClock()
    let pageHeaders: HTTPFields
    let dataHeaders: HTTPFields
    let assets: AssetStore
    private let frames = Mutex<[Language: SiteFrame]>([:])

    /// What others implement for the site.
    public struct Ports: Sendable {
        public var sessions: any SessionReader
        public var clients: any ClientReader
        public init(sessions: any SessionReader = Nobody(), clients: any ClientReader = Nobody()) {
            self.sessions = sessions
            self.clients = clients
        }
    }

    /// Throws a `SiteError` that lists what does not fit: routes declared twice, a secret that is too short, …
    public init(
        site: Site, routes: [Route], views: ViewLibrary, ports: Ports = Ports(), time: TimeSource = .system,
        rateLimits: RateLimits = RateLimits(), logger: Logger = Logger(label: "web")
    ) throws {
        guard site.secret.count >= 32 else { throw SiteError(["the site's secret needs at least 32 bytes"]) }
        self.site = site
        self.views = views
        self.ports = ports
        self.time = time
        self.logger = logger
        table = try RouteTable(routes)
        cookies = Cookies(isSecure: site.isSecure)
        csrf = CSRF(secret: site.secret, authority: site.authority)
        languages = LanguageChoice(site.languages)
        limiter = RateLimiter(rateLimits)
        trust = try ProxyTrust(site.trustedProxies)
        pageHeaders = SecurityHeaders.page(isSecure: site.isSecure)
        dataHeaders = SecurityHeaders.data(isSecure: site.isSecure)
        assets = AssetStore(views.files, colours: site.colours, headers: dataHeaders)
    }

    /// The frame of pages in `language`, made once.
    func frame(in language: Language) -> SiteFrame {
        if let frame = frames.withLock({ $0[language] }) { return frame }
        let frame = SiteFrame(site, texts: views.texts, assets: assets.addresses, in: language)
        frames.withLock { $0[language] = frame }
        return frame
    }

    /// Answers one request of a client at `peer`. Never throws: what goes wrong is an answer too.
    func answer(_ request: Request, from peer: String) async -> Answer {
        let head = RequestHead(request)
        if let file = assets.answer(head) { return file }
        let exchange = Exchange(application: self, head: head, request: request, peer: peer, now: time.now())
        return await exchange.answer()
    }
}
