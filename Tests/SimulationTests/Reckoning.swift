import Base
import BuildingBlock
import Journal
import Payments
import Processes
import ServiceDefinition
import Store

@testable import CitizenServices
@testable import Polity

/// What must add up when the year is over. Each check says what it counted, and what does not fit.
struct Reckoning: Sendable {
    struct Check: Sendable {
        var name: String
        var figures: String
        var mistakes: [String]
    }

    /// A case with all that is known of it.
    struct Story: Sendable {
        var one: ServiceCase
        var service: Service
        var events: [CaseEvent]
        var position: ProcessPosition?
        var tasks: [ProcessTask]
        var requests: [PaymentRequest]
        /// The kinds of documents about it: `passport-certificate`, and whether each still holds.
        var papers: [(name: String, state: String)]

        var name: String { "\(one.reference) (\(one.service), \(one.status.rawValue))" }
        /// Where its process stands, and what stopped it.
        var here: String { position?.here.keys.sorted().joined(separator: ", ") ?? "no process" }
        var incidents: [String]
        var stuck: String { "\(here): \(incidents)" }
        /// What happened, in short.
        var told: String { events.map { "\($0.at) \($0.kind.rawValue)" }.joined(separator: ", ") + "; \(papers)" }
        func count(_ kinds: CaseEvent.Kind...) -> Int { events.count { kinds.contains($0.kind) } }
    }

    let town: SimulatedTown
    let tally: Tally
    let left: [Identifier<ServiceCase>: Int]
    let stories: [Story]
    let now: Instant
    private(set) var checks: [Check] = []

    var mistakes: [String] { checks.flatMap { check in check.mistakes.map { "\(check.name): \($0)" } } }

    init(of year: Year) async throws {
        (town, tally, left) = (year.town, await year.tally, await year.left)
        now = town.clock.now
        let desk = town.services
        let payments = town.government.desks.payments
        stories = try await town.database.read { transaction in
            try CaseRows.list("1 = 1 ORDER BY submitted_at", desk.currency, transaction).map { one in
                let papers = try transaction.rows(
                    "SELECT name, state FROM documents_documents WHERE about = \(one.reference.description)"
                ).map { (name: try $0[0] as String, state: try $0[1] as String) }
                return Story(
                    one: one, service: try desk.catalogue.service(of: one, in: transaction),
                    events: try CaseRows.events(of: one.id, transaction),
                    position: try one.process.flatMap { try desk.processes?.position(of: $0, in: transaction) },
                    tasks: try one.process.map { try desk.openTasks(of: $0, transaction) } ?? [],
                    requests: try payments.payments(about: one.reference.description, in: transaction), papers: papers,
                    incidents: try one.process.map { id in
                        try transaction.rows(
                            "SELECT message FROM processes_incidents WHERE instance = \(id) AND closed_at IS NULL"
                        ).map { try $0[0] as String }
                    } ?? [])
            }
        }
        try await reckonActs()
        try await reckonMoney()
        reckonStates()
        reckonNextSteps()
        reckonTerms()
        reckonPapers()
        try await reckonRegisters()
        try await reckonDrafts()
        try await reckonMachinery()
        try await verify()
    }

    mutating func add(_ name: String, _ figures: String, _ mistakes: [String]) {
        checks.append(Check(name: name, figures: figures, mistakes: mistakes))
    }

    /// As it is printed at the end.
    var report: String {
        let lines = checks.map { check in
            let verdict = check.mistakes.isEmpty ? "holds" : "BROKEN"
            return (["\(verdict)  \(check.name): \(check.figures)"] + check.mistakes.prefix(8).map { "        \($0)" })
                .joined(separator: "\n")
        }
        let told = tally.stories.sorted { $0.key < $1.key }.map { "        \($0.value) \($0.key)" }
        return (["What people did:"] + told + ["The reckoning:"] + lines).joined(separator: "\n")
    }

    /// A few figures in one line.
    static func line(_ figures: [String: Int]) -> String {
        figures.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }
}
