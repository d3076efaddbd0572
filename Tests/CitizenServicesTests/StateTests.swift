import Base
import FEEL
import Foundation
import Testing

@testable import CitizenServices
@testable import ServiceDefinition

@Suite struct StateTests {
    @Test("Every state can be reached from submission, and from every state that is open there is a way to an end")
    func reachable() {
        var reached: Set<CaseStatus> = [.received, .waitingForPayment]
        for _ in CaseStatus.allCases {
            for row in CaseTransition.table where reached.contains(row.from) { reached.insert(row.to) }
        }
        #expect(reached == Set(CaseStatus.allCases))
        var ending = Set(CaseStatus.allCases.filter { !$0.isOpen })
        for _ in CaseStatus.allCases {
            for row in CaseTransition.table where ending.contains(row.to) { ending.insert(row.from) }
        }
        #expect(ending == Set(CaseStatus.allCases))
    }

    @Test("A state and an action have one outcome; nothing can be done to what is withdrawn or upheld")
    func deterministic() {
        let pairs = CaseTransition.table.map { "\($0.from) \($0.action)" }
        #expect(Set(pairs).count == pairs.count)
        #expect(CaseStatus.withdrawn.actions.isEmpty && CaseStatus.upheld.actions.isEmpty)
        for status in CaseStatus.allCases {
            #expect(status.actions.contains(.withdraw) == (status.isOpen && status != .appealed))
        }
    }

    @Test("Whatever is paused and resumed, no working day of the term is lost or won")
    func clock() throws {
        let made = LegalCalendar(
            zone: .utc, weekend: Set([.saturday, .sunday]), holidays: [], workedDays: [], openingHours: nil)
        let calendar = try #require(made)
        let rule = Service.Clock(days: 10, isWorkingDays: true, pauses: ["waiting for applicant"], silence: .nothing)
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix64(seed: seed)
        for _ in 0..<500 {
            var now = Instant(seconds: 1_777_888_800 + Int64.random(in: 0..<30_000_000, using: &random))
            var clock = CaseClock.started(rule, at: now, calendar)
            var used = 0
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let later = now + .seconds(Int64.random(in: 0..<400_000, using: &random))
                used += calendar.workingDays(from: calendar.zone.date(at: now), to: calendar.zone.date(at: later))
                guard used <= 10 else { return }
                clock.enter(.waitingForApplicant, rule, at: later, calendar)
                #expect(clock.daysLeft == 10 - used, "seed \(seed)")
                now = later + .seconds(Int64.random(in: 0..<4_000_000, using: &random))
                clock.enter(.received, rule, at: now, calendar)
            }
            #expect(clock.dueAt == calendar.deadline(workingDays: 10 - used, after: now), "seed \(seed)")
            #expect(clock.pausedAt == nil)
        }
    }

    @Test("Things that happen to a case in one moment stay in their order")
    func oneMoment() {
        let application = Identifier<ServiceCase>(at: Town.monday)
        let ids = (0..<64).map { _ in CaseEvent(.noted, of: application, at: Town.monday).id }
        #expect(ids == ids.sorted() && Set(ids).count == 64)
    }
}
