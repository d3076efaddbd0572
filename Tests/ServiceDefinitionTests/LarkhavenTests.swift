import Base
import FEEL
import Foundation
import Testing

@testable import ServiceDefinition

@Suite("The services of Larkhaven") struct LarkhavenTests {
    static let names = [
        "birth-certificate", "building-permit", "business-licence", "driving-licence-renewal", "income-tax", "passport",
        "vehicle-tax",
    ]

    @Test("is in order, and every example has the outcome that the law expects", arguments: names)
    func inOrder(name: String) {
        let report = Service.check(files: Samples.folder(name), in: Samples.larkhaven, now: Samples.now)
        #expect(report.mistakes.map(\.description) == [])
        #expect(report.passed >= 8 && report.failed == 0)
    }

    @Test("speaks all languages in every letter", arguments: names)
    func letters(name: String) throws {
        let service = try Service.read(files: Samples.folder(name), in: Samples.larkhaven)
        for result in service.runExamples() where result.journey.isComplete {
            let after = service.afterwards(result.example, result.journey)
            for letter in service.letters + service.messages + [service.certificate].compactMap({ $0 }) {
                for language in service.languages {
                    let text = service.text(letter, result.journey, after, language: language).text
                    #expect(!text.contains("{{") && text.count > 30)
                }
            }
        }
    }

    @Test("All routes are found, the default one among them")
    func routes() throws {
        let service = try Service.read(files: Samples.folder("driving-licence-renewal"), in: Samples.larkhaven)
        let map = service.routeMap(now: Samples.now)
        #expect(map.defaultRoute == ["licence", "eyesight", "health", "delivery", "declaration"])
        #expect(map.routes.count == 4)
    }

    @Test("No change of a byte makes the check fall over", arguments: names)
    func fuzz(name: String) {
        let seed = UInt64(ProcessInfo.processInfo.environment["POLITY_SEED"] ?? "") ?? 4711
        var lot = SplitMix64(seed: seed)
        let files = Samples.folder(name)
        let paths = files.keys.filter { !$0.hasPrefix("examples/") }.sorted()
        let odd: [[UInt8]] = [
            [0x5B], [0x7B], [0x3A], [0x22], [0x0A], [0x09], [0x2D, 0x20], [0xFF], [0x00], Array("{{#x}}".utf8),
            Array("*a".utf8), Array("&a ".utf8), Array("((((((".utf8), Array("null".utf8),
            Array("9999999999999999999".utf8),
        ]
        for _ in 0..<15 {
            var changed = files.filter { !$0.key.hasPrefix("examples/") || $0.key.contains("01-") }
            for _ in 0...Int.random(in: 0...2, using: &lot) {
                let path =
                    Bool.random(using: &lot) ? "service.yaml" : paths[Int.random(in: 0..<paths.count, using: &lot)]
                guard var data = changed[path], data.count > 2 else { continue }
                let place = Int.random(in: 0..<data.count - 1, using: &lot)
                switch Int.random(in: 0...3, using: &lot) {
                case 0: data.remove(at: place)
                case 1: data.insert(contentsOf: odd[Int.random(in: 0..<odd.count, using: &lot)], at: place)
                case 2: data = data.prefix(place)
                default: data.removeSubrange(place..<min(data.count, place + Int.random(in: 1...200, using: &lot)))
                }
                changed[path] = Data(data)
            }
            let report = Service.check(files: changed, in: Samples.larkhaven, now: Samples.now)
            #expect(report.mistakes.allSatisfy { !$0.message.isEmpty && $0.line >= 0 }, "seed \(seed)")
        }
    }

    @Test("Differences are told by their kind, and only wording moves to open cases")
    func differences() throws {
        let files = Samples.folder("driving-licence-renewal")
        let service = try Service.read(files: files, in: Samples.larkhaven)
        func changed(_ old: String, with new: String) throws -> [Change] {
            var files = files
            let text = String(decoding: files["service.yaml"] ?? Data(), as: UTF8.self)
            #expect(text.contains(old))
            files["service.yaml"] = Data(text.replacing(old, with: new).utf8)
            let reader = Reader(files, Samples.larkhaven)
            return service.changes(to: try #require(reader.read()))
        }
        #expect(try changed("title: Your eyesight", with: "title: How you see").map(\.kind).contains(.wording))
        #expect(Service.movesToOpenCases(try changed("Your licence is suspended. ", with: "It is suspended. ")))
        #expect(try changed("P90D", with: "P91D").map(\.kind) == [.rule])
        #expect(try changed("amount: 15", with: "amount: 16").map(\.kind) == [.fee])
        #expect(try changed("working days: 10", with: "working days: 9").map(\.kind) == [.process])
        #expect(try changed("largest: 10 MB", with: "largest: 5 MB").allSatisfy { $0.kind == .question })
        #expect(service.changes(to: service).isEmpty)
    }
}
