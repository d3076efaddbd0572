import Base
import BuildingBlock
import Journal
import Payments
import Store

@testable import CitizenServices
@testable import Polity

extension Reckoning {
    /// Every act by a person's hand is one that the person remembers, and the other way round; and the history of cases tells the same.
    mutating func reckonActs() async throws {
        let (all, byHand, events) = try await town.database.read { transaction in
            func counts(_ sql: SQL) throws -> [String: Int] {
                try transaction.rows(sql).reduce(into: [:]) { $0[try $1[0] as String] = try $1[1] as Int }
            }
            return (
                try counts("SELECT verb, count(*) FROM journal_acts GROUP BY verb"),
                try counts(
                    """
                    SELECT verb, count(*) FROM journal_acts WHERE actor_kind = 'person' AND (verb LIKE 'services.%'
                        OR verb IN ('payments.received', 'payments.refunded', 'payments.refund-approved')) GROUP BY verb
                    """),
                try counts("SELECT kind, count(*) FROM citizen_services_events GROUP BY kind")
            )
        }
        var mistakes: [String] = []
        for verb in Set(byHand.keys).union(tally.hands.keys).sorted() where byHand[verb] != tally.hands[verb] {
            mistakes.append("\(verb): \(byHand[verb] ?? 0) in the journal, \(tally.hands[verb] ?? 0) remembered")
        }
        for kind in CaseEvent.Kind.allCases where kind != .noted {
            let (acts, told) = (all["services.\(kind.rawValue)"] ?? 0, events[kind.rawValue] ?? 0)
            if acts != told { mistakes.append("services.\(kind.rawValue): \(acts) acts, \(told) in histories") }
        }
        add("Every act is remembered by who did it", Self.line(byHand), mistakes)
    }

    mutating func reckonMoney() async throws {
        let (sums, requests, receipts, refunds, broken) = try await town.database.read { transaction in
            (
                try transaction.rows(
                    "SELECT account, CAST(sum(amount) AS BIGINT) FROM payments_postings GROUP BY account ORDER BY account"
                ).map { (try $0[0] as String, try $0[1] as Int64) },
                try transaction.rows("SELECT id, state, received, refunded, amount FROM payments_requests").map {
                    (
                        try $0[0] as Identifier<PaymentRequest>, try $0[1] as String, try $0[2] as Int64,
                        try $0[3] as Int64
                    )
                },
                try transaction.rows("SELECT request, amount, applied FROM payments_receipts").map {
                    (try $0[0] as Identifier<PaymentRequest>, try $0[1] as Int64, try $0[2] as Int64)
                },
                try transaction.rows("SELECT request, kind, state, amount FROM payments_refunds").map {
                    (
                        try $0[0] as Identifier<PaymentRequest>, try $0[1] as String, try $0[2] as String,
                        try $0[3] as Int64
                    )
                },
                try transaction.value(
                    Int.self,
                    """
                    SELECT count(*) FROM (SELECT entry FROM payments_postings GROUP BY entry, currency
                        HAVING sum(amount) <> 0) AS unbalanced
                    """) ?? 0
            )
        }
        let paid = receipts.reduce(0) { $0 + $1.1 }
        let back = refunds.filter { $0.2 == "done" }.reduce(0) { $0 + $1.3 }
        let underway = refunds.filter { ["proposed", "approved", "failed"].contains($0.2) }.reduce(0) { $0 + $1.3 }
        let kept = requests.reduce(0) { $0 + (["cancelled", "expired"].contains($1.1) ? 0 : $1.2 - $1.3) }
        let cash = sums.filter { ["1000", "1100", "1110"].contains($0.0) }.reduce(0) { $0 + $1.1 }

        var mistakes: [String] = []
        if broken > 0 { mistakes.append("\(broken) entries do not balance") }
        if sums.reduce(0, { $0 + $1.1 }) != 0 { mistakes.append("the ledger does not balance: \(sums)") }
        if paid != tally.paid { mistakes.append("people paid \(tally.paid), received was \(paid)") }
        if back != tally.paidBack { mistakes.append("people got \(tally.paidBack) back, sent was \(back)") }
        if cash != paid - back { mistakes.append("the tills hold \(cash), in less out is \(paid - back)") }
        add(
            "The ledger balances, and every cent that people remember stands in it",
            "\(paid) in, \(back) back, \(underway) on the way back, \(kept) kept, in cents", mistakes)
        keepsNothing(receipts, refunds)
        shownAsPaid()
    }

    /// What came in is a fee that was owed, or it goes back.
    private mutating func keepsNothing(
        _ receipts: [(Identifier<PaymentRequest>, Int64, Int64)],
        _ refunds: [(Identifier<PaymentRequest>, String, String, Int64)]
    ) {
        let came = Dictionary(receipts.map { ($0.0, $0.1) }, uniquingKeysWith: +)
        let goes = Dictionary(
            refunds.filter { $0.2 != "declined" }.map { ($0.0, $0.3) }, uniquingKeysWith: +)
        let work: [CaseEvent.Kind] = [.asked, .proposed, .worked, .approved, .refused, .remitted]
        var (ended, mistakes) = (0, [String]())
        for story in stories {
            let hasEnded = story.one.status == .lapsed || story.one.status == .withdrawn
            let hasWork = story.events.contains { work.contains($0.kind) }
            for request in story.requests {
                let (inside, out) = (came[request.id] ?? 0, goes[request.id] ?? 0)
                let mayKeep = request.state.isOwed || request.state.wasPaid
                var owed = mayKeep ? min(inside, request.amount.minorUnits) : 0
                if hasEnded, story.one.status == .lapsed || !hasWork { owed = 0 }
                // What an officer has begun on is paid for.
                if hasEnded, inside > 0 { ended += 1 }
                if inside - out != owed {
                    mistakes.append(
                        "\(story.name): \(inside) came, \(out) goes back, \(owed) is owed (\(request.state))")
                }
            }
        }
        add("Nothing is kept for nothing", "\(ended) cases had paid and ended without a decision", mistakes)
    }

    /// Cases show as paid what the ledger says is paid.
    private mutating func shownAsPaid() {
        var (fees, mistakes) = (Int64(0), [String]())
        for story in stories {
            let isPaid = story.requests.contains { $0.state.wasPaid }
            if story.requests.count > 1 { mistakes.append("\(story.name): \(story.requests.count) requests") }
            if isPaid != (story.one.feePaidAt != nil) { mistakes.append("\(story.name): paid or not") }
            if isPaid != (story.count(.paid) == 1) {
                mistakes.append("\(story.name): \(story.count(.paid)) times paid")
            }
            if let request = story.requests.first, request.amount != story.one.fee {
                mistakes.append("\(story.name): asked for \(request.amount), the fee is \(story.one.fee)")
            }
            if isPaid { fees += story.one.fee.minorUnits }
        }
        add("Cases show as paid what was paid", "\(fees) in cents", mistakes)
    }

    /// Nothing lies about undone.
    mutating func reckonMachinery() async throws {
        let (jobs, dead, listeners) = (
            try await town.government.platform.jobs.counts(), try await town.government.platform.jobs.deadLetters(),
            try await town.database.read { try $0.listenerStatus() }
        )
        var mistakes = dead.map { "the job \($0.kind) was given up" }
        for count in jobs where count.state != .done && count.longestDue > .seconds(1) {
            mistakes.append("\(count.count) jobs \(count.kind) are late")
        }
        for listener in listeners where listener.failures > 0 {
            mistakes.append("the listener \(listener.name) fails: \(listener.error ?? "")")
        }
        let done = jobs.filter { $0.state == .done }.reduce(0) { $0 + $1.count }
        add("All work behind the pages is done", "\(done) jobs, \(listeners.count) listeners", mistakes)
    }

    /// As `polity verify` does.
    mutating func verify() async throws {
        let report = try await LogVerifier(database: town.database, keys: town.government.keys).run()
        var mistakes = report.finding.map { ["\($0)"] } ?? []
        if report.waiting > 0 { mistakes.append("\(report.waiting) acts wait to be logged") }
        add("The journal is whole", "\(report.acts) acts, \(report.checkpoints) checkpoints", mistakes)
    }
}
