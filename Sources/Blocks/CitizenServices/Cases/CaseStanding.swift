import BPMN
import Base
import BuildingBlock
import Processes
import ServiceDefinition
import Store
import Web

/// What pages show of a case beside the case itself: what was issued, and where its process stands.
struct CaseStanding: Sendable {
    /// Work other than deciding that officers can do now, with the ways that the process can take from there.
    struct Work: Sendable {
        let task: ProcessTask
        let choice: TaskChoice?
    }

    let papers: [Paper]
    let work: [Work]
    /// Whether a decision is awaited: the process stands there, or there is none.
    let awaitsDecision: Bool
    let position: ProcessPosition?

    init(_ one: ServiceCase, _ desk: ServicesDesk, in transaction: any ReadTransaction) throws {
        papers = try desk.ports.papers(one.reference.description, transaction)
        guard let processes = desk.processes, let id = one.process else {
            (work, awaitsDecision, position) = ([], true, nil)
            return
        }
        let tasks = try desk.openTasks(of: id, transaction)
        work = try tasks.filter { !$0.isDecision }.map {
            Work(task: $0, choice: try desk.choice(of: $0, transaction))
        }
        position = try processes.position(of: id, in: transaction)
        awaitsDecision = try desk.awaitsDecision(one, transaction)
    }

    var hasStopped: Bool { (position?.instance.openIncidents ?? 0) > 0 }
}

extension ServiceWords {
    /// Certificates and letters of a case.
    func list(_ papers: [Paper]) -> UI.SummaryList {
        UI.SummaryList(
            title: self("papers"),
            papers.map { paper in
                let day = paper.hasEnded ? self("paper-ended") : format.date(paper.issuedAt)
                return UI.SummaryRow(day, links: [UI.Link(paper.title, paper.path)])
            })
    }
}
