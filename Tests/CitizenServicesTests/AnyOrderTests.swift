import Base
import BuildingBlock
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

/// Payments, officers, applicants and the clock act on a case in any order, some of them twice, most of them at the wrong time.
@Suite struct AnyOrderTests {
    private static let seed = UInt64(ProcessInfo.processInfo.environment["POLITY_SEED"] ?? "") ?? 20_261_124
    private static let judge = CaseWorker(actor: .person(Identifier(at: Town.monday)), agencies: nil)

    private enum Move: CaseIterable {
        case paid, ask, answer, approve, refuse, withdraw, appeal, uphold, remit, days, weeks, silence, timers
    }

    @Test(
        "Whatever is done in whatever order: the case stays in its table, what is decided is done once, money is never kept for nothing",
        arguments: Engine.all, 0..<3)
    func anyOrder(_ engine: Engine, _ number: UInt64) async throws {
        try await Town.with(engine) { town in
            var lot = SplitMix64(seed: Self.seed &+ number)
            var ends: Set<CaseStatus> = []
            for round in 0..<12 {
                let seen = "seed \(Self.seed), \(engine), \(number), round \(round)"
                var one = try await town.renewal()
                var moves: [Move] = []
                for _ in 0..<14 {
                    guard let move = Move.allCases.randomElement(using: &lot) else { break }
                    moves.append(move)
                    let before = one.status
                    do {
                        try await make(move, one, town)
                    } catch let error as CitizenServicesError {
                        #expect(Self.isExpected(error), "\(seen): \(error) after \(moves)")
                    }
                    one = try await town.one(one.id)
                    #expect(
                        Self.reachable(from: before).contains(one.status),
                        "\(seen): \(before) to \(one.status), \(moves)")
                    try await lawful(one, town, "\(seen): \(one.status) after \(moves)")
                }
                ends.insert(one.status)
            }
            #expect(ends.count >= 3, "the lot met \(ends)")
        }
    }

    private func make(_ move: Move, _ one: ServiceCase, _ town: Town) async throws {
        let (desk, id, now) = (town.desk, one.id, town.now)
        switch move {
        case .paid:
            try await town.database.write {
                try desk.paid(one.reference.description, receipt: "R-1", at: now, in: $0)
            }
        case .ask: try await desk.take(.ask("Which doctor?"), on: id, by: Town.mina, at: now)
        case .answer: try await desk.take(.answer("Dr Sample."), on: id, by: Town.robin, at: now)
        case .approve:
            try await desk.take(.decide("approve", reasons: [], explanation: ""), on: id, by: Town.mina, at: now)
        case .refuse:
            try await desk.take(
                .decide("refuse", reasons: ["health"], explanation: ""), on: id, by: Town.mina, at: now)
        case .withdraw: try await desk.take(.withdraw, on: id, by: Town.robin, at: now)
        case .appeal: try await desk.take(.appeal("The letter was there."), on: id, by: Town.robin, at: now)
        case .uphold: try await desk.take(.uphold("It was not."), on: id, by: Self.judge, at: now)
        case .remit: try await desk.take(.remit("It was."), on: id, by: Self.judge, at: now)
        case .days: town.clock.advance(by: .seconds(3 * 86_400))
        case .weeks: town.clock.advance(by: .seconds(16 * 86_400))
        case .silence: try await desk.endSilence(at: now)
        case .timers: try await desk.processes?.sweep(at: now)
        }
    }

    /// What a wrong moment is told.
    private static func isExpected(_ error: CitizenServicesError) -> Bool {
        switch error {
        case .notPossible, .tooLate, .ownDecision: true
        default: false
        }
    }

    /// The states that rows of the table lead to, one after another.
    private static func reachable(from status: CaseStatus) -> Set<CaseStatus> {
        var found: Set<CaseStatus> = [status]
        var open = [status]
        while let next = open.popLast() {
            for row in CaseTransition.table where row.from == next && found.insert(row.to).inserted {
                open.append(row.to)
            }
        }
        return found
    }

    private func lawful(_ one: ServiceCase, _ town: Town, _ seen: String) async throws {
        let reference = one.reference.description
        let events = try await town.database.read { try CaseRows.events(of: one.id, $0) }
        let approvals = events.count { $0.kind == .approved }
        let written = town.registers.written.withLock { $0.count { $0.reference == reference } }
        #expect(written <= approvals, "\(seen): written \(written) times")
        let certificates = town.mailbox.papers.withLock {
            $0.count { $0.reference == reference && $0.kind == .certificate }
        }
        #expect(certificates <= approvals, "\(seen): \(certificates) certificates")
        #expect(events.count { $0.kind == .paid } == (one.feePaidAt == nil ? 0 : 1), "\(seen): paid once")

        let refunds = town.mailbox.refunds.withLock { $0.count { $0 == reference } }
        let hasEnded = one.status == .withdrawn || one.status == .lapsed
        #expect(refunds <= 1 && (refunds == 0 || one.feePaidAt != nil && hasEnded), "\(seen): \(refunds) refunds")
        let work: Set<CaseEvent.Kind> = [.asked, .proposed, .worked, .approved, .refused, .remitted]
        if hasEnded, one.feePaidAt != nil, !events.contains(where: { work.contains($0.kind) }) {
            #expect(refunds == 1, "\(seen): money is kept for nothing")
        }

        let process = try #require(one.process)
        let instance = try await town.database.read { try town.desk.processes?.instance(process, in: $0) }
        #expect(instance?.openIncidents == 0, "\(seen): the process has stopped")
        if hasEnded || one.status == .refused || one.status == .approved {
            #expect(instance?.status != .running, "\(seen): the process goes on")
        }
        if one.status == .approved, approvals == 1 {
            #expect(written == 1 && certificates == 1, "\(seen): \(written) written, \(certificates) certificates")
        }
    }
}
