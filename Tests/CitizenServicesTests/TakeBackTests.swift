import Base
import Foundation
import Journal
import ServiceDefinition
import Store
import StoreTesting
import Synchronization
import Testing

@testable import CitizenServices

@Suite struct TakeBackTests {
    /// The sample's service, whose approval makes a record besides the one that it changes.
    private static var services: [String: [String: String]] {
        get throws {
            var services = try Town.larkhavenServices
            var text = try #require(services["driving-licence-renewal"]?["service.yaml"])
            let start = try #require(text.range(of: "  registry:\n    update:")).lowerBound
            let end = try #require(text.range(of: "  certificate: {")).lowerBound
            let update = text[start..<end].split(separator: "\n").dropFirst().enumerated().map { index, line in
                index == 0 ? "    - \(line.drop { $0 == " " })" : "  \(line)"
            }
            let create = [
                "  registry:", "    - create: driving-licences", "      set:", "        number: case.reference",
            ]
            text.replaceSubrange(start..<end, with: (create + update).joined(separator: "\n") + "\n")
            services["driving-licence-renewal"]?["service.yaml"] = text
            return services
        }
    }

    @Test(
        "What an approval made in a register is taken back by the appeal that undoes it, and made anew by the next",
        arguments: Engine.all)
    func undone(_ engine: Engine) async throws {
        try await Town.with(engine, services: try Self.services) { town in
            let (desk, one) = (town.desk, try await town.renewal())
            let judge = CaseWorker(actor: .person(Identifier(at: town.now)), agencies: nil)
            try await desk.take(.pay(receipt: "17"), on: one.id, by: Town.mina, at: town.now)
            func decide(_ key: String, _ reasons: [String]) async throws {
                try await desk.take(
                    .decide(key, reasons: reasons, explanation: ""), on: one.id, by: Town.mina, at: town.now)
            }
            func made() -> Int { town.registers.written.withLock { $0.count { $0.write.write.action == .create } } }
            func takenBack() -> [RegistryChange] { town.registers.takenBack.withLock { $0 } }

            try await decide("approve", [])
            #expect(made() == 1 && takenBack().isEmpty)
            try await desk.take(.appeal("It says too little."), on: one.id, by: Town.robin, at: town.now)
            #expect(takenBack().isEmpty)
            try await desk.take(.remit("It does."), on: one.id, by: judge, at: town.now)
            let back = try #require(takenBack().first)
            #expect(
                takenBack().count == 1 && back.write.write.action == .create, "what it changed stays as it was changed")
            #expect(back.write.fields.map(\.name) == ["number"] && back.reference == one.reference.description)

            try await decide("refuse", ["health"])
            #expect(made() == 1 && takenBack().count == 1)
            try await desk.take(.appeal("I am well."), on: one.id, by: Town.robin, at: town.now)
            try await desk.take(.remit("So it seems."), on: one.id, by: judge, at: town.now)
            #expect(takenBack().count == 1, "a refusal made nothing that could be taken back")
            try await decide("approve", [])
            #expect(made() == 2)
        }
    }
}
