import Base
import BuildingBlock
import FEEL
import Journal
import ServiceDefinition
import Store
import StoreTesting
import Synchronization
import Testing
import Web
import WebTesting

@testable import CitizenServices

@Suite struct CounterTests {
    private static let service = "driving-licence-renewal"
    private static let robin = Person.robin.party
    private static let hand = CounterHand(officer: Person.mina.party, agency: "transport")

    @Test(
        "What an officer sends in somebody's name is that person's, marked as made at a counter", arguments: Engine.all)
    func atTheCounter(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            var draft = try await town.desk.begin(
                Self.service, by: Self.robin, through: CounterEntry(Self.hand, .counter), at: town.now)
            #expect(draft.party == Self.robin && draft.channel == .counter)
            #expect(town.registers.looks.allSatisfy { $0.viewer == Self.hand.officer && $0.party == Self.robin })
            draft.answers = Town.answers
            _ = try await town.desk.save(draft, at: town.now)
            let one = try await town.desk.submit(
                draft.id, by: Self.robin, through: Self.hand, in: .english, at: town.now)
            #expect(one.party == Self.robin && one.channel == .counter && one.enteredBy == Self.hand.officer)
            #expect(town.mailbox.messages.last?.recipient == Self.robin)
            let own = try await town.desk.own(one.reference, of: Self.robin, at: town.now)
            #expect(own.events.first?.kind == .submittedAtCounter)
            let submitted = try #require(try await town.acts().first { $0.verb == CitizenServicesActs.submitted })
            #expect(submitted.actor == .person(Self.hand.officer) && submitted.concerns.contains(Self.robin))
            #expect(submitted.detail["channel"] == "counter")
        }
    }

    @Test("The legal term of a paper counts from the day when it came", arguments: Engine.all)
    func paper(_ engine: Engine) async throws {
        try await Town.with(engine) { town in
            // The signature says who it is, whatever the account proves.
            town.registers.assurance.withLock { $0 = .low }
            let came = town.platform.jurisdiction.calendar.zone.startOfDay(
                try #require(LocalDate(year: 2026, month: 4, day: 27)))
            var draft = try await town.desk.begin(
                Self.service, by: Self.robin, through: CounterEntry(Self.hand, .paper, receivedAt: came), at: town.now)
            draft.answers = Town.answers
            _ = try await town.desk.save(draft, at: town.now)
            await #expect(
                throws: CitizenServicesError.notAssured, "online it needs the proof that the service asks for"
            ) {
                try await town.desk.submit(draft.id, by: Self.robin, in: .english, at: town.now)
            }
            let one = try await town.desk.submit(
                draft.id, by: Self.robin, through: Self.hand, in: .english, at: town.now)
            #expect(one.channel == .paper && one.submittedAt == came)
            town.registers.assurance.withLock { $0 = .substantial }
            let service = try town.desk.catalogue.entry(Self.service).service
            let calendar = town.desk.calendar
            #expect(
                CaseClock.started(service.clock, at: came, calendar)
                    != CaseClock.started(service.clock, at: town.now, calendar))
            var expected = CaseClock.started(service.clock, at: came, calendar)
            expected.enter(one.status, service.clock, at: town.now, calendar)
            #expect(one.clock == expected)
            let own = try await town.desk.own(one.reference, of: Self.robin, at: town.now)
            #expect(own.events.first?.kind == .submittedOnPaper)
        }
    }

    @Test(
        "A counter goes on with what was begun at home once the person brings it there, and the person at home after that"
    )
    func broughtAlong() async throws {
        try await Town.with { town in
            var draft = try await town.desk.begin(Self.service, by: Self.robin, at: town.now)
            draft.answers = Town.answers
            _ = try await town.desk.save(draft, at: town.now)
            await #expect(throws: CitizenServicesError.unknownCase) {
                try await town.desk.draft(draft.id, of: Self.robin, through: Self.hand, at: town.now)
            }
            let brought = try await town.desk.begin(
                Self.service, by: Self.robin, through: CounterEntry(Self.hand, .counter), at: town.now)
            #expect(brought.id == draft.id && brought.answers == Town.answers)
            #expect(
                try await town.desk.draft(draft.id, of: Self.robin, through: Self.hand, at: town.now).channel
                    == .counter)
            // Another officer who goes on with it has looked at it; the one who does so once more has not looked again.
            let other = CounterHand(officer: Identifier(at: town.now), agency: "transport")
            for hand in [other, other, Self.hand] {
                _ = try await town.desk.draft(draft.id, of: Self.robin, through: hand, at: town.now)
            }
            let looks = try await town.acts().filter { $0.verb == CitizenServicesActs.viewed }
            // Acts of one instant have no order among themselves.
            #expect(
                looks.count == 2 && Set(looks.map(\.actor)) == [.person(other.officer), .person(Self.hand.officer)])
            #expect(looks.allSatisfy { $0.concerns == [Self.robin] && $0.purpose != nil })
            let sent = try await town.desk.submit(draft.id, by: Self.robin, in: .english, at: town.now)
            #expect(sent.channel == .online && sent.enteredBy == nil)
        }
    }

    @Test("Nobody serves themselves at a counter, nor decides, withdraws or answers for themselves there")
    func notForOneself() async throws {
        try await Town.with { town in
            let own = CounterHand(officer: Self.robin, agency: "transport")
            await #expect(throws: CitizenServicesError.ownDecision) {
                try await town.desk.begin(
                    Self.service, by: Self.robin, through: CounterEntry(own, .counter), at: town.now)
            }
            let one = try await town.renewal()
            await #expect(throws: CitizenServicesError.ownDecision) {
                try await town.desk.take(
                    .withdraw, on: one.id,
                    by: CaseWorker(actor: .person(Self.robin), agencies: [], actsFor: Self.robin), at: town.now)
            }
            await #expect(throws: CitizenServicesError.unknownCase, "in the name of somebody else it is nobody's case")
            {
                try await town.desk.take(
                    .withdraw, on: one.id,
                    by: CaseWorker(actor: .person(Self.hand.officer), agencies: [], actsFor: Self.hand.officer),
                    at: town.now)
            }
            try await town.desk.take(
                .withdraw, on: one.id,
                by: CaseWorker(actor: .person(Self.hand.officer), agencies: [], actsFor: Self.robin), at: town.now)
            let withdrawn = try #require(try await town.acts().last { $0.verb == CaseAction.withdraw.verb })
            #expect(withdrawn.actor == .person(Self.hand.officer) && withdrawn.detail["channel"] == "counter")
        }
    }

    @Test(
        "An officer finds the person, types the form in and sends it; every look is an act that the person can read of")
    func pages() async throws {
        try await Town.with { town in
            let browser = town.browser(as: .mina)
            var page = try await browser.get(ServiceLinks.counters)
            page = try await browser.post(ServiceLinks.counters, ["who": "sa"])
            #expect(page.status == 422)
            page = try await browser.post(ServiceLinks.counters, ["who": "sample"])
            #expect(page.text.contains("Robin Sample") && page.text.contains("r•••@larkhaven.example"))
            #expect(!page.text.contains("robin@larkhaven.example"))
            page = try await browser.get(ServiceLinks.counter(Self.robin))
            #expect(page.status == 200)
            page = try await browser.post(
                "\(ServiceLinks.counter(Self.robin))/drafts", ["service": "", "channel": "counter"])
            #expect(page.status == 422)
            // What stands on the page is looked at each time, also where the form had something wrong.
            #expect(try await town.acts().filter { $0.verb == CitizenServicesActs.attended }.count == 2)
            page = try await browser.post(
                "\(ServiceLinks.counter(Self.robin))/drafts",
                [
                    "service": Self.service, "channel": "paper", "received-day": "5", "received-month": "5",
                    "received-year": "2026",
                ])
            #expect(page.status == 422, "a paper does not come tomorrow")
            page = try await browser.post(
                "\(ServiceLinks.counter(Self.robin))/drafts",
                [
                    "service": Self.service, "channel": "paper", "received-day": "27", "received-month": "4",
                    "received-year": "2026",
                ])
            let draft = try #require(try await town.desk.drafts(of: Self.robin).first)
            #expect(page.path.hasPrefix("\(ServiceLinks.counter(Self.robin))/drafts/\(draft.id)/pages/"))
            var answered = draft
            answered.answers = Town.answers
            _ = try await town.desk.save(answered, at: town.now)
            let check = "\(ServiceLinks.counter(Self.robin))/drafts/\(draft.id)/check"
            page = try await browser.get(check)
            #expect(page.text.contains("Robin Sample has signed the form"))
            page = try await browser.post(check, [:])
            #expect(page.status == 422)
            #expect(try await town.desk.drafts(of: Self.robin).count == 1)
            page = try await browser.post(check, ["confirmed": "yes"])
            let one = try await town.theOnlyCase()
            #expect(page.path == "\(ServiceLinks.counter(Self.robin))/cases/\(one.reference)?done=submitted")
            page = try await browser.get("\(ServiceLinks.counter(Self.robin))/cases/\(one.reference)")
            #expect(page.text.contains("Application came on paper"))
            let acts = try await town.acts()
            for verb in [CitizenServicesActs.sought, CitizenServicesActs.attended, CitizenServicesActs.viewed] {
                let look = try #require(acts.first { $0.verb == verb }, "\(verb)")
                #expect(
                    look.concerns.contains(Self.robin) && look.purpose != nil
                        && look.actor == .person(Self.hand.officer))
            }
            let officer = try await browser.get(ServiceLinks.office(one.id))
            #expect(officer.text.contains("On paper; Mina Sample typed it in"))
        }
    }

    @Test("Only who may serve at a counter finds people there")
    func closed() async throws {
        try await Town.with { town in
            let page = try await town.browser(as: .robin).get(ServiceLinks.counter(Person.mina.party))
            #expect(page.status == 404 || page.status == 403)
        }
    }
}
