import Base
import BuildingBlock
import Journal
import ServiceDefinition
import Store

extension ServicesDesk {
    /// Where the law gives silence a meaning, it takes effect when the term has passed: the case is decided by Polity in the agency's
    /// place. A clock that stands still never ends. Returns how many cases were decided.
    @discardableResult
    public func endSilence(at now: Instant) async throws -> Int {
        let overdue = try await database.read { transaction -> [(Identifier<ServiceCase>, String)] in
            try CaseRows.list(
                "due_at < \(now) AND closed_at IS NULL AND paused_at IS NULL AND status = 'received' ORDER BY due_at LIMIT 500",
                currency,
                transaction
            ).compactMap { one in
                let service = try catalogue.service(of: one, in: transaction)
                switch service.clock?.silence {
                case .approval: return service.decisions.first { $0.isApproval }.map { (one.id, $0.key) }
                case .refusal: return service.decisions.first { !$0.isApproval }.map { (one.id, $0.key) }
                case .nothing, nil: return nil
                }
            }
        }
        let text = words("silence")(in: jurisdiction.languages.first ?? .english)
        for (id, decision) in overdue {
            do {
                try await take(
                    .decide(decision, reasons: [], explanation: text), on: id,
                    by: CaseWorker(actor: .system("citizen-services.silence"), agencies: nil),
                    at: now)
            } catch CitizenServicesError.notPossible {
                continue
            }
        }
        return overdue.count
    }
}
