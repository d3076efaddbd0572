import Base
import FEEL
import Foundation
import Journal
import ServiceDefinition
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import CitizenServices

@Suite struct CaseTests {
    @Test("Submitting is one transaction: case, act and message; sending twice makes one case", arguments: Engine.all)
    func submit(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            let one = try await town.renewal()
            #expect(one.status == .waitingForPayment && one.fee.decimal == "40.00")
            let again = try await town.desk.submit(one.id, by: Person.robin.party, in: .english, at: town.now)
            #expect(again.reference == one.reference)
            #expect(try await town.acts().filter { $0.verb == CitizenServicesActs.submitted }.count == 1)
            #expect(try await town.desk.drafts(of: Person.robin.party).isEmpty)
            let message = try #require(town.mailbox.messages.first)
            #expect(
                message.text(in: .english).contains(one.reference.description)
                    && message.text(in: .arabic) != message.text(in: .english))
            // Paid at the counter, recorded by an officer: now the clock runs.
            #expect(one.clock.pausedAt != nil)
            let paid = try await town.desk.take(.pay(receipt: "17"), on: one.id, by: Town.mina, at: town.now)
            #expect(paid.status == .received && paid.clock.pausedAt == nil && paid.feePaidAt != nil)
        }
    }

    @Test("What is not complete, or what the registers do not allow, is not submitted")
    func refusedSubmission() async throws {
        try await Town.with { town in
            var draft = try await town.desk.begin("driving-licence-renewal", by: Person.robin.party, at: town.now)
            draft.answers = Town.answers
            draft.answers["illness"] = .null
            draft = try await town.desk.save(draft, at: town.now)
            await #expect(throws: CitizenServicesError.notComplete) {
                try await town.desk.submit(draft.id, by: Person.robin.party, in: .english, at: town.now)
            }
            draft.answers = Town.answers
            draft = try await town.desk.save(draft, at: town.now)
            // Between begin and send the licence was suspended.
            town.registers.set(
                "licence",
                #"{number: "DL-1", categories: ["B"], expires: @"2026-06-20", status: "suspended", glasses: false}"#)
            let id = draft.id
            await #expect(throws: CitizenServicesError.notComplete) {
                try await town.desk.submit(id, by: Person.robin.party, in: .english, at: town.now)
            }
            #expect(try await town.desk.drafts(of: Person.robin.party).count == 1)
            // Nobody else's draft.
            await #expect(throws: CitizenServicesError.unknownCase) {
                try await town.desk.submit(id, by: Person.mina.party, in: .english, at: town.now)
            }
        }
    }

    @Test(
        "Ask, answer, refuse with reasons, appeal, remit, approve: each step is an act and the person is told",
        arguments: Engine.all)
    func life(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            let id = try await town.renewal().id
            let desk = town.desk
            try await desk.take(.pay(receipt: "17"), on: id, by: Town.mina, at: town.now)
            town.clock.advance(by: .seconds(3 * 86_400))
            let asked = try await desk.take(.ask("Which doctor?"), on: id, by: Town.mina, at: town.now)
            #expect(asked.status == .waitingForApplicant && asked.clock.daysLeft == 7)
            town.clock.advance(by: .seconds(30 * 86_400))
            #expect(try await desk.endSilence(at: town.now) == 0, "a clock that stands still never ends")
            let answered = try await desk.take(.answer("Dr Sample"), on: id, by: Town.robin, at: town.now)
            #expect(answered.clock.dueAt == desk.calendar.deadline(workingDays: 7, after: town.now))
            await #expect(throws: CitizenServicesError.missing("reasons")) {
                try await desk.take(
                    .decide("refuse", reasons: [], explanation: ""), on: id, by: Town.mina, at: town.now)
            }
            let refused = try await desk.take(
                .decide("refuse", reasons: ["health"], explanation: ""), on: id, by: Town.mina, at: town.now)
            #expect(refused.status == .refused && refused.closedAt != nil)
            let letter = try #require(town.mailbox.messages.last)
            #expect(letter.text(in: .english).contains("no doctor has said that you may drive"))
            #expect(letter.text(in: .english).contains("6 June 2026"), "the letter bears the day of the decision")
            try await desk.take(.appeal("I asked one."), on: id, by: Town.robin, at: town.now)
            await #expect(throws: CitizenServicesError.ownDecision) {
                // Who decided does not hear the appeal, wherever else she may act.
                let mina = CaseWorker(actor: Town.mina.actor, agencies: nil)
                try await desk.take(.remit("x"), on: id, by: mina, at: town.now)
            }
            let judge = CaseWorker(actor: .person(Identifier(at: town.now)), agencies: nil)
            let remitted = try await desk.take(.remit("The letter was there."), on: id, by: judge, at: town.now)
            #expect(remitted.status == .received && remitted.clock.dueAt != nil)
            let approved = try await desk.take(
                .decide("approve", reasons: [], explanation: ""), on: id, by: Town.mina, at: town.now)
            #expect(approved.status == .approved)
            // Acts of one instant have no order among themselves.
            let verbs = try await town.acts().map(\.verb.rawValue).filter { $0 != "services.published" }
            #expect(
                Set(verbs) == [
                    "services.begun", "services.submitted", "services.paid", "services.asked", "services.answered",
                    "services.refused",
                    "services.appealed", "services.remitted", "services.approved",
                ])
        }
    }

    @Test(
        "Cases whose law gives silence no meaning hide none whose law does, however many they are",
        arguments: Engine.all)
    func silenceOfMany(_ engine: Engine) async throws {
        var services = try Town.larkhavenServices
        var mute = try #require(services["driving-licence-renewal"])
        mute["service.yaml"] = mute["service.yaml"]?.replacing(
            "service: driving-licence-renewal", with: "service: mute"
        ).replacing("silence means: approval", with: "silence means: nothing")
        services["mute"] = mute
        try await Town.with(engine, services: services) { town in
            var cases: [ServiceCase] = []
            for service in ["mute", "driving-licence-renewal"] {
                var draft = try await town.desk.begin(service, by: Person.robin.party, at: town.now)
                draft.answers = Town.answers
                _ = try await town.desk.save(draft, at: town.now)
                let one = try await town.desk.submit(draft.id, by: Person.robin.party, in: .english, at: town.now)
                cases.append(try await town.desk.take(.pay(receipt: "1"), on: one.id, by: Town.mina, at: town.now))
                town.clock.advance(by: .seconds(60))
            }
            town.clock.advance(by: .seconds(30 * 86_400))
            #expect(try await town.desk.endSilence(at: town.now, page: 1) == 1)
            #expect(try await town.one(cases[0].id).status == .received)
            #expect(try await town.one(cases[1].id).status == .approved)
        }
    }

    @Test("Silence takes effect after the term, an appeal has an end, other agencies see nothing, versions protect")
    func limits() async throws {
        try await Town.with { town in
            let desk = town.desk
            let id = try await town.renewal().id
            let stranger = CaseWorker(actor: .person(Person.mina.party), agencies: ["parks"])
            await #expect(throws: CitizenServicesError.unknownCase) {
                try await desk.take(.pay(receipt: "1"), on: id, by: stranger, at: town.now)
            }
            let paid = try await desk.take(.pay(receipt: "1"), on: id, by: Town.mina, at: town.now)
            await #expect(throws: CitizenServicesError.changedMeanwhile) {
                try await desk.take(.ask("?"), on: id, version: paid.version - 1, by: Town.mina, at: town.now)
            }
            town.clock.advance(by: .seconds(13 * 86_400))
            #expect(try await desk.endSilence(at: town.now) == 0)
            town.clock.advance(by: .seconds(4 * 86_400))
            #expect(try await desk.endSilence(at: town.now) == 1)
            #expect(try await town.one(id).status == .approved)
            town.clock.advance(by: .seconds(31 * 86_400))
            await #expect(throws: CitizenServicesError.tooLate) {
                try await desk.take(.appeal("Too late"), on: id, by: Town.robin, at: town.now)
            }
        }
    }

    @Test("Random steps by random hands never leave the table, and whatever fails changes nothing")
    func randomSteps() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix64(seed: seed)
        try await Town.with { town in
            let id = try await town.renewal().id
            let judge = CaseWorker(actor: .person(Identifier(at: town.now)), agencies: nil)
            for _ in 0..<120 {
                let steps: [CaseStep] = [
                    .pay(receipt: "1"), .ask("?"), .answer("!"), .decide("approve", reasons: [], explanation: ""),
                    .decide("refuse", reasons: ["health"], explanation: ""), .giveBack("x"), .appeal("x"), .uphold("x"),
                    .remit("x"),
                ]
                let step = try #require(steps.randomElement(using: &random))
                let worker = try #require([Town.mina, Town.robin, judge].randomElement(using: &random))
                let before = try await town.one(id)
                let acts = try await town.acts().count
                do {
                    let after = try await town.desk.take(step, on: id, by: worker, at: town.now)
                    #expect(
                        CaseTransition.table.contains { $0.from == before.status && $0.to == after.status },
                        "seed \(seed)")
                    #expect(
                        after.version > before.version && after.status.isOpen == (after.closedAt == nil), "seed \(seed)"
                    )
                    #expect(try await town.acts().count == acts + 1, "seed \(seed)")
                } catch is CitizenServicesError {
                    let unchanged = try await town.one(id).version == before.version
                    let count = try await town.acts().count
                    #expect(unchanged && count == acts, "seed \(seed)")
                }
            }
        }
    }
}
