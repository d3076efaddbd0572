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

@testable import CitizenServices

/// Where the process and the law of cases do not say the same: silence, incidents, proposals, terms, questions, money of what has ended.
@Suite struct ProcessEdgesTests {
    /// An inspection for some, a decision within 60 days, a second officer for refusals; no fee, no question and no certificate drawn.
    private static let drawing = """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="https://larkhaven.example/edges">
          <process id="edges" name="Edges" isExecutable="true">
            <startEvent id="start" name="Begin"/>
            <exclusiveGateway id="who" name="Inspect?" default="f3"/>
            <userTask id="inspect" name="Inspect" implementation="task"/>
            <exclusiveGateway id="both" name=""/>
            <userTask id="examine" name="Examine" implementation="officer"/>
            <boundaryEvent id="late" name="Too late" attachedToRef="examine">
              <timerEventDefinition><timeDuration>duration("P60D")</timeDuration></timerEventDefinition>
            </boundaryEvent>
            <endEvent id="ended" name="Ended"/>
            <exclusiveGateway id="which" name="Refuse?" default="f6"/>
            <userTask id="second" name="Agree" implementation="second officer"/>
            <serviceTask id="write" name="Write" implementation="write registry"/>
            <serviceTask id="letter" name="Tell" implementation="send letter"/>
            <serviceTask id="letter-2" name="Tell" implementation="send letter"/>
            <endEvent id="done" name="Done"/>
            <endEvent id="refused" name="Refused"/>
            <sequenceFlow id="f1" sourceRef="start" targetRef="who"/>
            <sequenceFlow id="f2" sourceRef="who" targetRef="inspect"><conditionExpression>is senior</conditionExpression></sequenceFlow>
            <sequenceFlow id="f3" sourceRef="who" targetRef="both"/>
            <sequenceFlow id="f4" sourceRef="inspect" targetRef="both"/>
            <sequenceFlow id="f10" sourceRef="both" targetRef="examine"/>
            <sequenceFlow id="f5" sourceRef="examine" targetRef="which"/>
            <sequenceFlow id="f6" sourceRef="which" targetRef="write"/>
            <sequenceFlow id="f7" sourceRef="which" targetRef="second">
              <conditionExpression>decision.outcome = "refuse"</conditionExpression>
            </sequenceFlow>
            <sequenceFlow id="f8" sourceRef="write" targetRef="letter"/>
            <sequenceFlow id="f9" sourceRef="letter" targetRef="done"/>
            <sequenceFlow id="f11" sourceRef="second" targetRef="letter-2"/>
            <sequenceFlow id="f12" sourceRef="letter-2" targetRef="refused"/>
            <sequenceFlow id="f13" sourceRef="late" targetRef="ended"/>
          </process>
        </definitions>
        """

    /// A town whose renewal goes through `drawing`.
    private func town(
        _ engine: Engine = .sqlite, condition: String = "is senior", _ body: (Town) async throws -> Void
    ) async throws {
        var services = try Town.larkhavenServices
        services["driving-licence-renewal"]?["process.bpmn"] = Self.drawing.replacing(
            ">is senior<", with: ">\(condition)<")
        try await Town.with(engine, services: services, body)
    }

    private static let second = CaseWorker(
        actor: .person(Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0077)), agencies: ["transport"])

    private func paid(_ town: Town) async throws -> Identifier<ServiceCase> {
        let id = try await town.renewal().id
        try await town.desk.take(.pay(receipt: "17"), on: id, by: Town.mina, at: town.now)
        return id
    }

    @Test(
        "Silence decides past work that nobody did: what follows is done once, the certificate too",
        arguments: Engine.all)
    func silence(_ engine: Engine) async throws {
        try await town(engine, condition: "not(is senior)") { town in
            let id = try await paid(town)
            await #expect(throws: CitizenServicesError.notPossible(.propose, .received)) {
                try await town.desk.take(
                    .decide("approve", reasons: [], explanation: ""), on: id, by: Town.mina, at: town.now)
            }
            town.clock.advance(by: .seconds(40 * 86_400))
            #expect(try await town.desk.endSilence(at: town.now) == 1)
            #expect(try await town.desk.endSilence(at: town.now) == 0)
            let one = try await town.one(id)
            #expect(one.status == .approved && one.isWritten && one.isTold && one.isCertified)
            #expect(town.registers.written.withLock { $0.count } == 1)
            #expect(town.mailbox.papers.withLock { $0.map(\.kind) } == [.certificate, .letter])
            let process = try #require(one.process)
            let open = try await town.database.read { try town.desk.openTasks(of: process, $0) }
            #expect(open.isEmpty, "no work is left for what is decided")
        }
    }

    @Test("A second officer is asked only where the drawing asks one; who proposed has decided", arguments: Engine.all)
    func second(_ engine: Engine) async throws {
        try await town(engine) { town in
            let first = try await paid(town)
            let approved = try await town.desk.take(
                .decide("approve", reasons: [], explanation: ""), on: first, by: Town.mina, at: town.now)
            #expect(
                approved.status == .approved && approved.decidedBy == Person.mina.party && approved.isWritten
                    && approved.isCertified)
            let other = try await paid(town)
            let refusal = CaseStep.decide("refuse", reasons: ["health"], explanation: "")
            let proposed = try await town.desk.take(refusal, on: other, by: Town.mina, at: town.now)
            #expect(proposed.status == .proposed && !proposed.isTold)
            await #expect(throws: CitizenServicesError.ownDecision) {
                try await town.desk.take(refusal, on: other, by: Town.mina, at: town.now)
            }
            let refused = try await town.desk.take(refusal, on: other, by: Self.second, at: town.now)
            #expect(refused.status == .refused && refused.isTold && !refused.isCertified)
            #expect(town.registers.written.withLock { $0.count } == 1, "a refusal changes nothing")
        }
    }

    @Test("A term of the drawing ends what nobody decided, and what was paid for it goes back", arguments: Engine.all)
    func term(_ engine: Engine) async throws {
        try await town(engine) { town in
            let id = try await paid(town)
            town.clock.advance(by: .seconds(61 * 86_400))
            try await town.desk.processes?.sweep(at: town.now)
            let process = try #require(try await town.one(id).process)
            for _ in 0..<2 {
                try await town.database.write { try town.desk.processMoved(process, at: town.now, in: $0) }
            }
            let one = try await town.one(id)
            #expect(one.status == .lapsed && one.closedAt != nil && !one.isWritten)
            #expect(town.mailbox.refunds.withLock { $0 } == [one.reference.description])
        }
    }

    @Test("A question that the drawing does not know leaves the process where it stands", arguments: Engine.all)
    func question(_ engine: Engine) async throws {
        try await town(engine) { town in
            let id = try await paid(town)
            let asked = try await town.desk.take(.ask("Since when?"), on: id, by: Town.mina, at: town.now)
            #expect(asked.status == .waitingForApplicant && !asked.isWritten)
            #expect(town.registers.written.withLock { $0.isEmpty }, "a question is no decision")
            try await town.desk.take(.answer("May."), on: id, by: Town.robin, at: town.now)
            let approved = try await town.desk.take(
                .decide("approve", reasons: [], explanation: ""), on: id, by: Town.mina, at: town.now)
            #expect(approved.status == .approved && approved.isWritten)
        }
    }

    @Test(
        "What is withdrawn before anybody worked on it is paid back; money that comes late too, and after work began it is not"
    )
    func refunds() async throws {
        try await town { town in
            let early = try await paid(town)
            let one = try await town.desk.take(.withdraw, on: early, by: Town.robin, at: town.now)
            #expect(town.mailbox.refunds.withLock { $0 } == [one.reference.description])
            let worked = try await paid(town)
            try await town.desk.take(.ask("Since when?"), on: worked, by: Town.mina, at: town.now)
            try await town.desk.take(.withdraw, on: worked, by: Town.robin, at: town.now)
            #expect(town.mailbox.refunds.withLock { $0.count } == 1)
            let late = try await town.renewal()
            try await town.desk.take(.withdraw, on: late.id, by: Town.robin, at: town.now)
            for _ in 0..<3 {
                try await town.database.write {
                    try town.desk.paid(late.reference.description, receipt: "9", at: town.now, in: $0)
                }
            }
            #expect(town.mailbox.refunds.withLock { $0 } == [one.reference.description, late.reference.description])
            #expect(try await town.one(late.id).status == .withdrawn)
        }
    }

    @Test(
        "Names of a service whose first word FEEL knows can stand in its process; what cannot run is refused at its line"
    )
    func names() throws {
        var files = try #require(try Town.larkhavenServices["driving-licence-renewal"])
        files["process.bpmn"] = Self.drawing
        func mistakes() -> [Mistake] {
            let report = Service.check(files: files.mapValues { Data($0.utf8) }, in: Surroundings(), now: Self.today)
            return report.mistakes.filter { $0.file == "process.bpmn" && $0.severity == .error }
        }
        #expect(mistakes().isEmpty)
        files["process.bpmn"] = Self.drawing.replacing("duration(\"P60D\")", with: "every friday")
        let found = try #require(mistakes().first)
        #expect((9...10).contains(found.line))
    }

    private static let today: DateTime = {
        guard let day = DateTime(moment: 1_777_888_800, zone: .offset(0)) else { preconditionFailure("a day of 2026") }
        return day
    }()
}
