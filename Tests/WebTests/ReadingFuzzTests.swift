import Base
import Foundation
import Testing
import WebTesting

@testable import Web

/// A small generator that a seed repeats (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite("Whatever arrives, the readers answer or refuse")
struct ReadingFuzzTests {
    /// The seed of this run; set POLITY_SEED to repeat one.
    private var seed: UInt64 {
        ProcessInfo.processInfo.environment["POLITY_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0 ... .max)
    }

    private func bytes(_ random: inout Seeded, upTo count: Int) -> [UInt8] {
        let alphabet = Array("--b\r\n\r\n: ;=\"%&+name filename{}[],0123\u{0}\u{FF}é".utf8)
        return (0..<Int.random(in: 0...count, using: &random)).map { _ in
            Bool.random(using: &random)
                ? alphabet.randomElement(using: &random) ?? 0 : UInt8.random(in: .min ... .max, using: &random)
        }
    }

    @Test("A multipart form comes out the same, however its bytes are cut into pieces")
    func pieces() throws {
        let seed = seed
        print("multipart pieces: seed \(seed)")
        var random = Seeded(state: seed)
        for _ in 0..<300 {
            let parts = (0..<Int.random(in: 0...4, using: &random)).map { index in
                ("f\(index)", bytes(&random, upTo: 60).filter { $0 != 0x62 })
            }
            var body: [UInt8] = Array("preamble".utf8)
            for (name, content) in parts {
                body +=
                    Array("\r\n--boundary\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n".utf8) + content
            }
            body += Array("\r\n--boundary--\r\nepilogue".utf8)
            var found: [[UInt8]] = []
            var parser = try MultipartParser(boundary: "boundary")
            var rest = body[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...20, using: &random))
                rest = rest.dropFirst(piece.count)
                try parser.feed(piece) { event in
                    switch event {
                    case .began: found.append([])
                    case .data(let bytes): found[found.count - 1] += bytes
                    case .ended: break
                    }
                }
            }
            try parser.finish()
            #expect(found == parts.map(\.1), "seed \(seed)")
        }
    }

    @Test(
        "Random and damaged multipart, urlencoded and JSON bodies are read or refused with 400, 413 or 415, never worse"
    )
    func noise() async throws {
        let seed = seed
        print("bodies: seed \(seed)")
        var random = Seeded(state: seed)
        let (application, browser, _) = try site { routes in
            routes.post("/form", limits: Limits(body: 4000, file: 100, files: 2)) { call in
                _ = try await call.input.form()
                return .noContent
            }
            routes.endpoint(
                Endpoint(
                    .post, "/json", id: "json", summary: "JSON", tag: "t", responses: [:], limits: Limits(body: 4000))
            ) { call in
                _ = try await call.input.json()
                return .noContent
            }
        }
        let token = try await application.formToken(session: nil)
        let good = Array(
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"p\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n--b--\r\n"
                .utf8)
        for _ in 0..<1500 {
            var body = Bool.random(using: &random) ? good : bytes(&random, upTo: 5000)
            for _ in 0..<Int.random(in: 0...6, using: &random) where !body.isEmpty {
                let index = Int.random(in: 0..<body.count, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: body[index] = UInt8.random(in: .min ... .max, using: &random)
                case 1: body.remove(at: index)
                default: body.insert(contentsOf: body[index...].prefix(20), at: index)
                }
            }
            let (path, type) =
                [
                    ("/form", "multipart/form-data; boundary=b"), ("/form", "application/x-www-form-urlencoded"),
                    ("/json", "application/json"),
                    (
                        "/form",
                        String(decoding: bytes(&random, upTo: 40).filter { (32...126).contains($0) }, as: UTF8.self)
                    ),
                ].randomElement(using: &random) ?? ("/form", "")
            let visit = try await browser.send(
                "POST", path, headers: ["Content-Type": type, "X-CSRF-Token": token], body: body)
            #expect([204, 400, 413, 415].contains(visit.status), "seed \(seed): \(visit.status) for \(type)")
        }
    }

    @Test("Random queries, paths and headers never make the site fail")
    func addresses() async throws {
        let seed = seed
        print("addresses: seed \(seed)")
        var random = Seeded(state: seed)
        let (_, browser, _) = try site { routes in
            routes.get("/notes/:id.:format") { call in
                .text(call.parameter("id") + (call.input.query["q"] ?? ""), type: "text/plain")
            }
        }
        let alphabet = Array("/:.%?&=+abc019é;,\"'<>{}|\\^`~*#@!$()[]")
        for _ in 0..<1500 {
            let tail = String(
                (0..<Int.random(in: 0...40, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "a" })
            let header = String(tail.filter { $0.isASCII })
            let visit = try await browser.send(
                "GET", "/notes/" + tail,
                headers: [
                    "Accept-Language": header, "Accept-Encoding": header, "If-None-Match": header, "Range": header,
                    "Cookie": header,
                ])
            #expect(visit.status < 500, "seed \(seed): \(tail)")
        }
    }

    @Test("An urlencoded form survives encoding and decoding whatever people type")
    func roundTrip() {
        let seed = seed
        var random = Seeded(state: seed)
        for _ in 0..<300 {
            let text = String(decoding: bytes(&random, upTo: 50).filter { $0 != 0 }, as: UTF8.self)
            let query = Query([(name: text, value: text), (name: "b", value: "")])
            #expect(Query(urlencoded: query.urlencoded) == query, "seed \(seed)")
        }
    }
}
