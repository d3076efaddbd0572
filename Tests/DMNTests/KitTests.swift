import DMN
import FEEL
import Foundation
import Testing

/// Test data that is shared between projects and not part of this one.
enum Shared {
    /// The folder of that name, from POLITY_SHARED or beside the repository; nil where it is absent.
    static func folder(_ name: String) -> URL? {
        let environment = ProcessInfo.processInfo.environment["POLITY_SHARED"].map { URL(fileURLWithPath: $0) }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let places = [environment, root.deletingLastPathComponent().appendingPathComponent("shared")].compactMap { $0 }
        return places.map { $0.appendingPathComponent(name) }.first { FileManager.default.fileExists(atPath: $0.path) }
    }
}

@Suite("DMN Technology Compatibility Kit")
struct KitTests {
    private static let folder = Shared.folder("dmn-tck")

    @Test(
        "Every case of the kit passes",
        .enabled(
            if: folder != nil,
            "Clone the kit (github.com/dmn-tck/tck, folder TestCases) to ../shared/dmn-tck, or set POLITY_SHARED."))
    func kit() throws {
        let folder = try #require(Self.folder)
        let suites = TestFolder.suites(in: folder)
        let runner = TestRunner(now: DateTime(moment: 1_772_323_200, zone: .offset(0)))
        let report = suites.reduce(TestRunner.Report()) { $0 + TestFolder.run($1, with: runner) }
        for failure in report.failures { Issue.record("\(failure)") }
        #expect(report.passed > 0 && report.failed == 0, "\(report.passed) passed, \(report.failed) failed")
    }

    @Test("Damaged models and suites are refused or evaluated, but never crash", arguments: [31, 32])
    func fuzz(_ seed: UInt64) throws {
        var state = seed
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        let original = Array(Samples.fees.utf8)
        for _ in 0..<300 {
            var bytes = original
            for _ in 0...(next() % 5) {
                let place = Int(next() % UInt64(bytes.count))
                switch next() % 3 {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(UInt8(next() % 256), at: place)
                default: bytes[place] = UInt8(next() % 256)
                }
            }
            guard let model = try? DecisionModel(xml: Data(bytes)) else { continue }
            for decision in model.decisions {
                _ = try? model.evaluate(
                    decision: decision, input: ["Age": 30], limits: .init(steps: 10_000), trace: true)
            }
            _ = model.analyse()
        }
    }
}
