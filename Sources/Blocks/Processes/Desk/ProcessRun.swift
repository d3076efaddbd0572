import BPMN
import Base
import BuildingBlock
import Journal
import Store

/// What happens in one transaction: an event, and all the steps that follow from it in this and other instances.
final class ProcessRun {
    let desk: ProcessDesk
    let transaction: any WriteTransaction
    let now: Instant
    /// Who caused the first step; what follows is done by the system.
    let actor: Act.Actor
    private var isFirst = true
    private var loaded: [Identifier<ProcessInstance>: Loaded] = [:]
    private var order: [Identifier<ProcessInstance>] = []
    private var waiting: [(event: ProcessEvent, instance: Identifier<ProcessInstance>)] = []
    private var steps = 0
    /// Rows of the steps that were gone.
    private var history: [SQL] = []
    /// What began to wait for a message; it may have come already.
    var freshWaits: [FreshWait] = []

    /// How many steps one transaction may make before it is given up: instances that start each other without end.
    static let maximumSteps = 2_000

    struct Loaded {
        var instance: ProcessInstance
        var state: ProcessState
        /// The version in the database; nil for an instance that is not there yet.
        var stored: Int?
        let definition: ExecutableProcess
        var isChanged = false
    }

    init(_ desk: ProcessDesk, _ transaction: any WriteTransaction, by actor: Act.Actor, at now: Instant) {
        (self.desk, self.transaction, self.actor, self.now) = (desk, transaction, actor, now)
    }

    // MARK: Instances

    func load(_ id: Identifier<ProcessInstance>) throws -> Loaded {
        if let known = loaded[id] { return known }
        let row = try transaction.row(
            "SELECT \(ProcessInstance.columns), state FROM processes_instances WHERE id = \(id)")
        guard let row else { throw ProcessError.unknown("instance") }
        let instance = try ProcessInstance(row)
        let definition = try desk.shelf.definition(instance.process, instance.revision, in: transaction)
        let state: ProcessState = try Stored.value(row["state"])
        let found = Loaded(
            instance: instance, state: state, stored: instance.version, definition: definition.executable)
        keep(found)
        return found
    }

    func keep(_ one: Loaded) {
        if loaded.updateValue(one, forKey: one.instance.id) == nil { order.append(one.instance.id) }
    }

    func expect(_ version: Int?, of id: Identifier<ProcessInstance>) throws {
        guard let version else { return }
        if try load(id).instance.version != version { throw ProcessError.changedMeanwhile }
    }

    @discardableResult
    func begin(
        _ process: String, revision: Int? = nil, _ event: ProcessEvent, businessKey: String, about: String,
        agency: String?, concerns: Identifier<Act.Party>? = nil, parent: (Identifier<ProcessInstance>, Int)? = nil
    ) throws -> Identifier<ProcessInstance> {
        guard let revision = try revision ?? desk.newestRevision(of: process, in: transaction) else {
            throw ProcessError.unknown("process \(process)")
        }
        let definition = try desk.shelf.definition(process, revision, in: transaction).executable
        let instance = ProcessInstance(
            id: Identifier(at: now), process: process, revision: revision, businessKey: businessKey, about: about,
            agency: agency, status: .running, version: 0, parent: parent?.0, parentKey: parent?.1, openIncidents: 0,
            startedAt: now, updatedAt: now, endedAt: nil, concerns: concerns)
        keep(Loaded(instance: instance, state: ProcessState(of: definition), stored: nil, definition: definition))
        try apply(event, to: instance.id)
        return instance.id
    }

    // MARK: Steps

    func enqueue(_ event: ProcessEvent, to id: Identifier<ProcessInstance>) { waiting.append((event, id)) }

    /// Lets an event happen. Throws where it cannot: `ProcessError.notPossible`.
    func apply(_ event: ProcessEvent, to id: Identifier<ProcessInstance>) throws {
        steps += 1
        if steps > ProcessRun.maximumSteps { throw ProcessError.notPossible("processes start each other without end") }
        var one = try load(id)
        let step: Step
        do {
            step = try Machine.step(
                one.definition, one.state, event, now: Moment(now), options: desk.handlers.options)
        } catch {
            throw ProcessError.notPossible(error.description)
        }
        let before = one.state
        one.state = step.state
        one.instance.version += 1
        one.instance.updatedAt = now
        one.instance.openIncidents = step.state.incidents.count
        one.isChanged = true
        keep(one)
        try forget(what: before, butNot: step.state, of: id)
        try tell(id, one.instance.version, event.word, step.movements)
        let doer = isFirst ? actor : .system("processes")
        isFirst = false
        try record(event.verb, one, doer, step.movements)
        for (index, effect) in step.effects.enumerated() { try carryOut(effect, of: id, index, by: doer) }
    }

    /// A row of the history, to be written with the instance.
    func tell(
        _ id: Identifier<ProcessInstance>, _ version: Int, _ event: String, _ movements: [Movement]
    ) throws {
        history.append("(\(id), \(version), \(now), \(event), \(try Stored.text(movements)))")
    }

    /// Waits that are over leave no rows.
    func forget(
        what before: ProcessState, butNot after: ProcessState, of id: Identifier<ProcessInstance>
    ) throws {
        let kept = Set(after.subscriptions.map(\.key))
        let gone = before.subscriptions.filter { !kept.contains($0.key) }
        var timers: [Int] = []
        var others: [Int] = []
        for subscription in gone {
            switch subscription.wait {
            case .timer: timers.append(subscription.key)
            case .message, .signal: others.append(subscription.key)
            case .condition: break
            }
        }
        if !timers.isEmpty {
            try transaction.executeLater(
                "DELETE FROM processes_timers WHERE instance = \(id) AND key IN (\(list: timers))")
        }
        if !others.isEmpty {
            try transaction.executeLater(
                "DELETE FROM processes_subscriptions WHERE instance = \(id) AND key IN (\(list: others))")
        }
        let open = Set(after.incidents.map(\.key))
        let closed = before.incidents.map(\.key).filter { !open.contains($0) }
        if !closed.isEmpty {
            try transaction.executeLater(
                """
                UPDATE processes_incidents SET closed_at = \(now) WHERE instance = \(id) AND key IN (\(list: closed))
                """)
        }
    }

    func record(
        _ verb: Act.Verb, _ one: Loaded, _ doer: Act.Actor, _ movements: [Movement] = [], more: [JSON.Member] = []
    )
        throws
    {
        let completed = movements.compactMap { movement -> JSON? in
            if case .completed(let element, _) = movement { .string(element) } else { nil }
        }
        let detail: [JSON.Member] = [
            .init("process", .string(one.instance.process)), .init("revision", .integer(Int64(one.instance.revision))),
            .init("step", .integer(Int64(one.instance.version))), .init("completed", .array(completed)),
        ]
        try transaction.record(
            Act(
                verb, ProcessActs.subject(one.instance.id), by: doer, at: now, agency: one.instance.agency,
                detail: .object(detail + more)))
    }

    /// Ends an instance: its tasks are nobody's any more, and who called it is told. One that completed has none left.
    func end(_ id: Identifier<ProcessInstance>, _ outcome: Outcome, by doer: Act.Actor) throws {
        var one = try load(id)
        one.instance.endedAt = now
        switch outcome.kind {
        case .completed: one.instance.status = .completed
        case .terminated: one.instance.status = .terminated
        case .failed: one.instance.status = .failed
        case .cancelled: one.instance.status = .cancelled
        }
        keep(one)
        if outcome.kind != .completed {
            try transaction.executeLater(
                """
                UPDATE processes_tasks SET state = 'cancelled', ended_at = \(now) WHERE instance = \(id) AND state = 'open'
                """)
            try transaction.executeLater("DELETE FROM processes_orders WHERE instance = \(id) AND key > 0")
        }
        switch outcome.kind {
        case .completed, .terminated: try record(ProcessActs.completed, one, doer)
        case .failed(let code, _): try record(ProcessActs.failed, one, doer, more: [.init("code", .string(code))])
        case .cancelled: break
        }
        guard let parent = one.instance.parent, let key = one.instance.parentKey else { return }
        switch outcome.kind {
        case .completed, .terminated: enqueue(.complete(key: key, values: outcome.variables), to: parent)
        case .failed(let code, let message):
            enqueue(.throwError(key: key, code: code, message: message, values: outcome.variables), to: parent)
        case .cancelled(let reason): enqueue(.fail(key: key, message: reason), to: parent)
        }
    }

    // MARK: The end

    /// Does what is still to follow, then writes every instance once.
    func finish() throws {
        while true {
            guard !waiting.isEmpty else {
                if freshWaits.isEmpty { break }
                _ = try giveKeptMessage(to: freshWaits.removeFirst())
                continue
            }
            let (event, id) = waiting.removeFirst()
            do {
                try apply(event, to: id)
            } catch ProcessError.notPossible {
                // What it would have told is not waited for any more: cancelled in the meantime.
                if steps > ProcessRun.maximumSteps {
                    throw ProcessError.notPossible("processes start each other without end")
                }
            }
        }
        for id in order {
            guard let one = loaded[id], one.isChanged else { continue }
            try write(one)
        }
        // After the instances: of two that move one at once, the second then meets the first at the instance's own row, and
        // PostgreSQL runs it again; at the key of a step it would fail.
        while !history.isEmpty {
            let rows = history.prefix(20)
            try transaction.executeLater(
                """
                INSERT INTO processes_steps (instance, version, at, event, movements)
                VALUES \(Array(rows).joined(separator: ", "))
                """)
            history.removeFirst(rows.count)
        }
    }

    private func write(_ one: Loaded) throws {
        let (instance, state) = (one.instance, try Stored.text(one.state))
        guard let stored = one.stored else {
            try transaction.executeLater(
                """
                INSERT INTO processes_instances (id, process, revision, business_key, about, agency, status, version, state,
                    parent, parent_key, incidents, started_at, updated_at, ended_at, concerns)
                VALUES (\(instance.id), \(instance.process), \(instance.revision), \(instance.businessKey),
                    \(instance.about), \(instance.agency), \(instance.status), \(instance.version), \(state),
                    \(instance.parent), \(instance.parentKey), \(instance.openIncidents), \(instance.startedAt),
                    \(instance.updatedAt), \(instance.endedAt), \(instance.concerns))
                """)
            return
        }
        // The transaction is serializable: nobody else has moved it since it was read.
        try transaction.executeLater(
            """
            UPDATE processes_instances SET revision = \(instance.revision), status = \(instance.status),
                version = \(instance.version), state = \(state), incidents = \(instance.openIncidents),
                updated_at = \(instance.updatedAt), ended_at = \(instance.endedAt)
            WHERE id = \(instance.id) AND version = \(stored)
            """)
    }
}

extension ProcessEvent {
    /// What happened, for histories.
    var word: String {
        switch self {
        case .start: "start"
        case .complete: "complete"
        case .decide: "decide"
        case .fail: "fail"
        case .throwError: "error"
        case .escalate: "escalate"
        case .timer: "timer"
        case .message: "message"
        case .signal: "signal"
        case .setVariables: "variables"
        case .activate: "activate"
        case .completeAdHoc: "ad-hoc"
        case .retry: "retry"
        case .resolve: "resolve"
        case .cancel: "cancel"
        }
    }

    var verb: Act.Verb {
        switch self {
        case .start: ProcessActs.started
        case .retry: ProcessActs.incidentRetried
        case .resolve: ProcessActs.incidentResolved
        case .cancel: ProcessActs.cancelled
        default: ProcessActs.advanced
        }
    }
}
