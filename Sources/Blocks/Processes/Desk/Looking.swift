import BPMN
import Base
import Store

/// What is known of instances. None of it holds their variables.
extension ProcessDesk {
    public func instance(
        _ id: Identifier<ProcessInstance>, in transaction: any ReadTransaction
    ) throws -> ProcessInstance? {
        try transaction.row("SELECT \(ProcessInstance.columns) FROM processes_instances WHERE id = \(id)")
            .map { try ProcessInstance($0) }
    }

    /// Instances, the newest first.
    /// - Parameters:
    ///   - agencies: any of these, and those of no agency; nil for all.
    ///   - isStuck: only those with open incidents.
    ///   - before: those that began before this one.
    public func instances(
        status: ProcessInstance.Status? = nil, agencies: [String]? = nil, isStuck: Bool = false,
        businessKey: String? = nil, before: Identifier<ProcessInstance>? = nil, limit: Int = 50,
        in transaction: any ReadTransaction
    ) throws -> [ProcessInstance] {
        var conditions: [SQL] = ["1 = 1"]
        if let status { conditions.append("status = \(status)") }
        if let agencies { conditions.append("(agency IS NULL OR agency IN (\(list: agencies)))") }
        if isStuck { conditions.append("incidents > 0") }
        if let businessKey { conditions.append("business_key = \(businessKey)") }
        if let before { conditions.append("id < \(before)") }
        return try transaction.rows(
            """
            SELECT \(ProcessInstance.columns) FROM processes_instances WHERE \(conditions.joined(separator: " AND "))
            ORDER BY id DESC LIMIT \(limit)
            """
        ).map { try ProcessInstance($0) }
    }

    /// The variables of an instance. They may be personal data: who shows them records the look.
    public func variables(
        of id: Identifier<ProcessInstance>, in transaction: any ReadTransaction
    ) throws -> Variables {
        guard
            let text = try transaction.value(
                String.self, "SELECT state FROM processes_instances WHERE id = \(id)")
        else { throw ProcessError.unknown("instance") }
        let state: ProcessState = try Stored.value(text)
        return Variables(state.variables)
    }

    public func incidents(
        of id: Identifier<ProcessInstance>, in transaction: any ReadTransaction
    ) throws -> [ProcessIncident] {
        try transaction.rows("SELECT * FROM processes_incidents WHERE instance = \(id) ORDER BY since, key")
            .map { try ProcessIncident($0) }
    }

    /// What a revision of a process asks for by name.
    public func vocabulary(
        of revision: ProcessRevision, in transaction: any ReadTransaction
    ) throws -> ProcessVocabulary {
        try shelf.definition(revision.process, revision.revision, in: transaction).executable.vocabulary
    }

    /// Where an instance stands and how it came there. Throws `ProcessError.unknown`.
    public func position(
        of id: Identifier<ProcessInstance>, in transaction: any ReadTransaction
    ) throws -> ProcessPosition {
        let row = try transaction.row(
            "SELECT \(ProcessInstance.columns), state FROM processes_instances WHERE id = \(id)")
        guard let row else { throw ProcessError.unknown("instance") }
        let instance = try ProcessInstance(row)
        let definition = try shelf.definition(instance.process, instance.revision, in: transaction)
        let state: ProcessState = try Stored.value(row["state"])
        let steps = try transaction.rows(
            "SELECT version, at, event, movements FROM processes_steps WHERE instance = \(id) ORDER BY version LIMIT 2000"
        ).map { row in
            ProcessPosition.HistoryStep(
                version: try row["version"], at: try row["at"], event: try row["event"],
                movements: try Stored.value(row["movements"]))
        }
        var names: [String: String] = [:]
        for element in definition.executable.elements { names[element] = definition.executable.element(element)?.name }
        let waiting = state.waiting(in: definition.executable)
        let here = waiting.filter { $0.kind != .incident }.reduce(into: [String: Int]()) {
            $0[$1.element, default: 0] += 1
        }
        return ProcessPosition(
            instance: instance, name: definition.executable.name,
            drawing: definition.model.drawing(ofProcess: definition.executable.id),
            here: here, done: ProcessDesk.done(steps),
            stuck: Set(waiting.filter { $0.kind == .incident }.map(\.element)), due: try due(id, transaction),
            steps: steps,
            names: names)
    }

    private static func done(_ steps: [ProcessPosition.HistoryStep]) -> Set<String> {
        var done: Set<String> = []
        for movement in steps.flatMap(\.movements) {
            switch movement {
            case .completed(let element, _): done.insert(element)
            case .took(let flow): done.insert(flow)
            case .entered, .cancelled: break
            }
        }
        return done
    }

    private func due(
        _ id: Identifier<ProcessInstance>, _ transaction: any ReadTransaction
    ) throws -> [String: Instant] {
        var due: [String: Instant] = [:]
        let rows =
            try transaction.rows("SELECT element, due_at FROM processes_timers WHERE instance = \(id)")
            + transaction.rows(
                "SELECT element, due_at FROM processes_tasks WHERE instance = \(id) AND state = 'open' AND due_at IS NOT NULL"
            )
        for row in rows {
            let (element, at): (String, Instant) = (try row["element"], try row["due_at"])
            due[element] = min(due[element] ?? at, at)
        }
        return due
    }
}
