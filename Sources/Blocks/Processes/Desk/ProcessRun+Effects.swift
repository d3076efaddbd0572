import BPMN
import Base
import BuildingBlock
import FEEL
import Journal
import Store

/// What a step asks of the world. What is pure or our own is done at once; what leaves the house is a job.
extension ProcessRun {
    func carryOut(
        _ effect: Effect, of id: Identifier<ProcessInstance>, _ index: Int, by doer: Act.Actor
    ) throws {
        switch effect {
        case .createTask(let order): try create(order, of: id)
        case .cancelTask(let key): try endTask(key, of: id, .cancelled)
        case .callService(let order): try call(order, of: id)
        case .cancelService(let key):
            try transaction.executeLater("DELETE FROM processes_orders WHERE instance = \(id) AND key = \(key)")
        case .evaluateDecision(let order): try decide(order, of: id)
        case .startProcess(let order): try start(order, of: id)
        case .cancelProcess(let key): try cancelChild(key, of: id)
        case .startTimer(let key, let due, let element):
            try transaction.executeLater(
                """
                INSERT INTO processes_timers (instance, key, due_at, element)
                VALUES (\(id), \(key), \(due.instant), \(element))
                ON CONFLICT (instance, key) DO UPDATE SET due_at = excluded.due_at
                """)
        case .cancelTimer(let key):
            try transaction.executeLater("DELETE FROM processes_timers WHERE instance = \(id) AND key = \(key)")
        case .sendMessage(let order): try send(order, of: id, index)
        case .subscribe(let key, let message, let correlation, let element):
            try wait(id, key, "message", message, correlation, element)
        case .listen(let key, let signal, let element): try wait(id, key, "signal", signal, nil, element)
        case .unsubscribe(let key), .stopListening(let key):
            try transaction.executeLater("DELETE FROM processes_subscriptions WHERE instance = \(id) AND key = \(key)")
        case .throwSignal(let name, let values): try tell(name, values, from: id)
        case .escalate(let code, let values):
            let instance = try load(id).instance
            if let parent = instance.parent, let key = instance.parentKey {
                enqueue(.escalate(key: key, code: code, values: values), to: parent)
            }
        // Officers see what is offered in the instance itself.
        case .offerActivities: break
        case .raiseIncident(let incident, let element): try raise(incident, element, of: id)
        case .closeIncident(let key):
            try transaction.executeLater(
                "UPDATE processes_incidents SET closed_at = \(now) WHERE instance = \(id) AND key = \(key)")
        case .ended(let outcome): try end(id, outcome, by: doer)
        }
    }

    // MARK: Tasks

    private func create(_ order: TaskOrder, of id: Identifier<ProcessInstance>) throws {
        let instance = try load(id).instance
        let lane = order.lanes.last
        // An assignee that is no account is a word of the definition's: a role.
        let assignee = order.assignee.flatMap { Identifier<Act.Party>($0) }
        let role = order.candidateGroups.first ?? (assignee == nil ? order.assignee : nil) ?? lane
        try transaction.executeLater(
            """
            INSERT INTO processes_tasks (id, instance, key, process, element, name, role, lane, agency, assignee, form,
                priority, due_at, inputs, state, created_at, ended_at)
            VALUES (\(Identifier<ProcessTask>(at: now)), \(id), \(order.key), \(instance.process), \(order.element),
                \(order.name), \(role), \(lane), \(instance.agency), \(assignee), \(order.form), \(order.priority ?? 50),
                \(order.due?.instant), \(try Stored.text(order.inputs)), 'open', \(now), NULL)
            """)
    }

    func endTask(_ key: Int, of id: Identifier<ProcessInstance>, _ state: ProcessTask.State) throws {
        try transaction.executeLater(
            """
            UPDATE processes_tasks SET state = \(state), ended_at = \(now)
            WHERE instance = \(id) AND key = \(key) AND state = 'open'
            """)
    }

    // MARK: Services and decisions

    private func call(_ order: ServiceOrder, of id: Identifier<ProcessInstance>) throws {
        let instance = try load(id).instance
        switch desk.handlers.service(order.service) {
        case .within(let handle):
            let call = desk.call(order, of: instance, at: now)
            do {
                let values = try transaction.savepoint { try handle(call, transaction) }
                enqueue(.complete(key: order.key, values: values), to: id)
            } catch let fault as ProcessFault {
                enqueue(
                    .throwError(key: order.key, code: fault.code, message: fault.message, values: fault.values), to: id)
            } catch let error as DatabaseError {
                // The transaction itself is in doubt: it is tried again, or fails, as a whole.
                throw error
            } catch {
                enqueue(.fail(key: order.key, message: "\(order.service): \(error)"), to: id)
            }
        case .outside:
            try place(order, of: id, version: instance.version)
        case nil:
            enqueue(.fail(key: order.key, message: "there is no service '\(order.service)'"), to: id)
        }
    }

    /// The order is a row, because it may hold what must be erasable; the job names the row.
    private func place(_ order: ServiceOrder, of id: Identifier<ProcessInstance>, version: Int) throws {
        try transaction.executeLater(
            """
            INSERT INTO processes_orders (instance, key, ordered, attempt)
            VALUES (\(id), \(order.key), \(try Stored.text(order)), \(version))
            ON CONFLICT (instance, key) DO UPDATE SET ordered = excluded.ordered, attempt = excluded.attempt
            """)
        try desk.platform.jobs.enqueue(
            NewJob(
                ProcessJobs.service, payload: ProcessJobs.payload(id, order.key, attempt: version),
                idempotencyKey: "\(id):\(order.key):\(version)", maximumAttempts: max(1, order.retries ?? 8)),
            in: transaction)
    }

    private func decide(_ order: DecisionOrder, of id: Identifier<ProcessInstance>) throws {
        do {
            if let value = try desk.handlers.decide(order, try load(id).instance, now, transaction) {
                enqueue(.decide(key: order.key, value: DecisionValue(value)), to: id)
            } else {
                enqueue(.fail(key: order.key, message: "there is no decision '\(order.decision)'"), to: id)
            }
        } catch let error as DatabaseError {
            throw error
        } catch {
            enqueue(.fail(key: order.key, message: "\(order.decision): \(error)"), to: id)
        }
    }

    // MARK: Called processes

    private func start(_ order: CallOrder, of id: Identifier<ProcessInstance>) throws {
        let instance = try load(id).instance
        guard try desk.newestRevision(of: order.process, in: transaction) != nil else {
            enqueue(.fail(key: order.key, message: "there is no process '\(order.process)'"), to: id)
            return
        }
        do {
            try begin(
                order.process, .start(variables: order.variables, isCalled: true), businessKey: instance.businessKey,
                about: instance.about, agency: instance.agency, concerns: instance.concerns, parent: (id, order.key))
        } catch ProcessError.notPossible(let reason) {
            enqueue(.fail(key: order.key, message: "\(order.process): \(reason)"), to: id)
        }
    }

    private func cancelChild(_ key: Int, of id: Identifier<ProcessInstance>) throws {
        let rows = try transaction.rows(
            "SELECT id FROM processes_instances WHERE parent = \(id) AND parent_key = \(key) AND status = 'running'")
        for row in rows { enqueue(.cancel(reason: "what called it was cancelled"), to: try row["id"]) }
    }

    // MARK: Messages and signals

    private func wait(
        _ id: Identifier<ProcessInstance>, _ key: Int, _ kind: String, _ name: String, _ correlation: String?,
        _ element: String
    ) throws {
        try transaction.executeLater(
            """
            INSERT INTO processes_subscriptions (instance, key, kind, name, correlation, element)
            VALUES (\(id), \(key), \(kind), \(name), \(correlation), \(element))
            ON CONFLICT (instance, key) DO UPDATE SET name = excluded.name, correlation = excluded.correlation
            """)
        if kind == "message" {
            freshWaits.append(FreshWait(instance: id, key: key, name: name, correlation: correlation))
        }
    }

    /// To another instance, or out of the house.
    private func send(_ order: MessageOrder, of id: Identifier<ProcessInstance>, _ index: Int) throws {
        if try deliver(order.message, order.correlation, order.values, from: id) != nil { return }
        guard desk.handlers.sendMessage != nil else { return }
        let version = try load(id).instance.version
        let key = -(version * 1000 + index)
        try transaction.executeLater(
            """
            INSERT INTO processes_orders (instance, key, ordered, attempt)
            VALUES (\(id), \(key), \(try Stored.text(order)), \(version)) ON CONFLICT DO NOTHING
            """)
        try desk.platform.jobs.enqueue(
            NewJob(
                ProcessJobs.message, payload: ProcessJobs.payload(id, key, attempt: version),
                idempotencyKey: "\(id):\(key)"), in: transaction)
    }

    /// Where it went; nil where nothing waits for it. One that sends goes on first, then the other is told.
    func deliver(
        _ message: String, _ correlation: String?, _ values: Variables, from sender: Identifier<ProcessInstance>?
    ) throws -> Delivery? {
        if let (id, key) = try receiver(of: message, correlation, values) {
            let event = ProcessEvent.message(name: message, key: key, values: values)
            if sender == nil { try apply(event, to: id) } else { enqueue(event, to: id) }
            return .reached(id)
        }
        let start = try transaction.row(
            """
            SELECT process FROM processes_starts WHERE kind = 'message' AND name = \(message) ORDER BY process LIMIT 1
            """)
        guard let start else { return nil }
        let origin = try sender.map { try load($0).instance }
        let process: String = try start["process"]
        return .started(
            try begin(
                process, .start(variables: values, trigger: .message(name: message, key: correlation)),
                businessKey: origin?.businessKey ?? correlation ?? "", about: origin?.about ?? "",
                agency: origin?.agency, concerns: origin?.concerns))
    }

    private func receiver(
        of message: String, _ correlation: String?, _ values: Variables
    ) throws -> (Identifier<ProcessInstance>, String?)? {
        let base: SQL = "SELECT instance FROM processes_subscriptions WHERE kind = 'message' AND name = \(message)"
        var correlation = correlation
        if correlation == nil, let any = try transaction.row(base + " LIMIT 1") {
            let one = try load(any["instance"])
            correlation = one.definition.correlation(of: message, values: values.context)
        }
        if let correlation,
            let row = try transaction.row(base + " AND correlation = \(correlation) ORDER BY instance LIMIT 1")
        {
            return (try row["instance"], correlation)
        }
        if let row = try transaction.row(base + " AND correlation IS NULL ORDER BY instance LIMIT 1") {
            return (try row["instance"], correlation)
        }
        return nil
    }

    func tell(_ name: String, _ values: Variables, from sender: Identifier<ProcessInstance>?) throws {
        let rows = try transaction.rows(
            """
            SELECT DISTINCT instance FROM processes_subscriptions WHERE kind = 'signal' AND name = \(name) ORDER BY instance
            """)
        for row in rows {
            let id: Identifier<ProcessInstance> = try row["instance"]
            if id != sender { enqueue(.signal(name: name, values: values), to: id) }
        }
        let starts = try transaction.rows(
            "SELECT process FROM processes_starts WHERE kind = 'signal' AND name = \(name) ORDER BY process")
        for row in starts {
            let origin = try sender.map { try load($0).instance }
            try begin(
                try row["process"], .start(variables: values, trigger: .signal(name: name)),
                businessKey: origin?.businessKey ?? "", about: origin?.about ?? "", agency: origin?.agency,
                concerns: origin?.concerns)
        }
    }

    // MARK: Incidents

    private func raise(_ incident: Incident, _ element: String, of id: Identifier<ProcessInstance>) throws {
        try transaction.executeLater(
            """
            INSERT INTO processes_incidents (instance, key, kind, message, element, since, closed_at)
            VALUES (\(id), \(incident.key), \(incident.kind.rawValue), \(incident.message), \(element),
                \(incident.since.instant), NULL)
            ON CONFLICT (instance, key) DO UPDATE SET message = excluded.message, closed_at = NULL
            """)
        try record(
            ProcessActs.incidentRaised, try load(id), .system("processes"),
            more: [.init("element", .string(element)), .init("kind", .string(incident.kind.rawValue))])
    }
}
