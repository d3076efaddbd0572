import Base
import BuildingBlock
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

    @Test("A business-rule task makes a decision of the service's own models", arguments: Engine.all)
    func businessRule(_ engine: Engine) async throws {
        var services = try Town.larkhavenServices
        services["driving-licence-renewal"]?["risk.dmn"] = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="risk" name="Risk" namespace="https://larkhaven.example/risk">
              <inputData id="i" name="illness"><variable name="illness" typeRef="string"/></inputData>
              <decision id="d" name="Risk"><variable name="Risk" typeRef="string"/>
                <informationRequirement><requiredInput href="#i"/></informationRequirement>
                <literalExpression><text>if illness = "none" then "low" else "high"</text></literalExpression>
              </decision>
            </definitions>
            """
        services["driving-licence-renewal"]?["process.bpmn"] = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d"
                         targetNamespace="https://larkhaven.example/risk">
              <process id="risk" name="Risk" isExecutable="true">
                <startEvent id="start" name="Begin"/>
                <businessRuleTask id="rule" name="Risk" camunda:resultVariable="risk"/>
                <exclusiveGateway id="which" name="Risk?" default="f3"/>
                <userTask id="inspect" name="Look closely" implementation="task"/>
                <userTask id="examine" name="Examine" implementation="officer"/>
                <endEvent id="end" name="Done"/>
                <endEvent id="end-2" name="Done"/>
                <sequenceFlow id="f1" sourceRef="start" targetRef="rule"/>
                <sequenceFlow id="f2" sourceRef="rule" targetRef="which"/>
                <sequenceFlow id="f3" sourceRef="which" targetRef="examine"/>
                <sequenceFlow id="f4" sourceRef="which" targetRef="inspect"><conditionExpression>risk = "high"</conditionExpression></sequenceFlow>
                <sequenceFlow id="f5" sourceRef="inspect" targetRef="end"/>
                <sequenceFlow id="f6" sourceRef="examine" targetRef="end-2"/>
              </process>
            </definitions>
            """
        try await Town.with(engine, services: services) { town in
            #expect(town.desk.catalogue.refusals.isEmpty, "\(town.desk.catalogue.refusals)")
            let one = try await town.renewal()
            let process = try #require(one.process)
            let tasks = try await town.database.read { try town.desk.openTasks(of: process, $0) }
            let incidents = try await town.database.read { try town.desk.processes?.incidents(of: process, in: $0) }
            #expect(incidents?.isEmpty == true, "\(incidents ?? [])")
            #expect(tasks.map(\.name) == ["Examine"], "the decision says that the risk is low")
        }
    }

    @Test("A message that nobody wrote and a decision that no model makes are mistakes of the process")
    func unknownWords() async throws {
        try await Town.with { town in
            var files = try #require(try Town.larkhavenServices["driving-licence-renewal"])
            files["process.bpmn"] = files["process.bpmn"]?.replacing("send message lapsed", with: "send message laps")
                .replacing("<userTask id=\"examine\"", with: "<businessRuleTask id=\"examine\"")
                .replacing("</userTask>", with: "</businessRuleTask>").replacing(
                    " implementation=\"officer\"", with: "")
            let report = Service.check(
                files: files.mapValues { Data($0.utf8) }, in: town.desk.catalogue.surroundings,
                now: town.platform.dateTime(town.now))
            let mistakes = report.mistakes.filter { $0.file == "process.bpmn" && $0.severity == .error }.map(\.message)
            #expect(mistakes.contains { $0.hasPrefix("there is no message 'laps' to send") }, "\(mistakes)")
            #expect(mistakes.contains { $0.contains("makes the decision 'Examine the application'") }, "\(mistakes)")
        }
    }

    @Test("This house has words for each of its own messages, in every language")
    func houseMessages() async throws {
        try await Town.with { town in
            for name in CitizenServicesBlock.messages.map({ $0.replacing(" ", with: "-") }) {
                for part in ["title", "text"] {
                    #expect(town.platform.texts.contains("citizen-services.message.\(name).\(part)"), "\(name)")
                }
            }
        }
    }
}
