import Base
import Journal
import Store
import Web

extension RequestDesk {
    /// Stores sample requests with their histories and acts, the acts of all of them in the order of time, as they
    /// would have come. Returns how many requests were stored.
    @discardableResult
    public func install(_ demo: [DemoRequest]) async throws -> Int {
        for start in stride(from: 0, to: demo.count, by: 100) {
            let some = Array(demo[start..<min(start + 100, demo.count)])
            try await database.write { transaction in
                for one in some { try store(one, in: transaction) }
            }
        }
        let acts = demo.flatMap { one in one.acts.map { ($0, one.request) } }.sorted { $0.0.at < $1.0.at }
        for start in stride(from: 0, to: acts.count, by: 500) {
            let some = Array(acts[start..<min(start + 500, acts.count)])
            try await database.write { transaction in
                for (act, request) in some { try transaction.record(recorded(act, request)) }
            }
        }
        return demo.count
    }

    private func store(_ demo: DemoRequest, in transaction: any WriteTransaction) throws {
        try transaction.insert(demo.request, privateHash: demo.key.hash)
        if var contact = demo.contact {
            contact.privateKey = demo.key.text
            try transaction.insert(contact, of: demo.request.id)
        }
        for update in demo.updates { try transaction.insert(update) }
        let category = catalogue[demo.request.category]
        try transaction.index(new: demo.request, demo.request.searchDocument(category))
        guard let definition = category?.definition.description else { return }
        try transaction.publish(definition, of: demo.request)
    }

    private func recorded(_ act: DemoRequest.DemoAct, _ request: ServiceRequest) -> Act {
        let detail: JSON =
            act.update.map { ["update": .string($0.description)] }
            ?? [
                "reference": .string(request.reference.description), "category": .string(request.category),
                "source": "demo",
            ]
        return Act(
            act.verb, RequestActs.subject(request.id), by: act.actor, at: act.at, agency: request.agency, detail: detail
        )
    }
}

extension RequestDesk {
    /// Whether nobody has ever filed anything.
    public func isEmpty() async throws -> Bool {
        try await database.read { try $0.row("SELECT id FROM service_requests_requests LIMIT 1") == nil }
    }
}
