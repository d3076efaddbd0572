import Base
import Foundation
import Logging
import Store
import Synchronization
import Testing
import WebTesting

@testable import Web

@Suite("For those who operate it, and for programs")
struct OperationsTests {
    private let endpoint = Endpoint(
        .get, "/api/notes/:id.:format", id: "getNote", summary: "One note", tag: "notes",
        parameters: [
            .init("id", in: .path, required: true, "The note", schema: ["type": "string", "format": "uuid"]),
            .init("page", in: .query, "The page", schema: ["type": "integer", "minimum": 1, "maximum": 10]),
            .init("status", in: .query, "States", schema: ["type": "array", "items": ["enum": ["open", "closed"]]]),
            .init("since", in: .query, "From when", schema: ["type": "string", "format": "date-time"]),
        ], responses: [200: .init("The note", content: ["application/json": ["type": "object"]])])

    private func site(checks: [HealthCheck] = []) throws -> (WebApplication, Browser) {
        var routes = Routes()
        routes.endpoint(endpoint) { _ in .json([:]) }
        routes.get("/note/:name") { _ in page("x") }
        let application = try WebApplication.testing(routes, sources: [notes], checks: checks) {
            $0.operators = ["127.0.0.1"]
        }
        return (application, Browser(application))
    }

    @Test("Parameters that do not fit their declaration are refused with 400, each named")
    func parameters() async throws {
        let (_, browser) = try site()
        let path = "/api/notes/018f4e3c-7b1a-7cc3-98c4-dc0c0c07398f.json"
        #expect(try await browser.get("\(path)?page=3&status=open,closed&since=2026-01-01T00:00:00Z").status == 200)
        let refused = try await browser.get("\(path)?page=11&status=open,lost&since=yesterday")
        #expect(refused.status == 400)
        #expect(try refused.json()["errors"]?.array?.compactMap { $0["field"]?.string } == ["page", "status", "since"])
        #expect(try await browser.get("/api/notes/12.json").status == 400)
    }

    @Test("The OpenAPI description holds every endpoint, path names in braces, and is valid JSON")
    func openAPI() async throws {
        let (_, browser) = try site()
        let visit = try await browser.get("/openapi.json")
        let document = try visit.json()
        #expect(document["openapi"] == "3.1.0")
        let operation = try #require(document["paths"]?["/api/notes/{id}.{format}"]?["get"])
        #expect(operation["operationId"] == "getNote")
        #expect(
            operation["parameters"]?.array?.compactMap { $0["name"]?.string } == [
                "id", "page", "status", "since", "format",
            ])
        #expect(visit["Access-Control-Allow-Origin"] == "*")
        #expect(try await browser.get("/api").text.contains("GET /api/notes/{id}.{format}"))
    }

    @Test("The OpenAPI description is valid by openapi-spec-validator")
    func openAPIValidator() async throws {
        guard let validator = Self.tool("openapi-spec-validator") else {
            print("skipped: openapi-spec-validator is not installed; `make test` installs it")
            return
        }
        let (_, browser) = try site()
        let file = FileManager.default.temporaryDirectory.appending(path: "polity-openapi-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(try await browser.get("/openapi.json").bytes).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: validator)
        process.arguments = [file.path]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    private static func tool(_ name: String) -> String? {
        let folders =
            [FileManager.default.currentDirectoryPath + "/.venv/bin"]
            + (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    @Test(
        "A check that fails or never answers makes /readyz fail with 503, its reason kept to the log; /healthz stays well"
    )
    func readiness() async throws {
        let (_, well) = try site(checks: [HealthCheck("database") {}])
        #expect(try await well.get("/readyz").json() == ["ready": true, "checks": ["database": "ok"]])
        let (_, ill) = try site(checks: [
            HealthCheck("database") { throw DatabaseError.unavailable("disk full at /secret") },
            HealthCheck("files") { try await Task.sleep(for: .seconds(3600)) },
        ])
        let visit = try await ill.get("/readyz")
        #expect(visit.status == 503)
        #expect(try visit.json() == ["ready": false, "checks": ["database": "failed", "files": "failed"]])
        #expect(try await ill.get("/healthz").status == 200)
    }

    @Test("Metrics count answers by route and status class, name no address, and are there for operators only")
    func metrics() async throws {
        let (application, browser) = try site()
        _ = try await browser.get("/note/ada-lovelace")
        _ = try await browser.get("/nothing")
        application.metrics.register {
            [.init("polity_jobs_waiting", help: "Jobs that wait.", labels: ["queue": "mail"], value: 3)]
        }
        application.metrics.register { throw CancellationError() }
        #expect(try await browser.get("/metrics").status == 404)
        browser.setAddress("127.0.0.1")
        let text = try await browser.get("/metrics").text
        #expect(text.contains("polity_request_seconds_count{route=\"/note/:name\",status=\"2xx\"} 1"))
        #expect(text.contains("polity_request_seconds_count{route=\"unmatched\",status=\"4xx\"} 1"))
        #expect(text.contains("polity_jobs_waiting{queue=\"mail\"} 3.0"))
        #expect(!text.contains("lovelace"))
    }

    @Test("A log entry is one line of JSON; a request's entry names its route and number, nothing that names a person")
    func logs() async throws {
        let lines = Mutex<[String]>([])
        var logger = Logger(label: "web") { label in
            JSONLogHandler(label: label, time: .fixed(Instant(seconds: 0))) { bytes in
                lines.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) }
            }
        }
        logger.logLevel = .info
        var routes = Routes()
        routes.get("/note/:name") { _ in page("x") }
        let site = Site(
            name: LocalizedText("T", in: .english), languages: [.english], address: "http://localhost",
            secret: Array(repeating: 1, count: 32))
        let application = try WebApplication(
            site: site, routes: routes.declared, views: try ViewLibrary([notes], languages: [.english]), logger: logger)
        let visit = try await Browser(application).get("/note/ada?secret=1")
        let line = try #require(lines.withLock { $0 }.first)
        #expect(line.last == "\n")
        let entry = try JSON(parsing: line)
        #expect(entry["route"] == "/note/:name")
        #expect(entry["status"] == 200)
        #expect(entry["request"]?.string == visit["X-Request-Id"])
        #expect(!line.contains("ada") && !line.contains("secret") && !line.contains("192.0.2.1"))
    }

    @Test("A cursor comes back as it was written; one that was changed is refused")
    func cursors() {
        let coding = CursorCoding(secret: Array(repeating: 9, count: 32))
        let cursor = Cursor(["2026-03-01", 12, .null], backward: true)
        let word = coding.write(cursor)
        #expect(coding.read(word) == cursor)
        #expect(coding.read(word + "A") == nil)
        #expect(coding.read("A" + word.dropFirst()) == nil || word.first == "A")
        #expect(CursorCoding(secret: Array(repeating: 8, count: 32)).read(word) == nil)
        #expect(coding.read("") == nil)
    }

    @Test("Pages of a list lead forwards and back over the same rows, and end at both ends")
    func lists() async throws {
        let rows = Array(1...10)
        var routes = Routes()
        routes.get("/list") { call in
            let cursor = try call.cursor()
            let size = call.pageSize(4)
            let after = cursor.flatMap { $0.values.first?.integer }.map(Int.init)
            let found =
                cursor?.isBackward == true
                ? rows.reversed().filter { $0 < after ?? 0 } : rows.filter { $0 > after ?? 0 }
            let page = call.page(of: Array(found.prefix(size + 1)), size: size, after: cursor) { [.integer(Int64($0))] }
            return .json([
                "rows": .array(page.elements.map { .integer(Int64($0)) }),
                "next": page.next.map { .string($0) } ?? .null,
                "previous": page.previous.map { .string($0) } ?? .null,
            ])
        }
        let browser = Browser(try WebApplication.testing(routes))
        func open(_ cursor: JSON?) async throws -> JSON {
            try await browser.get("/list?cursor=\(cursor?.string ?? "")").json()
        }
        let first = try await open(nil)
        #expect(first["rows"] == [1, 2, 3, 4] && first["previous"] == .null)
        let second = try await open(first["next"])
        #expect(second["rows"] == [5, 6, 7, 8])
        let third = try await open(second["next"])
        #expect(third["rows"] == [9, 10] && third["next"] == .null)
        let back = try await open(third["previous"])
        #expect(back["rows"] == [5, 6, 7, 8])
        let start = try await open(back["previous"])
        #expect(start["rows"] == [1, 2, 3, 4] && start["previous"] == .null)
        #expect(try await browser.get("/list?cursor=forged").status == 400)
    }

    @Test("Records go out as CSV, JSON and GeoJSON; formulas are disarmed, a record without a place has no geometry")
    func records() throws {
        func write(_ format: RecordFormat) -> String {
            var writer = RecordWriter(format, columns: ["id", "text", "lon", "lat"], place: (2, 3))
            let rows: [[JSON]] = [[1, "a,\"b\"", 10.5, 50], [2, "=1+1", .null, .null]]
            return String(decoding: writer.head() + rows.flatMap { writer.record($0) } + writer.foot(), as: UTF8.self)
        }
        #expect(write(.csv) == "id,text,lon,lat\r\n1,\"a,\"\"b\"\"\",10.5,50\r\n2,'=1+1,,\r\n")
        #expect(try JSON(parsing: write(.json))[1] == ["id": 2, "text": "=1+1", "lon": .null, "lat": .null])
        let features = try JSON(parsing: write(.geojson))["features"]
        #expect(features?[0]?["geometry"]?["coordinates"] == [10.5, 50])
        #expect(features?[0]?["properties"] == ["id": 1, "text": "a,\"b\""])
        #expect(features?[1]?["geometry"] == .null)
    }
}
