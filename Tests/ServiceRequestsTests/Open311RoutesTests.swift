import Base
import BuildingBlock
import Foundation
import Journal
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import ServiceRequests

/// Each test names the part of GeoReport v2 that it proves.
@Suite("Open311 GeoReport v2 over its routes")
struct Open311RoutesTests {
    private static let base = "/open311/v2"

    private func key(_ room: Room, _ scopes: Set<APIKey.Scope> = [.file, .update]) async throws -> String {
        try await room.desk.createKey(name: "Test", scopes: scopes, by: .system("test"), at: room.now).key
    }

    private func post(_ room: Room, _ path: String, _ fields: KeyValuePairs<String, String>, _ files: [FormFile] = [])
        async throws -> Visit
    {
        try await Browser(room.application).post(Self.base + path, fields, files: files, forged: true)
    }

    @Test("Service Discovery: specification, address and formats, in XML and JSON")
    func discovery() async throws {
        try await Room.with { room in
            let json = try await room.browser().get("\(Self.base)/discovery.json").json()
            #expect(json["endpoints"]?[0]?["url"]?.string == "https://larkhaven.example/open311/v2")
            #expect(json["endpoints"]?[0]?["type"]?.string == "production")
            #expect(json["key_service"]?.string?.isEmpty == false)
            let xml = try await room.browser().get("\(Self.base)/discovery.xml")
            #expect(xml["Content-Type"] == "text/xml; charset=utf-8")
            #expect(xml.text.contains("<formats><format>text/xml</format><format>application/json</format></formats>"))
        }
    }

    @Test("GET Service List: every category with its type and whether it has a definition")
    func services() async throws {
        try await Room.with { room in
            let list =
                try await room.browser().get("\(Self.base)/services.json?jurisdiction_id=larkhaven").json().array ?? []
            #expect(list.count == room.desk.catalogue.categories.count)
            let pothole = try #require(list.first { $0["service_code"] == "pothole" })
            #expect(pothole["metadata"] == true)
            #expect(pothole["type"] == "realtime")
            #expect(pothole["group"] == "Streets and pavements")
            #expect(
                try await room.browser(.french).get("\(Self.base)/services.xml").text.contains(
                    "<service_name>Nid-de-poule</service_name>"))
        }
    }

    @Test("GET Service Definition: attributes with order and values; unknown code 404")
    func definition() async throws {
        try await Room.with { room in
            let browser = room.browser()
            let json = try await browser.get("\(Self.base)/services/pothole.json").json()
            #expect(json["attributes"]?[0]?["datatype"] == "singlevaluelist")
            #expect(json["attributes"]?[0]?["required"] == true)
            #expect(json["attributes"]?[0]?["values"]?[0]?["key"] == "shallow")
            let signal = try await browser.get("\(Self.base)/services/traffic-signal.json").json()
            #expect(signal["attributes"]?[0]?["variable"] == false)
            let xml = try await browser.get("\(Self.base)/services/pothole.xml").text
            #expect(
                xml.contains(
                    "<service_definition><service_code>pothole</service_code><attributes><attribute><variable>true</variable>"
                ))
            let unknown = try await browser.get("\(Self.base)/services/nothing.json")
            #expect(unknown.status == 404)
            #expect(try unknown.json()[0]?["code"] == 404)
        }
    }

    @Test("POST Service Request: 201 with the reference; the request can be read back", arguments: Engine.all)
    func file(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let visit = try await post(
                room, "/requests.json",
                [
                    "api_key": try await key(room), "service_code": "pothole", "lat": "47.59283", "long": "-30.21114",
                    "attribute[depth]": "deep", "description": "A <hole> & more", "email": "robin@larkhaven.example",
                    "first_name": "Robin", "last_name": "Sample", "phone": "+999 555 0177",
                    "media_url": "https://example.org/a.jpg",
                ])
            #expect(visit.status == 201)
            let answer = try visit.json()[0]
            let id = try #require(answer?["service_request_id"]?.string)
            #expect(answer?["token"] == nil)
            #expect(answer?["service_notice"]?.string?.isEmpty == false)
            let read = try await room.browser().get("\(Self.base)/requests/\(id).json").json()[0]
            #expect(read?["status"] == "open")
            #expect(read?["service_name"] == "Pothole")
            #expect(read?["agency_responsible"] == "Public Works")
            #expect(read?["lat"]?.double == 47.59283)
            #expect(read?["media_url"] == "https://example.org/a.jpg")
            #expect(read?["requested_datetime"] == "2026-11-02T11:00:00Z")
            #expect(read?["expected_datetime"]?.string != nil)
            let xml = try await room.browser().get("\(Self.base)/requests/\(id).xml").text
            #expect(xml.contains("<description>A &lt;hole&gt; &amp; more</description>"))
            let reference = try #require(RequestReference(id))
            let stored = try #require(try await room.database.read { try $0.request(reference) })
            #expect(stored.answers["depth"] == ["deep"])
            #expect(try await room.database.read { try $0.contact(of: stored.id) }?.name == "Robin Sample")
        }
    }

    @Test(
        "POST Service Request: lists of several values, address instead of coordinates, a photo sent along",
        arguments: Engine.all)
    func fileMore(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let photo = FormFile(
                "media", name: "photo.png", type: "image/png", PhotoTests.jpeg(secret: Array("Camera".utf8)))
            let visit = try await post(
                room, "/requests.xml",
                [
                    "api_key": try await key(room), "service_code": "illegal-dumping", "address_string": "9 Quay",
                    "attribute[kind][]": "bags", "attribute[kind][]": "rubble", "description": "By the path",
                ], [photo])
            #expect(visit.status == 201)
            let id = try #require(visit.text.firstMatch(of: /<service_request_id>(.*?)<\/service_request_id>/)).output.1
            let reference = try #require(RequestReference(String(id)))
            let stored = try #require(try await room.database.read { try $0.request(reference) })
            #expect(stored.answers["kind"] == ["bags", "rubble"])
            #expect(stored.place.address == "9 Quay")
            let read = try await room.browser().get("\(Self.base)/requests/\(id).json").json()[0]
            let media = try #require(read?["media_url"]?.string)
            #expect(media.hasPrefix("https://larkhaven.example/requests/\(id)/photos/"))
            let served = try await room.browser().get(String(media.dropFirst("https://larkhaven.example".count)))
            #expect(served["Content-Type"] == "image/jpeg")
            #expect(served.bytes.ranges(of: Array("Camera".utf8)).isEmpty)
        }
    }

    @Test(
        "Errors: 400 for what is missing or invalid, naming it",
        arguments: [
            ("service_code", ["lat": "47.59283", "long": "-30.21114"]),
            ("lat", ["service_code": "litter", "description": "Bin"]),
            ("lat", ["service_code": "litter", "description": "Bin", "lat": "47.59283"]),
            ("attribute[depth]", ["service_code": "pothole", "address_string": "Quay"]),
            ("email", ["service_code": "litter", "address_string": "Quay", "description": "Bin", "email": "nobody"]),
            (
                "media_url",
                ["service_code": "litter", "address_string": "Quay", "description": "Bin", "media_url": "javascript:1"]
            ),
            ("description", ["service_code": "litter", "address_string": "Quay"]),
        ])
    func badRequests(name: String, fields: [String: String]) async throws {
        try await Room.with { room in
            let key = try await key(room)
            var items = fields.map { (name: $0.key, value: $0.value) }
            items.append((name: "api_key", value: key))
            let visit = try await Browser(room.application).send(
                "POST", "\(Self.base)/requests.json", headers: ["Content-Type": "application/x-www-form-urlencoded"],
                body: Array(Query(items).urlencoded.utf8))
            #expect(visit.status == 400)
            let error = try visit.json()[0]
            #expect(error?["code"] == 400)
            #expect(error?["description"]?.string?.contains(name) == true, "\(visit.text)")
            #expect(
                try await room.database.read { try $0.list(RequestFilter(publicOnly: false), after: nil, limit: 1) }
                    .requests.isEmpty)
        }
    }

    @Test(
        "Errors: 403 without a key, with an unknown or a revoked one, or without the scope; 404 for another jurisdiction or service"
    )
    func forbidden() async throws {
        try await Room.with { room in
            let fields: KeyValuePairs = ["service_code": "litter", "address_string": "Quay", "description": "Bin"]
            let none = try await post(room, "/requests.json", fields)
            #expect(none.status == 403)
            #expect(try none.json()[0]?["code"] == 403)
            #expect(
                try await post(room, "/requests.xml", ["api_key": "wrong", "service_code": "litter"]).text.contains(
                    "<errors><error><code>403</code>"))
            let weak = try await key(room, [.update])
            #expect(try await post(room, "/requests.json", ["api_key": weak, "service_code": "litter"]).status == 403)
            let (text, id) = try await room.desk.createKey(
                name: "Gone", scopes: [.file], by: .system("test"), at: room.now)
            #expect(try await room.desk.revokeKey(id, by: .system("test"), at: room.now))
            #expect(try await post(room, "/requests.json", ["api_key": text, "service_code": "litter"]).status == 403)
            let good = try await key(room)
            #expect(try await post(room, "/requests.json", ["api_key": good, "service_code": "nothing"]).status == 404)
            #expect(
                try await post(
                    room, "/requests.json", ["api_key": good, "jurisdiction_id": "elsewhere", "service_code": "litter"]
                ).status == 404)
            #expect(try await room.browser().get("\(Self.base)/requests.json?jurisdiction_id=elsewhere").status == 404)
            #expect(try await room.browser().get("\(Self.base)/requests/SR-2222-2222.json").status == 404)
            #expect(try await room.browser().get("\(Self.base)/services.yaml").status == 404)
        }
    }

    @Test(
        "GET service_request_id from a token: batch services give a token, blackbox services neither",
        arguments: Engine.all)
    func tokens(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let key = try await key(room)
            let batch = try await post(
                room, "/requests.json",
                [
                    "api_key": key, "service_code": "illegal-parking", "address_string": "Quay",
                    "description": "On the crossing",
                ])
            let token = try #require(try batch.json()[0]?["token"]?.string)
            #expect(try batch.json()[0]?["service_request_id"] == nil)
            let found = try await room.browser().get("\(Self.base)/tokens/\(token).json").json()[0]
            #expect(found?["token"]?.string == token)
            #expect(found?["service_request_id"]?.string?.hasPrefix("SR-") == true)
            let black = try await post(
                room, "/requests.json",
                ["api_key": key, "service_code": "staff-complaint", "attribute[office]": "Desk"])
            #expect(black.status == 201)
            #expect(try black.json()[0]?["token"] == nil)
            #expect(try black.json()[0]?["service_request_id"] == nil)
            #expect(try await room.browser().get("\(Self.base)/tokens/nonsense.json").status == 404)
        }
    }

    @Test("GET Service Requests: every argument and every extension narrows the list", arguments: Engine.all)
    func filters(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let old = try await room.pothole("Old hole")
            room.clock.move(.seconds(86_400))
            let closed = try await room.pothole("Closed hole", at: Room.east(500))
            try await room.desk.decide(
                .resolve(note: "Done"), on: closed.id, version: nil, by: Room.works, at: room.now)
            room.clock.move(.seconds(86_400))
            let bin = try await room.pothole("Full bin", at: Room.east(1000), category: "litter", answers: [:])
            let names = [
                old.reference.description: "old", closed.reference.description: "closed",
                bin.reference.description: "bin",
            ]
            func found(_ query: String) async throws -> [String] {
                let list = try await room.browser().get("\(Self.base)/requests.json?\(query)").json().array ?? []
                return list.map { names[$0["service_request_id"]?.string ?? ""] ?? "?" }
            }
            #expect(try await found("") == ["bin", "closed", "old"])
            #expect(try await found("status=closed") == ["closed"])
            #expect(try await found("status=open,closed") == ["bin", "closed", "old"])
            #expect(try await found("service_code=pothole") == ["closed", "old"])
            #expect(try await found("service_code=pothole,litter&status=open") == ["bin", "old"])
            #expect(try await found("start_date=2026-11-03T00:00:00Z&end_date=2026-11-03T23:00:00Z") == ["closed"])
            #expect(
                try await found("service_request_id=\(old.reference),\(bin.reference)&status=closed") == ["bin", "old"])
            #expect(try await found("page_size=2") == ["bin", "closed"])
            #expect(try await found("page_size=2&page=2") == ["old"])
            #expect(try await found("lat=47.59283&long=-30.21114&radius=600") == ["closed", "old"])
            #expect(try await found("lat=47.59283&long=-30.21114&radius=100") == ["old"])
            #expect(try await found("q=bin") == ["bin"])
            #expect(try await found("updated_after=2026-11-03T00:00:00Z") == ["bin", "closed"])
            #expect(try await found("updated_before=2026-11-02T23:00:00Z") == ["old"])
            room.clock.move(.seconds(100 * 86_400))
            #expect(try await found("") == [])
            #expect(try await found("updated_after=2026-11-01T00:00:00Z") == ["bin", "closed", "old"])
            let bad = try await room.browser().get("\(Self.base)/requests.xml?start_date=soon")
            #expect(bad.status == 400)
            #expect(bad.text.contains("<code>400</code>"))
        }
    }

    @Test(
        "servicerequestupdates: a system of an agency closes, opens again and tells; everyone can read it",
        arguments: Engine.all)
    func updates(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole()
            let key = try await key(room)
            func send(_ status: String, _ text: String) async throws -> Visit {
                room.clock.move(.seconds(1))
                return try await post(
                    room, "/servicerequestupdates.json",
                    [
                        "api_key": key, "service_request_id": filed.reference.description, "status": status,
                        "description": text, "updated_datetime": "2026-11-02T12:00:00Z",
                    ])
            }
            let first = try await send("OPEN", "Seen")
            #expect(first.status == 201)
            #expect(try first.json()[0]?["update_id"]?.string != nil)
            #expect(try await send("closed", "Filled").status == 201)
            #expect(try await room.request(filed).status == .resolved)
            #expect(try await send("open", "Sank").status == 201)
            #expect(try await room.request(filed).status == .accepted)
            let list =
                try await room.browser().get(
                    "\(Self.base)/servicerequestupdates.json?service_request_id=\(filed.reference)"
                ).json().array ?? []
            #expect(list.map { $0["status"]?.string } == ["open", "closed", "open"])
            #expect(list.map { $0["description"]?.string } == ["Seen", "Filled", "Sank"])
            #expect(
                try await room.browser().get("\(Self.base)/servicerequestupdates.xml").text.contains(
                    "<service_request_updates><request_update><update_id>"))
            #expect(try await send("half", "?").status == 400)
            #expect(
                try await post(
                    room, "/servicerequestupdates.json",
                    ["service_request_id": filed.reference.description, "description": "x"]
                ).status == 403)
            let weak = try await self.key(room, [.file])
            #expect(
                try await post(
                    room, "/servicerequestupdates.json",
                    ["api_key": weak, "service_request_id": filed.reference.description, "description": "x"]
                ).status == 403)
        }
    }

    @Test("every JSON answer fits the published schemas in its required members")
    func schemas() async throws {
        try await Room.with { room in
            try await room.pothole()
            let folder = ProcessInfo.processInfo.environment["POLITY_SHARED"] ?? Room.root + "/../shared"
            guard let data = FileManager.default.contents(atPath: folder + "/open311-schema/request.json") else {
                print("skipped: the schemas are not at \(folder)/open311-schema; set POLITY_SHARED")
                return
            }
            let schema = try JSON(parsing: Array(data))
            let request = try #require(try await room.browser().get("\(Self.base)/requests.json").json()[0])
            for name in schema["required"]?.array ?? [] { #expect(request[name.string ?? ""] != nil) }
            let known = Set((schema["properties"]?.object ?? []).map(\.name))
            for member in request.object ?? [] { #expect(known.contains(member.name), "\(member.name)") }
        }
    }

    @Test("the endpoints describe themselves: identifiers are unique, every path parameter is declared")
    func described() throws {
        var routes = Routes()
        let endpoints = [
            Open311Endpoints.discovery, Open311Endpoints.services, Open311Endpoints.definition, Open311Endpoints.list,
            Open311Endpoints.show, Open311Endpoints.file, Open311Endpoints.token, Open311Endpoints.updates,
            Open311Endpoints.postUpdate,
        ]
        #expect(Set(endpoints.map(\.id)).count == 9)
        for endpoint in endpoints {
            routes.endpoint(endpoint) { _ in .noContent }
            for parameter in endpoint.parameters where parameter.place == .path {
                #expect(endpoint.path.contains(":\(parameter.name)"))
            }
            #expect(endpoint.responses.keys.contains { $0 < 300 })
        }
        #expect(routes.declared.count == 9)
    }
}
