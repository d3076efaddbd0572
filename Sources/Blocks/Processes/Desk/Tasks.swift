import BPMN
import Base
import Journal
import Store

/// Tasks that people do.
extension ProcessDesk {
    /// What tasks to list.
    public struct TaskFilter: Sendable {
        /// Any of these agencies, and those of no agency; nil for all.
        public var agencies: [String]?
        public var roles: [String]?
        public var assignee: Identifier<Act.Party>?
        public var instance: Identifier<ProcessInstance>?
        public var isOpen = true
        /// Only those that nobody has taken, or this person has.
        public var takenByNoneBut: Identifier<Act.Party>?
        /// Only those that come after this one in the list.
        public var after: ProcessTask?
        public init() {}
    }

    /// Tasks, those due first first.
    public func tasks(_ filter: TaskFilter, limit: Int = 50, in transaction: any ReadTransaction) throws
        -> [ProcessTask]
    {
        var conditions: [SQL] = [filter.isOpen ? "state = 'open'" : "state <> 'open'"]
        if let agencies = filter.agencies { conditions.append("(agency IS NULL OR agency IN (\(list: agencies)))") }
        if let roles = filter.roles { conditions.append("role IN (\(list: roles))") }
        if let assignee = filter.assignee { conditions.append("assignee = \(assignee)") }
        if let instance = filter.instance { conditions.append("instance = \(instance)") }
        if let party = filter.takenByNoneBut { conditions.append("(assignee IS NULL OR assignee = \(party))") }
        if let last = filter.after {
            conditions.append(
                last.dueAt.map { "(due_at > \($0) OR due_at = \($0) AND id > \(last.id) OR due_at IS NULL)" }
                    ?? "due_at IS NULL AND id > \(last.id)")
        }
        return try transaction.rows(
            """
            SELECT * FROM processes_tasks WHERE \(conditions.joined(separator: " AND "))
            ORDER BY CASE WHEN due_at IS NULL THEN 1 ELSE 0 END, due_at, id LIMIT \(limit)
            """
        ).map { try ProcessTask($0) }
    }

    public func task(_ id: Identifier<ProcessTask>, in transaction: any ReadTransaction) throws -> ProcessTask? {
        try transaction.row("SELECT * FROM processes_tasks WHERE id = \(id)").map { try ProcessTask($0) }
    }

    /// The choice that a task's result makes, where the definition says it plainly.
    public func choice(of task: ProcessTask, in transaction: any ReadTransaction) throws -> TaskChoice? {
        guard let instance = try instance(task.instance, in: transaction) else {
            throw ProcessError.unknown("instance")
        }
        return try shelf.definition(instance.process, instance.revision, in: transaction).executable.choice(
            after: task.element)
    }

    private func open(_ id: Identifier<ProcessTask>, _ transaction: any ReadTransaction) throws -> ProcessTask {
        guard let task = try task(id, in: transaction) else { throw ProcessError.unknown("task") }
        if task.state != .open { throw ProcessError.notPossible("the task is not open any more") }
        return task
    }

    /// The roles that open tasks wait for, in the order of their names.
    /// - Parameter agencies: of tasks of these agencies, and of no agency.
    public func roles(agencies: [String], in transaction: any ReadTransaction) throws -> [String] {
        try transaction.rows(
            """
            SELECT DISTINCT role FROM processes_tasks
            WHERE state = 'open' AND role IS NOT NULL AND (agency IS NULL OR agency IN (\(list: agencies))) ORDER BY role
            """
        ).map { try $0["role"] }
    }

    /// Somebody takes a task. `notPossible` where another has it.
    public func claim(
        _ id: Identifier<ProcessTask>, for party: Identifier<Act.Party>, by actor: Act.Actor, at now: Instant,
        in transaction: any WriteTransaction
    ) throws {
        let task = try open(id, transaction)
        if task.assignee == party { return }
        if task.assignee != nil { throw ProcessError.notPossible("somebody else has the task") }
        try assign(id, to: party, by: actor, at: now, in: transaction)
    }

    /// Gives a task to somebody, or back to all.
    public func assign(
        _ id: Identifier<ProcessTask>, to assignee: Identifier<Act.Party>?, by actor: Act.Actor, at now: Instant,
        in transaction: any WriteTransaction
    ) throws {
        let task = try open(id, transaction)
        try transaction.execute("UPDATE processes_tasks SET assignee = \(assignee) WHERE id = \(id)")
        try transaction.record(
            Act(
                ProcessActs.taskAssigned, ProcessActs.subject(task.instance), by: actor, at: now, agency: task.agency,
                detail: [
                    "element": .string(task.element), "assignee": assignee.map { .string($0.description) } ?? .null,
                ]))
    }

    /// A task is done, with what it gave; the process goes on in the same transaction. `notPossible` where it is not open
    /// any more: of two who complete it at once, one is told.
    public func complete(
        _ id: Identifier<ProcessTask>, values: Variables = Variables(), by actor: Act.Actor, at now: Instant,
        in transaction: any WriteTransaction
    ) throws {
        let task = try close(id, by: actor, now, transaction)
        try advance(task.instance, .complete(key: task.key, values: values), by: actor, at: now, in: transaction)
    }

    /// A task ends with an error that the process may know.
    public func complete(
        _ id: Identifier<ProcessTask>, with fault: ProcessFault, by actor: Act.Actor, at now: Instant,
        in transaction: any WriteTransaction
    ) throws {
        let task = try close(id, by: actor, now, transaction)
        try advance(
            task.instance, .throwError(key: task.key, code: fault.code, message: fault.message, values: fault.values),
            by: actor, at: now, in: transaction)
    }

    /// Closes an open task, in one statement: of two who do it at once one finds none.
    private func close(
        _ id: Identifier<ProcessTask>, by actor: Act.Actor, _ now: Instant, _ transaction: any WriteTransaction
    ) throws -> ProcessTask {
        let row = try transaction.row(
            "UPDATE processes_tasks SET state = 'done', ended_at = \(now) WHERE id = \(id) AND state = 'open' RETURNING *"
        )
        guard let task = try row.map({ try ProcessTask($0) }) else {
            // Why there is none is told by the row itself.
            _ = try open(id, transaction)
            throw ProcessError.changedMeanwhile
        }
        try transaction.record(
            Act(
                ProcessActs.taskCompleted, ProcessActs.subject(task.instance), by: actor, at: now, agency: task.agency,
                detail: ["element": .string(task.element), "task": .string(task.id.description)]))
        return task
    }
}
