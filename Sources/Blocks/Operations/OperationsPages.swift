import Base
import BuildingBlock
import Journal
import Store
import Web

/// The operator's page, and what can be done about a job that was given up. Both are acts.
struct OperationsPages: Sendable {
    let platform: Platform
    static let path = "/office/operations"

    func overview(_ call: Call<Officer>) async throws -> Reply {
        async let dead = platform.jobs.deadLetters()
        async let counts = platform.jobs.counts()
        async let recurrences = platform.jobs.recurrences()
        let journal = try await platform.database.read { try $0.journalStatus() }
        let model = OperationsPage(
            platform: platform, language: call.language, now: call.now, dead: try await dead, counts: try await counts,
            recurrences: try await recurrences, journal: journal)
        return .page(Page("operations/overview", title: platform.texts("operations.title", in: call.language), model))
    }

    func retry(_ call: Call<Officer>) async throws -> Reply {
        try await change(call, verb: "job.retried", platform.jobs.retry)
    }

    func discard(_ call: Call<Officer>) async throws -> Reply {
        try await change(call, verb: "job.discarded", platform.jobs.discard)
    }

    private func change(
        _ call: Call<Officer>, verb: Act.Verb, _ change: (Job.ID) async throws -> Bool
    ) async throws -> Reply {
        let id: Job.ID = try call.identifier("id")
        let act = Act(
            verb, Act.Subject("job", id), by: .person(Identifier(call.caller.person.account)), at: call.now,
            agency: call.caller.agencies.first)
        // The act comes first: what may have been done is on record even where the change then fails.
        guard try await platform.jobs.job(id)?.state == .dead else { throw Problem.notFound }
        try await platform.database.write { try $0.record(act) }
        _ = try await change(id)
        return .redirect(to: Self.path)
    }
}
