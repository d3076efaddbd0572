import BPMN
import Base
import BuildingBlock
import Journal
import FEEL
import Store

/// What processes do in the background.
enum ProcessJobs {
    static let service = "processes.service"
    static let message = "processes.message"
    static let timers = "processes.timers"

    /// Names a row of orders; what is ordered is not in it.
    static func payload(_ id: Identifier<ProcessInstance>, _ key: Int, attempt: Int) -> String {
        let json: JSON = [
            "instance": .string(id.description), "key": .integer(Int64(key)), "attempt": .integer(Int64(attempt)),
        ]
        return json.description
    }
}

extension ProcessDesk {
    struct OrderName: Sendable {
        var instance: Identifier<ProcessInstance>
        var key: Int
        var attempt: Int

        init(_ payload: String) throws {
            let json = try JSON(parsing: payload)
            guard let text = json["instance"]?.string, let id = Identifier<ProcessInstance>(text),
                let key = json["key"]?.integer, let attempt = json["attempt"]?.integer
            else { throw ProcessError.unknown("order") }
            (instance, self.key, self.attempt) = (id, Int(key), Int(attempt))
        }
    }

    func call(_ order: ServiceOrder, of instance: ProcessInstance, at now: Instant) -> ServiceCall {
        ServiceCall(
            order: order, instance: instance.id, businessKey: instance.businessKey, about: instance.about,
            agency: instance.agency, now: now, idempotencyKey: "\(instance.id):\(order.key)")
    }

    /// Calls a service outside of any transaction; its answer and the end of the job are one write.
    func serve(_ job: Job) async throws -> JobOutcome {
        let name = try OrderName(job.payload)
        let found = try await database.read { transaction -> (ProcessInstance, String)? in
            guard let text = try ordered(name, in: transaction),
                let instance = try self.instance(name.instance, in: transaction)
            else { return nil }
            return (instance, text)
        }
        // Nobody waits for it any more.
        guard let (instance, text) = found else { return .done }
        let order: ServiceOrder = try Stored.value(text)
        guard case .outside(let handle) = handlers.service(order.service) else {
            return answer(name, .fail(key: name.key, message: "there is no service '\(order.service)'"))
        }
        do {
            let values = try await handle(call(order, of: instance, at: platform.time.now()))
            return answer(name, .complete(key: name.key, values: values))
        } catch let fault as ProcessFault {
            return answer(
                name, .throwError(key: name.key, code: fault.code, message: fault.message, values: fault.values))
        } catch {
            if job.attempts < job.maximumAttempts { throw error }
            return answer(name, .fail(key: name.key, message: "\(order.service): \(error)"))
        }
    }

    private func ordered(_ name: OrderName, in transaction: any ReadTransaction) throws -> String? {
        try transaction.value(
            String.self,
            """
            SELECT ordered FROM processes_orders
            WHERE instance = \(name.instance) AND key = \(name.key) AND attempt = \(name.attempt)
            """)
    }

    private func answer(_ name: OrderName, _ event: ProcessEvent) -> JobOutcome {
        .done { transaction in
            guard try ordered(name, in: transaction) != nil else { return }
            try transaction.execute(
                "DELETE FROM processes_orders WHERE instance = \(name.instance) AND key = \(name.key)")
            try advance(
                name.instance, event, by: .system("processes"), at: platform.time.now(), in: transaction)
        }
    }

    /// Hands a message to whoever takes it out of the house.
    func sendMessage(_ job: Job) async throws -> JobOutcome {
        let name = try OrderName(job.payload)
        let text = try await database.read { try ordered(name, in: $0) }
        guard let text, let send = handlers.sendMessage else { return .done }
        try await send(try Stored.value(text), "\(name.instance):\(name.key)")
        return .done { transaction in
            try transaction.execute(
                "DELETE FROM processes_orders WHERE instance = \(name.instance) AND key = \(name.key)")
        }
    }
}
