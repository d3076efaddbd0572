import Base
import BuildingBlock
import Foundation
import Journal
import Store
import StoreTesting
import Synchronization
import Testing

@testable import Payments

/// Any order of messages, repeats, losses, crashes, browsers that come back and money that comes twice ends each request in
/// one state with a ledger that balances.
@Suite struct PropertyTests {
    static var seeds: [UInt64] {
        if let seed = ProcessInfo.processInfo.environment["POLITY_SEED"].flatMap(UInt64.init) { return [seed] }
        return Array(1...24)
    }

    @Test(
        "Whatever happens in whatever order, each request ends in one state and every cent is where it belongs",
        arguments: Engine.allCases, seeds)
    func anyOrder(engine: Engine, seed: UInt64) async throws {
        try await Town.with(engine, seed: seed) { town in
            var walk = Walk(town, seed: seed)
            for _ in 0..<3 {
                walk.requests.append(
                    try await town.ask(town.order(Int64.random(in: 1...9000, using: &walk.random), 500)))
            }
            for _ in 0..<60 { try await walk.step() }
            try await walk.settle()
            try await walk.check("seed \(seed) on \(engine): \(walk.story.joined(separator: ", "))")
        }
    }

    /// A walk through what can happen, drawn from a seed.
    struct Walk {
        let town: Town
        var random: SplitMix64
        var requests: [PaymentRequest] = []
        var sessions: [String] = []
        /// Messages that were seen, to be sent again whenever.
        var messages: [SandboxBook.Message] = []
        var slips = 0
        var story: [String] = []

        init(_ town: Town, seed: UInt64) {
            self.town = town
            random = SplitMix64(seed: seed)
        }

        private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

        /// One thing happens. What we refuse is refused whole; a crash or a lost answer is an error that nobody handles.
        mutating func step() async throws {
            guard let request = requests.randomElement(using: &random) else { return }
            if chance(15) { town.provider.failNext(chance(50) ? .before : .after) }
            let name: String
            do {
                name = try await happen(to: request)
            } catch let error as PaymentError {
                name = "\(error)"
            } catch let error as CardProviderError {
                name = "\(error)"
            }
            story.append(name)
            town.provider.failNext(.none)
        }

        private mutating func happen(to request: PaymentRequest) async throws -> String {
            let (town, now) = (town, town.now)
            switch Int.random(in: 0..<17, using: &random) {
            case 0, 1, 2:
                sessions.append(try await town.begin(request))
                return "begin"
            case 3, 4, 5:
                guard let session = sessions.randomElement(using: &random),
                    let card = TestCard.allCases.randomElement(using: &random)
                else { return "" }
                if chance(5) { town.provider.behave { $0.overcharge = 7 } }
                town.provider.pay(session, chance(50) ? .good : card)
                town.provider.behave { $0.overcharge = 0 }
                return "pay"
            case 6:
                guard let session = sessions.randomElement(using: &random) else { return "" }
                if chance(50) { town.provider.confirm(session, chance(70)) } else { town.provider.giveUp(session) }
                return "confirm or give up"
            case 7, 8:
                // Some messages are lost, the others come in any order, some of them again.
                for message in town.provider.messages() where chance(60) { messages.append(message) }
                for message in messages.shuffled(using: &random) where chance(50) { try await town.hand(message) }
                return "messages"
            case 9:
                try await town.desk.checkNewest(of: request.id, at: now)
                return "back from the page"
            case 10:
                try await work()
                return "jobs"
            case 11:
                town.clock.advance(by: .seconds(Int.random(in: 1...4000, using: &random)))
                return "time"
            case 12:
                slips += 1
                try await town.receive(Int64.random(in: 1...9500, using: &random), for: request, slip: "\(slips)")
                return "counter"
            case 13:
                guard chance(30) else { return "" }
                try await town.database.write {
                    _ = try town.desk.cancel(
                        request.id, reason: "withdrawn", by: .person(Town.cashier), at: now, in: $0)
                }
                return "cancel"
            case 14:
                let amount = Money(minorUnits: Int64.random(in: 1...5000, using: &random), .euro)
                try await town.database.write {
                    _ = try town.desk.refund(
                        request.id, RefundOrder(amount, reason: "some"), by: .person(Town.cashier), at: now, in: $0)
                }
                return "refund"
            case 15:
                let refunds = try await town.database.read { try $0.refunds(of: request.id) }
                guard let refund = refunds.randomElement(using: &random) else { return "" }
                let isDeclined = chance(20)
                try await town.database.write {
                    if isDeclined {
                        _ = try town.desk.declineRefund(refund.id, by: Town.treasurer, at: now, in: $0)
                    } else {
                        _ = try town.desk.approveRefund(refund.id, by: Town.treasurer, at: now, in: $0)
                    }
                }
                return "decide"
            default:
                if chance(10) { town.clock.advance(by: .seconds(86_400 * 95)) }
                _ = try await town.desk.expire(at: town.now)
                return "expiry"
            }
        }

        /// The worker does its jobs; now and then it vanishes in the middle of one, and another takes over when the lease ends.
        private mutating func work() async throws {
            if chance(30) {
                let jobs = try await town.platform.jobs.lease(
                    kinds: town.block.jobs.map(\.kind), limit: 3, for: .seconds(60))
                for job in jobs where chance(50) {
                    // Its effect outside is made; what it was to write is not.
                    _ = try? await town.block.jobs.first { $0.kind == job.kind }?.handle(job)
                }
                return
            }
            try await town.work()
        }

        /// Everybody has gone home; what was begun comes to its end.
        func settle() async throws {
            let town = town
            for _ in 0..<6 {
                town.clock.advance(by: .seconds(3600 * 3))
                try await town.work()
                try await town.desk.reconcile(at: town.now)
            }
            let now = town.now
            let open = try await town.database.read { try $0.refunds("state IN ('proposed', 'approved', 'failed')") }
            for refund in open {
                if refund.state != .approved {
                    try await town.database.write {
                        _ = try town.desk.approveRefund(refund.id, by: Town.treasurer, at: now, in: $0)
                    }
                }
                if refund.way != .card {
                    try await town.database.write {
                        _ = try town.desk.finishRefund(
                            refund.id, slip: "out", by: .person(Town.cashier), at: now, in: $0)
                    }
                }
            }
            try await town.work()
        }

        func check(_ story: String) async throws {
            let balances = try await town.balances()
            #expect(balances.values.reduce(0, +) == 0, "the ledger balances: \(story)")
            #expect(balances["2400", default: 0] == 0, "nothing is due back any more: \(story)")
            #expect(
                balances["1110", default: 0] == town.provider.held, "what the provider holds is in the books: \(story)")
            var owed: Int64 = 0
            var income: Int64 = 0
            for original in requests {
                let request = try await town.request(original)
                owed += request.outstanding.minorUnits
                if request.state != .cancelled, request.state != .expired {
                    income += request.amount.minorUnits - request.refunded.minorUnits
                }
                #expect(request.state != .processing, "nobody waits for ever: \(story)")
                #expect((request.received == request.amount) == request.state.wasPaid, "\(request.state): \(story)")
                try await check(request, story)
            }
            #expect(balances["1200", default: 0] == owed, "what is owed is in the books: \(story)")
            #expect(-(balances["4300", default: 0] + balances["4100", default: 0]) == income, "income: \(story)")
        }

        private func check(_ request: PaymentRequest, _ story: String) async throws {
            let (receipts, refunds, attempts) = try await town.database.read { transaction in
                (
                    try transaction.receipts(of: request.id), try transaction.refunds(of: request.id),
                    try transaction.attempts("request = \(request.id)")
                )
            }
            #expect(!attempts.contains { $0.state.isLive }, "every try has an end: \(story)")
            let taken = town.provider.book.withLock { book in
                book.sessions.values.filter { session in
                    session.current == .succeeded && attempts.contains { $0.session == session.id }
                }.count
            }
            #expect(receipts.filter { $0.way == .card }.count == taken, "each taking once: \(story)")
            for receipt in receipts {
                let back = refunds.filter { $0.receipt == receipt.id && $0.state == .done }.reduce(0) {
                    $0 + $1.amount.minorUnits
                }
                #expect(back <= receipt.amount.minorUnits, "no more goes back than came: \(story)")
            }
            // What came is what was kept, plus what went back.
            let came = receipts.reduce(0) { $0 + $1.amount.minorUnits }
            let went = refunds.filter { $0.state == .done }.reduce(0) { $0 + $1.amount.minorUnits }
            let isKept = request.state != .cancelled && request.state != .expired
            let kept = isKept ? request.received.minorUnits - request.refunded.minorUnits : 0
            #expect(came - went == kept, "every cent: \(story)")
            let paid = try await town.acts().filter {
                $0.verb == PaymentActs.paid && $0.subject.id == Identifier<Never>(request.id)
            }.count
            #expect(paid == (request.state.wasPaid ? 1 : 0), "told once: \(story)")
        }
    }
}
