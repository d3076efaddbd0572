import Base
import BuildingBlock
import Journal
import Payments
import ServiceDefinition
import Store

@testable import CitizenServices
@testable import Polity

/// A year of the town, a day at a time: residents and officers do what the lot gives them, and the program does the rest.
actor Year {
    /// What a resident means to do on a day.
    enum Errand: Sendable {
        case apply(Int, String)
        case comeBack(Int, Identifier<ServiceCase>, String)
        case pay(Identifier<PaymentRequest>, Int)
        case answer(Identifier<ServiceCase>, Identifier<Act.Party>)
        case withdraw(Identifier<ServiceCase>, Identifier<Act.Party>)
        case appeal(Identifier<ServiceCase>, Identifier<Act.Party>)
    }

    static let days = 365
    let town: SimulatedTown
    var lot: SplitMix64
    var tally = Tally()
    var errands: [Int: [Errand]] = [:]
    /// Cases on which somebody may have to work, in the order of their coming.
    var live: [Identifier<ServiceCase>] = []
    /// Cases that lie at the bottom of a pile.
    var forgotten: Set<Identifier<ServiceCase>> = []
    var asked: [Identifier<ServiceCase>: Int] = [:]
    /// Drafts that were left lying, and the day on which they were last saved.
    var left: [Identifier<ServiceCase>: Int] = [:]
    /// Cases of whose decision nobody was told yet; and those that waited so this morning.
    var untold: Set<Identifier<ServiceCase>> = []
    var waited: Set<Identifier<ServiceCase>> = []
    var day = 0
    var seen: Instant
    private let sheets: [String: AnswerSheet]

    init(_ town: SimulatedTown, seed: UInt64) {
        (self.town, lot, seen) = (town, SplitMix64(seed: seed &+ 1), town.clock.now)
        let entries = town.services.catalogue.entries
        sheets = Dictionary(entries.map { ($0.service.key, AnswerSheet($0.service)) }) { $1 }
        let names = entries.map(\.service.key).sorted()
        for resident in town.residents.indices {
            for _ in 0..<Int.random(in: 1...3, using: &lot) {
                let day = Int.random(in: 1..<Self.days, using: &lot)
                guard let name = names.randomElement(using: &lot) else { continue }
                errands[day, default: []].append(.apply(resident, name))
            }
        }
    }

    func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &lot) < percent }
    func among(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &lot) }
    var calendar: LegalCalendar { town.government.jurisdiction.calendar }
    var today: LocalDate { calendar.zone.date(at: town.clock.now) }

    func live(progress: (Int) -> Void = { _ in }) async throws {
        try await town.machinery.prepare()
        for day in 1...Self.days {
            self.day = day
            town.clock.set(SimulatedTown.start + .seconds(day * 86_400))
            try await town.machinery.settle()
            if let today = errands.removeValue(forKey: day) {
                for errand in today { try await run(errand) }
                // A payment has moved its case before the offices open.
                try await town.machinery.settle()
            }
            if calendar.isWorkingDay(today) { try await work() }
            try await town.machinery.settle()
            try await notice()
            progress(day)
        }
    }

    func later(_ days: Int, _ errand: Errand) { errands[day + max(1, days), default: []].append(errand) }

    /// Does something that the law may not allow any more; says whether it was done.
    func attempt(_ name: String, _ body: () async throws -> Void) async throws -> Bool {
        do {
            try await body()
            return true
        } catch let error as CitizenServicesError {
            switch error {
            case .notPossible, .tooLate: tally.told("came too late to \(name)")
            default: throw error
            }
            return false
        }
    }

    private func run(_ errand: Errand) async throws {
        switch errand {
        case .apply(let resident, let service): try await apply(resident, service)
        case .comeBack(let resident, let draft, let service): try await comeBack(resident, draft, service)
        case .pay(let id, let percent): try await pay(id, percent)
        case .answer(let id, let party):
            try await step(.answer("The sample of an answer."), id, party, "services.answered", "answer")
        case .withdraw(let id, let party): try await step(.withdraw, id, party, "services.withdrawn", "withdraw")
        case .appeal(let id, let party):
            if try await step(.appeal("This is not right."), id, party, "services.appealed", "appeal") {
                if !live.contains(id) { live.append(id) }
            }
        }
    }

    @discardableResult
    private func step(
        _ step: CaseStep, _ id: Identifier<ServiceCase>, _ party: Identifier<Act.Party>, _ verb: String, _ name: String
    ) async throws -> Bool {
        let isDone = try await attempt(name) {
            try await town.services.take(
                step, on: id, by: CaseWorker(actor: .person(party), agencies: []), at: town.now)
        }
        if isDone { tally.did(verb) }
        return isDone
    }

    // MARK: Applying

    private func apply(_ resident: Int, _ service: String) async throws {
        let (desk, party, now) = (town.services, town.residents[resident], town.now)
        var draft = try await desk.begin(service, by: party, at: now)
        if draft.begunAt == now { tally.did("services.begun") }
        guard let sheet = sheets[service] else { return }
        let facts = draft.facts.facts(on: desk.platform, at: town.now)
        let journey = sheet.fill(facts, on: today, using: &lot)
        draft.answers = journey.relevantAnswers
        guard case .checkAnswers = journey.current else {
            tally.told(journey.isEligible ? "did not get through the form" : "was told that it is not for them")
            if chance(60), let other = sheets.keys.sorted().randomElement(using: &lot) {
                later(among(1...20), .apply(resident, other))
            }
            return try await leave(draft, resident)
        }
        if chance(15) {
            tally.told("left a draft lying")
            return try await leave(draft, resident)
        }
        try await send(draft, resident)
    }

    private func leave(_ draft: Draft, _ resident: Int) async throws {
        if chance(20) {
            try await town.services.discard(draft.id, by: draft.party, at: town.now)
            tally.did("services.discarded")
            left[draft.id] = nil
            return
        }
        _ = try await town.services.save(draft, at: town.now)
        left[draft.id] = day
        if chance(50) { later(among(5...130), .comeBack(resident, draft.id, draft.service)) }
    }

    private func comeBack(_ resident: Int, _ id: Identifier<ServiceCase>, _ service: String) async throws {
        let drafts = try await town.services.drafts(of: town.residents[resident])
        if drafts.contains(where: { $0.id == id }) {
            tally.told("came back to a draft")
        } else if left.removeValue(forKey: id) != nil {
            tally.told("came back, and the draft was gone")
        }
        try await apply(resident, service)
    }

    private func send(_ draft: Draft, _ resident: Int) async throws {
        let saved = try await town.services.save(draft, at: town.now)
        let one: ServiceCase
        do {
            one = try await town.services.submit(saved.id, by: saved.party, in: .english, at: town.now)
        } catch CitizenServicesError.notComplete {
            // The day or a register has changed between filling in and sending.
            tally.told("could not send")
            left[saved.id] = day
            return
        }
        tally.did("services.submitted")
        left[one.id] = nil
        live.append(one.id)
        if chance(6) { forgotten.insert(one.id) }
        if chance(8) { later(among(1...40), .withdraw(one.id, one.party)) }
    }

    // MARK: Paying

    /// - Parameter percent: how much of what is asked for.
    private func pay(_ id: Identifier<PaymentRequest>, _ percent: Int) async throws {
        let desk = town.government.desks.payments
        guard let request = try await town.database.read({ try desk.payment(id, in: $0) }) else { return }
        let sum = request.state.isOwed && percent <= 100 ? request.outstanding : request.amount
        let amount = Money(minorUnits: max(1, sum.minorUnits * Int64(percent) / 100), request.currency)
        let isTransfer = chance(50)
        let (now, cashier, slip) = (town.now, town.cashier, "S-\(day)-\(tally.hands["payments.received"] ?? 0)")
        try await town.database.write { transaction -> Void in
            if isTransfer {
                try desk.recordTransfer(
                    amount, reference: request.reference, bankReference: slip, by: .person(cashier), at: now,
                    in: transaction)
            } else {
                try desk.recordCounterPayment(
                    amount, for: id, slip: slip, agency: "treasury", by: .person(cashier), at: now, in: transaction)
            }
        }
        tally.did("payments.received")
        tally.paid += amount.minorUnits
        tally.told(
            !request.state.isOwed
                ? "paid what was not owed any more"
                : percent > 100
                    ? "paid too much" : percent < 100 ? "paid a part" : "paid")
        if percent < 100 { later(among(1...10), .pay(id, 100)) }
    }

    // MARK: Hearing of things

    /// What residents find in their mailboxes in the evening, and when they mean to act on it.
    private func notice() async throws {
        let since = seen
        seen = town.now
        let (desk, waiting) = (town.services, Array(untold))
        (waited, untold) = (untold, [])
        let (requests, cases) = try await town.database.read { transaction in
            (
                try transaction.rows(
                    "SELECT id FROM payments_requests WHERE requested_at > \(since) ORDER BY requested_at"
                ).map { try $0[0] as Identifier<PaymentRequest> },
                try CaseRows.list(
                    "updated_at > \(since) OR id IN (\(list: waiting)) ORDER BY updated_at, submitted_at",
                    desk.currency,
                    transaction)
            )
        }
        for id in requests {
            switch among(0...99) {
            case ..<45: later(1, .pay(id, 100))
            case ..<65: later(among(2...13), .pay(id, 100))
            case ..<72: later(among(15...45), .pay(id, 100))
            case ..<77: later(among(1...10), .pay(id, 60))
            case ..<82: later(among(1...10), .pay(id, 130))
            default: tally.told("never paid")
            }
        }
        for one in cases {
            switch one.status {
            case .waitingForApplicant where asked[one.id] == day:
                if chance(75) { later(among(1...30), .answer(one.id, one.party)) }
            case .refused where hears(of: one, since):
                if chance(40) { later(among(1...40), .appeal(one.id, one.party)) }
            case .approved where hears(of: one, since):
                if chance(15) { later(among(1...40), .appeal(one.id, one.party)) }
            default: break
            }
        }
    }

    /// Whether the letter of a decision has come today.
    private func hears(of one: ServiceCase, _ since: Instant) -> Bool {
        guard one.isTold else {
            untold.insert(one.id)
            return false
        }
        return waited.remove(one.id) != nil || one.decidedAt.map { $0 > since } ?? false
    }
}
