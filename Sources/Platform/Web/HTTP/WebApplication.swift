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
    let bodySeconds: Int
    let cookies: Cookies
    let csrf: CSRF
    let languages: LanguageChoice
    let limiter: RateLimiter
    let trust: ProxyTrust
    let dates = DateClock()
    let pageHeaders: HTTPFields
    let dataHeaders: HTTPFields
    private let shown: Mutex<AssetStore>
    var assets: AssetStore { shown.withLock { $0 } }
    let cache = ResponseCache()
    let events: EventStreams
    let cursors: CursorCoding
    /// Figures about the answers; others register their gauges here.
    public let metrics: RequestMetrics
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
    ///
    /// - Parameters:
    ///   - checks: what `/readyz` asks.
    ///   - bodySeconds: how long a body may take to arrive; one second is added for every 16 kB that its route accepts.
    public init(
        site: Site, routes: [Route], views: ViewLibrary, ports: Ports = Ports(), time: TimeSource = .system,
        rateLimits: RateLimits = RateLimits(), checks: [HealthCheck] = [], metrics: RequestMetrics = RequestMetrics(),
        bodySeconds: Int = 20, logger: Logger = Logger(label: "web")
    ) throws {
        guard site.secret.count >= 32 else { throw SiteError(["the site's secret needs at least 32 bytes"]) }
        let operators = try ProxyTrust.ranges(site.operators, called: "operator")
        var builtIn = Routes()
        BuiltInRoutes(site: site, checks: checks, metrics: metrics, logger: logger, operators: operators)
            .declare(&builtIn, endpoints: routes)
        self.site = site
        self.views = views
        self.ports = ports
        self.time = time
        self.bodySeconds = bodySeconds
        self.logger = logger
        table = try RouteTable(builtIn.declared + routes)
        self.metrics = metrics
        events = EventStreams()
        cursors = CursorCoding(secret: site.secret)
        cookies = Cookies(isSecure: site.isSecure)
        csrf = CSRF(secret: site.secret, authority: site.authority)
        languages = LanguageChoice(site.languages)
        limiter = RateLimiter(rateLimits)
        trust = try ProxyTrust(site.trustedProxies)
        pageHeaders = SecurityHeaders.page(isSecure: site.isSecure)
        dataHeaders = SecurityHeaders.data(isSecure: site.isSecure)
        shown = Mutex(AssetStore(views.files, colour: site.colour, headers: dataHeaders))
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
        if views.reloads { refresh() }
        let now = time.now()
        let key = cacheKey(head)
        if let key, let entry = cache.find(key, at: now) { return entry.answer(to: head) }
        let exchange = Exchange(application: self, head: head, request: request, peer: peer, now: now)
        let answer = await exchange.answer()
        if let key, let seconds = answer.sharedSeconds,
            let entry = ResponseCache.Entry(answer, expires: now + .seconds(Int64(seconds)))
        {
            cache.keep(entry, key)
            return entry.answer(to: head)
        }
        return head.acceptsGzip ? Compression.compressed(answer, level: 1) ?? answer : answer
    }

    /// Takes up what changed in the folder of views. For developing.
    private func refresh() {
        do {
            guard try views.reloadIfChanged() else { return }
            let fresh = AssetStore(views.files, colour: site.colour, headers: dataHeaders)
            shown.withLock { $0 = fresh }
            frames.withLock { $0 = [:] }
            cache.removeAll()
        } catch {
            logger.error("the changed views cannot be used", metadata: ["error": "\(error)"])
        }
    }

    /// Under what an answer for everyone is kept; `nil` for whoever has a session, and for what is no reading.
    private func cacheKey(_ head: RequestHead) -> ResponseCache.Key? {
        guard head.method == .get || head.method == .head, Cookies.value(cookies.session, in: head.headers) == nil
        else { return nil }
        return ResponseCache.Key(address: head.address, language: languages.choose(head.headers, person: nil))
    }

    /// Forgets the pages that are kept for everyone: after something changed that they show.
    public func forgetSharedPages() { cache.removeAll() }

    /// Tells metrics and log about an answer that went out. Neither learns the address, only the route.
    func report(_ answer: Answer, seconds: Double) {
        metrics.record(route: answer.route, status: answer.status.code, seconds: seconds)
        guard let id = answer.headers[.requestID] else { return }
        logger.info(
            "answered",
            metadata: [
                "request": "\(id)", "route": "\(answer.route)", "status": .stringConvertible(answer.status.code),
                "milliseconds": .stringConvertible((seconds * 100_000).rounded() / 100),
            ])
    }
}
