import Base
import BuildingBlock
import CitizenServices
import FEEL
import Foundation
import Journal
import Logging
import Processes
import ServiceDefinition
import Store
import StoreTesting
import Web

/// Larkhaven's services over a database, with registers that always say the same.
struct BenchHall: Sendable {
    static let service = "driving-licence-renewal"
    /// The rules leave it to an officer: something in the register is wrong.
    static let answers: Answers = [
        "details right": false, "what is wrong": "I moved.", "eyesight changed": false, "glasses": false,
        "illness": "none", "delivery": "post", "declared": true,
    ]

    let desk: ServicesDesk
    /// Monday 4 May 2026, 10:00 in Larkhaven.
    let now = Instant(iso8601: "2026-05-04T10:00:00Z") ?? Instant(seconds: 0)

    init(_ database: any Database) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let jurisdiction = try Jurisdiction.read(folder: root.appendingPathComponent("Jurisdictions/larkhaven").path)
        let views = try ViewLibrary(
            [ViewSource(block: "citizen-services", files: CitizenServicesBlock.assets)],
            languages: jurisdiction.languages)
        let now = now
        let time = TimeSource { now }
        let platform = Platform(
            database: database, files: try FolderFileStore(path: try TemporaryFolder("polity-bench").path),
            jobs: JobQueue(database, time: time), time: time, jurisdiction: jurisdiction, texts: views.texts,
            mailer: NoMail(), logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }, isDemo: false,
            address: "https://larkhaven.example")
        let records = try Self.records()
        let ports = ServicePorts(
            evidence: { look, _ in records[look.evidence.name] ?? .null },
            applicant: { _, _ in ["name": "Robin Sample", "assurance": "substantial"] })
        let catalogue = ServiceCatalogue(on: platform)
        let handlers = ServicesDesk.handlers(on: platform, catalogue: catalogue, ports: ports)
        desk = ServicesDesk(
            on: platform, catalogue: catalogue, ports: ports,
            processes: ProcessesBlock.desk(on: platform, handlers: handlers))
    }

    private static func records() throws -> [String: FEELValue] {
        let licence = """
            {number: "DL-104233", holder: "x", categories: ["B"], issued: @"2016-06-20", expires: @"2026-06-20", \
            status: "valid", glasses: false}
            """
        let person = """
            {person number: "LH-204518", given names: "Robin", family name: "Sample", date of birth: @"1981-03-14"}
            """
        return ["licence": try Expression(licence).evaluate().value, "person": try Expression(person).evaluate().value]
    }
}

private struct NoMail: Mailer {
    func send(to address: String, subject: String, text: String) async throws {}
}
