import Base
import BuildingBlock
import Payments
import Processes
import ServiceDefinition
import Store

@testable import CitizenServices
@testable import Polity

extension Reckoning {
    /// What happened to a case, told again by the state table, leads to the state in which it stands.
    mutating func reckonStates() {
        var figures: [String: Int] = [:]
        var mistakes: [String] = []
        for story in stories {
            figures[story.one.status.rawValue, default: 0] += 1
            if let mistake = replay(story) { mistakes.append("\(story.name): \(mistake)") }
            if story.one.status.isOpen != (story.one.closedAt == nil) {
                mistakes.append("\(story.name): closed or not")
            }
        }
        add("Every case is in the state to which what happened to it leads", Self.line(figures), mistakes)
    }

    private func replay(_ story: Story) -> String? {
        let paysFirst = story.service.fee?.due == .atSubmission && story.one.fee.minorUnits > 0
        var status: CaseStatus = paysFirst ? .waitingForPayment : .received
        for event in story.events {
            guard let action = Self.actions[event.kind] else { continue }
            if let next = status.after(action) {
                status = next
            } else if action != .pay {
                // What is paid after the decision, or too late, moves nothing.
                return "\(action.rawValue) in the state \(status.rawValue)"
            }
        }
        return status == story.one.status ? nil : "what happened leads to \(status.rawValue)"
    }

    static let actions: [CaseEvent.Kind: CaseAction] = [
        .paid: .pay, .asked: .ask, .answered: .answer, .proposed: .propose, .givenBack: .giveBack, .approved: .approve,
        .refused: .refuse, .withdrawn: .withdraw, .appealed: .appeal, .upheld: .uphold, .remitted: .remit,
        .lapsed: .lapse,
    ]

    /// Who owes the next step, and until when.
    mutating func reckonNextSteps() {
        var figures: [String: Int] = [:]
        var mistakes: [String] = []
        for story in stories {
            let instance = story.position?.instance
            if let instance, instance.openIncidents > 0 {
                mistakes.append("\(story.name): its process has stopped at \(story.stuck)")
            }
            let isRunning = instance?.status == .running
            guard story.one.status.isOpen || isRunning else { continue }
            switch next(story, isRunning: isRunning) {
            case let step?: figures[step, default: 0] += 1
            case nil: mistakes.append("\(story.name): nobody owes the next step at \(story.here)")
            }
        }
        add("Whatever is open waits for somebody or something", Self.line(figures), mistakes)
    }

    private func next(_ story: Story, isRunning: Bool) -> String? {
        let due = story.position?.due.values.min()
        if let due, due < now - .seconds(86_400), story.tasks.isEmpty { return nil }
        switch story.one.status {
        case .appealed:
            return story.one.appealAgency.flatMap { town.officers[$0] } == nil ? nil : "wait for a tribunal"
        case .waitingForPayment:
            let isOwed = story.requests.contains { $0.state.isOwed }
            return isRunning && isOwed && due != nil ? "wait for the fee" : nil
        case .waitingForApplicant: return isRunning ? "wait for an answer" : nil
        case .received, .proposed:
            if !story.tasks.isEmpty || !isRunning { return "wait for an officer" }
            return due == nil ? nil : "wait for a term"
        case .approved, .refused, .withdrawn, .lapsed, .upheld:
            if !story.tasks.isEmpty { return "are decided, and an officer has work left" }
            // Who was reminded owes it all the same.
            if story.requests.contains(where: { $0.state.isOwed }) { return "are decided, and wait for payment" }
            return due == nil ? nil : "are decided, and wait for a term"
        }
    }

    /// A term that passed was noticed: the law's silence took effect, the application lapsed, or officers see that it is late.
    mutating func reckonTerms() {
        var figures: [String: Int] = [:]
        var mistakes: [String] = []
        let day = Duration.seconds(86_400)
        for story in stories {
            let (one, clock) = (story.one, story.one.clock)
            let silence = story.service.clock?.silence ?? .nothing
            if story.count(.lapsed) > 0 { figures["lapsed", default: 0] += 1 }
            if one.status == .waitingForPayment, one.submittedAt + .seconds(16 * 86_400) < now {
                mistakes.append("\(story.name): the fee has been owed since \(one.submittedAt)")
            }
            for event in story.events where event.kind == .approved || event.kind == .refused {
                if event.actor == nil, event.text?.isEmpty == false {
                    figures["decided by silence or rules", default: 0] += 1
                }
            }
            guard let due = clock.dueAt, clock.pausedAt == nil else { continue }
            if one.status == .received, due + day < now {
                switch silence {
                case .nothing: figures["overdue now", default: 0] += 1
                default: mistakes.append("\(story.name): silence did not take effect on \(due)")
                }
            }
            if silence == .approval, let decided = one.decidedAt, one.status != .received, decided > due + day,
                story.count(.asked, .appealed) == 0
            {
                mistakes.append("\(story.name): decided on \(decided), beyond \(due)")
            }
        }
        add("No term passed unnoticed", Self.line(figures), mistakes)
    }

    /// Decided once, told once, certified once.
    mutating func reckonPapers() {
        var (certificates, letters, revoked) = (0, 0, 0)
        var mistakes: [String] = []
        for story in stories {
            let decided = story.count(.approved, .refused)
            let remitted = story.count(.remitted)
            if decided > 1 + remitted { mistakes.append("\(story.name): decided \(decided) times") }
            let live = story.papers.filter { $0.state == "issued" }
            let mine = live.count { $0.name == "\(story.one.service)-certificate" }
            certificates += mine
            revoked += story.papers.count { $0.state == "revoked" }
            letters += story.papers.count { $0.name == "\(story.one.service)-letter" }
            if mine != (story.one.isCertified ? 1 : 0) { mistakes.append("\(story.name): \(mine) certificates hold") }
            if story.papers.contains(where: { !["issued", "revoked", "replaced"].contains($0.state) }) {
                mistakes.append("\(story.name): a paper was never made")
            }
            let isOver = story.position?.instance.status != .running
            let isPaid = story.one.fee.minorUnits <= 0 || story.one.feePaidAt != nil
            guard isOver, story.one.status == .approved || story.one.status == .refused else { continue }
            if !story.one.isTold { mistakes.append("\(story.name): the person was not told") }
            // Copies of entries that a registrar finds are made by hand.
            let isByHand = story.position?.done.contains("by-hand") ?? false
            if story.one.status == .approved, story.service.certificate != nil, isPaid, !isByHand,
                !story.one.isCertified
            {
                mistakes.append("\(story.name): no certificate")
            }
            if story.one.status == .approved, isPaid, !story.one.isWritten {
                mistakes.append("\(story.name): not in the registers")
            }
            let told = story.papers.count { $0.name == "\(story.one.service)-letter" }
            if told != decided {
                mistakes.append("\(story.name): \(told) letters of \(decided) decisions: \(story.told)")
            }
        }
        add(
            "Each decision was made once, told once and certified once",
            "\(certificates) certificates hold, \(revoked) papers were revoked, \(letters) letters", mistakes)
    }

    /// What the decision that holds makes in a register is in force there, once; what an appeal undid is not.
    mutating func reckonRegisters() async throws {
        let prefixes = ["building-permit": "BP", "passport": "LP", "business-licence": "BL"]
        var figures: [String: Int] = [:]
        var mistakes: [String] = []
        for story in stories {
            guard let prefix = prefixes[story.one.service] else { continue }
            let number = prefix + story.one.reference.description.dropFirst(2)
            let now = now
            let count = try await town.database.read {
                try $0.value(
                    Int.self,
                    """
                    SELECT COUNT(DISTINCT v.record) FROM registries_index i JOIN registries_versions v ON v.record = i.record
                    WHERE i.content = \(number) AND v.superseded_at = \(Int64.max) AND v.valid_from <= \(now)
                        AND v.valid_until > \(now)
                    """) ?? 0
            }
            figures[story.one.service, default: 0] += count
            let isRenewal = story.one.answers["application"] == .text("renewal")
            let isGranted = story.events.last { [.approved, .refused, .remitted].contains($0.kind) }?.kind == .approved
            let wanted = isGranted && story.one.isWritten && !isRenewal ? 1 : 0
            if count != wanted { mistakes.append("\(story.name): \(count) records in force, not \(wanted)") }
        }
        add("What is granted stands in its register", Self.line(figures), mistakes)
    }

    mutating func reckonDrafts() async throws {
        let (desk, now) = (town.services, now)
        let drafts = try await town.database.read { try DraftRows.list("1 = 1", $0) }
        var mistakes: [String] = []
        for draft in drafts {
            let service = try desk.catalogue.entry(draft.service).service
            if draft.savedAt + .seconds((service.draftDays + 1) * 86_400) < now {
                mistakes.append("a draft for \(draft.service) was last saved on \(draft.savedAt)")
            }
            if left[draft.id] == nil { mistakes.append("nobody knows of a draft for \(draft.service)") }
        }
        let known = Set(drafts.map(\.id))
        for (id, saved) in left where !known.contains(id) && saved + 90 > Year.days {
            mistakes.append("the draft \(id) of day \(saved) is gone")
        }
        add(
            "Drafts are kept as long as was promised, and no longer",
            "\(drafts.count) of \(left.count) left lying are kept", mistakes)
    }
}
