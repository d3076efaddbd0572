// BenchWeb PORT: serves a bare Hummingbird hello on PORT and a site on PORT + 1, for wrk to compare.
//
//   /cached   a page for everyone, kept ready
//   /page     the same page, drawn for every request
import Base
import Hummingbird
import Logging
import ServiceLifecycle
import Web

let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8090
var logger = Logger(label: "bench")
logger.logLevel = .warning

let router = Router()
router.get("/") { _, _ in "Hello" }
let hello = Application(
    router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: logger)

let view = ViewSource(
    block: "bench",
    files: [
        "Views/list.mustache": """
        {{<layout}}{{$content}}
        <h1>{{title}}</h1>
        {{#table}}{{>table}}{{/table}}
        {{#pages}}{{>pagination}}{{/pages}}
        {{/content}}{{/layout}}
        """
    ])

func list(_ cache: Reply.Cache) -> Reply {
    let rows = (1...20).map { number in
        UI.Row([
            UI.Cell("SR-2026-\(number)", href: "/requests/\(number)"), UI.Cell("Pothole in the road \(number)"),
            UI.Cell("Harbour Street \(number)"), UI.Cell("3 March 2026"),
        ])
    }
    let table = UI.Table(
        "Requests", columns: [UI.Column("Number"), UI.Column("What"), UI.Column("Where"), UI.Column("When")], rows: rows
    )
    return .page(
        Page(
            "bench/list", title: "Requests",
            ["title": "Requests", "table": table, "pages": UI.Pagination(previous: nil, next: "/page?cursor=x")],
            cache: cache))
}

var routes = Routes()
routes.get("/cached") { _ in list(.shared(seconds: 60)) }
routes.get("/page") { _ in list(.none) }
let languages: [Language] = [.english, .french, .arabic]
let site = Site(
    name: LocalizedText("Larkhaven", in: .english), languages: languages, address: "http://localhost:\(port + 1)",
    secret: Array(repeating: 1, count: 32))
let application = try WebApplication(
    site: site, routes: routes.declared, views: ViewLibrary([view], languages: languages), rateLimits: .off,
    logger: logger)
let server = try application.server(.init(port: port + 1))
try await ServiceGroup(services: [hello, server], logger: logger).run()
