import Base
import FEEL
import Foundation
import Journal
import Processes
import ServiceDefinition
import Store
import StoreTesting
import Synchronization
import Testing
import Web
import WebTesting

@testable import CitizenServices

/// A case goes through the process that its designer drew.
@Suite struct ProcessTests {
    /// The register is right and nothing else needs an officer.
    private static let plain = Town.answers.merging(["details right": true, "what is wrong": .null]) { $1 }

    private func status(_ town: Town, _ id: Identifier<ServiceCase>) async throws -> ProcessInstance.Status? {
        let process = try #require(try await town.one(id).process)
        return try await town.database.read { try town.desk.processes?.instance(process, in: $0)?.status }
    }

    @Test(
        "What the rules decide needs no officer: paid is decided, written, certified and told, once",
        arguments: Engine.all)
    func rules(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            let one = try await town.renewal(Self.plain)
            #expect(one.status == .waitingForPayment && one.process != nil)
            for _ in 0..<3 {
                try await town.database.write { transaction in
                    try town.desk.paid(one.reference.description, receipt: "17", at: town.now, in: transaction)
                }
            }
            let decided = try await town.one(one.id)
            #expect(decided.status == .approved && decided.decision == "approve" && decided.decidedBy == nil)
            #expect(decided.isWritten && decided.isTold)
            #expect(try await status(town, one.id) == .completed)
            #expect(town.registers.written.withLock { $0.map(\.write.write.registry) } == ["driving-licences"])
            let papers = town.mailbox.papers.withLock { $0 }
            #expect(papers.map(\.kind) == [.certificate, .letter])
            let certificate = try #require(papers.first)
            #expect(
                certificate.validUntil != nil && certificate.text.text.contains("{{v0}}")
                    && !certificate.text.text.contains("Robin"))
            #expect(certificate.text.values.contains("Robin"), "values stand apart from the words")
            let verbs = try await town.acts().map(\.verb.rawValue).filter {
                $0 != "services.published" && $0 != "services.begun"
            }
            #expect(Set(verbs) == ["services.submitted", "services.paid", "services.approved"] && verbs.count == 3)
        }
    }

    @Test("An application that is not paid in time lapses when its timer fires", arguments: Engine.all)
    func lapse(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            let one = try await town.renewal(Self.plain)
            town.clock.advance(by: .seconds(15 * 86_400))
            try await town.desk.processes?.sweep(at: town.now)
            let process = try #require(one.process)
            for _ in 0..<2 {
                try await town.database.write { try town.desk.processMoved(process, at: town.now, in: $0) }
            }
            let lapsed = try await town.one(one.id)
            #expect(lapsed.status == .lapsed && lapsed.closedAt != nil)
            #expect(town.mailbox.messages.last?.title(in: .english) == "Your application has lapsed")
            #expect(try await town.acts().count { $0.verb.rawValue == "services.lapsed" } == 1)
            await #expect(throws: CitizenServicesError.notPossible(.pay, .lapsed)) {
                try await town.desk.take(.pay(receipt: "1"), on: one.id, by: Town.mina, at: town.now)
            }
            // Money that comes all the same is written on the case and loses nothing.
            try await town.database.write {
                try town.desk.paid(one.reference.description, receipt: "2", at: town.now, in: $0)
            }
            #expect(try await town.one(one.id).feePaidAt != nil)
        }
    }

    @Test("What an officer asks, is told and decides moves the process; withdrawing ends it", arguments: Engine.all)
    func officer(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            let desk = town.desk
            let id = try await town.renewal().id
            try await desk.take(.pay(receipt: "17"), on: id, by: Town.mina, at: town.now)
            func awaitsDecision() async throws -> Bool {
                let process = try #require(try await town.one(id).process)
                return try await town.database.read { try desk.decisionTask(of: process, $0) != nil }
            }
            #expect(try await awaitsDecision())
            try await desk.take(.ask("Since when?"), on: id, by: Town.mina, at: town.now)
            #expect(try await !awaitsDecision(), "the process waits for the applicant")
            try await desk.take(.answer("May."), on: id, by: Town.robin, at: town.now)
            #expect(try await awaitsDecision())
            try await desk.take(
                .decide("refuse", reasons: ["health"], explanation: ""), on: id, by: Town.mina, at: town.now)
            #expect(try await status(town, id) == .completed)
            #expect(town.registers.written.withLock { $0.isEmpty }, "a refusal changes nothing")
            #expect(town.mailbox.papers.withLock { $0.map(\.kind) } == [.letter])
            let other = try await town.renewal().id
            try await desk.take(.withdraw, on: other, by: Town.robin, at: town.now)
            #expect(try await status(town, other) == .cancelled)
        }
    }

    @Test("A process that cannot run is a mistake of the folder: it is refused, and what served serves on")
    func broken() async throws {
        try await Town.with { town in
            var files = try #require(try Town.larkhavenServices["driving-licence-renewal"])
            files["process.bpmn"] = files["process.bpmn"]?.replacing("duration(\"P14D\")", with: "every friday")
            try town.write("driving-licence-renewal", files)
            let before = town.desk.catalogue["driving-licence-renewal"]?.revision
            try await town.desk.catalogue.publish(at: town.now)
            let refusal = try #require(town.desk.catalogue.refusals.first)
            #expect(refusal.isServed && refusal.mistakes.contains { $0.file == "process.bpmn" })
            #expect(town.desk.catalogue["driving-licence-renewal"]?.revision == before)
        }
    }
}
