import Base
import BuildingBlock
import Journal
import Store
import Web

/// What `/metrics` tells beside the requests.
extension Government {
    /// The queue of jobs, by state.
    @Sendable func jobGauges() async throws -> [RequestMetrics.Gauge] {
        let counts = try await platform.jobs.counts()
        let states: [Job.State] = [.waiting, .running, .dead]
        let longest = counts.map(\.longestDue).max() ?? .zero
        return states.map { state in
            RequestMetrics.Gauge(
                "polity_jobs", help: "Jobs in the queue.", labels: ["state": state.rawValue],
                value: Double(counts.filter { $0.state == state }.map(\.count).reduce(0, +)))
        } + [
            RequestMetrics.Gauge(
                "polity_jobs_longest_due_seconds", help: "How long the oldest job that waits has been due.",
                value: longest / .seconds(1))
        ]
    }

    /// The transparency log.
    @Sendable func logGauges() async throws -> [RequestMetrics.Gauge] {
        let status = try await database.read { try $0.journalStatus() }
        return [
            RequestMetrics.Gauge(
                "polity_log_entries", help: "Acts that the transparency log holds.", value: Double(status.size)),
            RequestMetrics.Gauge(
                "polity_log_waiting", help: "Acts that the transparency log does not hold yet.",
                value: Double(status.waiting)),
        ]
    }
}
