import Base
import BuildingBlock
import Journal
import ServiceDefinition
import Store

extension ServicesDesk {
    /// Where the law gives silence a meaning, it takes effect when the term has passed: the case is decided by Polity in the agency's
    /// place. A clock that stands still never ends. Returns how many cases were decided.
    /// - Parameter page: how many cases are read at once.
    @discardableResult
    public func endSilence(at now: Instant, page: Int = 500) async throws -> Int {
        let text = words("silence")(in: jurisdiction.languages.first ?? .english)
        let worker = CaseWorker(actor: .system("citizen-services.silence"), agencies: nil)
        var decided = 0
        var last: ServiceCase?
        repeat {
            let overdue = try await overdue(after: last, page, at: now)
            for (one, decision) in overdue {
                guard let decision else { continue }
                do {
                    try await take(.decide(decision, reasons: [], explanation: text), on: one.id, by: worker, at: now)
                    decided += 1
                } catch CitizenServicesError.notPossible {
                    continue
                }
            }
            last = overdue.last?.one
        } while last != nil
        return decided
    }

    /// Cases whose term has passed, from the longest overdue on, with what silence decides; `nil`: it decides nothing.
    private func overdue(
        after last: ServiceCase?, _ page: Int, at now: Instant
    ) async throws -> [(one: ServiceCase, decision: String?)] {
        var rest: SQL = ""
        if let last, let due = last.clock.dueAt { rest = "AND (due_at, id) > (\(due), \(last.id))" }
        let condition: SQL = """
            due_at < \(now) AND closed_at IS NULL AND paused_at IS NULL AND status = 'received' \(rest)
            ORDER BY due_at, id LIMIT \(page)
            """
        return try await database.read { transaction in
            try CaseRows.list(condition, currency, transaction).map { one in
                let service = try catalogue.service(of: one, in: transaction)
                return switch service.clock?.silence {
                case .approval: (one, service.decisions.first { $0.isApproval }?.key)
                case .refusal: (one, service.decisions.first { !$0.isApproval }?.key)
                case .nothing, nil: (one, nil)
                }
            }
        }
    }
}
