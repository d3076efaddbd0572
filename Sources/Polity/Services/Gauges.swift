import Base
import BuildingBlock
import Journal
import Store
import Web

extension Government {
    /// What `/metrics` tells beside the requests: the queue of jobs and the journal. Asked for when it is read.
    var gauges: [RequestMetrics.Gauge] {
        let jobs = platform.jobs
        let states: [Job.State] = [.waiting, .running, .dead]
        let counts = states.map { state in
            RequestMetrics.Gauge("polity_jobs", help: "Jobs in the queue.", labels: ["state": state.rawValue]) {
                Double(try await jobs.counts().filter { $0.state == state }.map(\.count).reduce(0, +))
            }
        }
        let database = database
        return counts + [
            RequestMetrics.Gauge("polity_jobs_longest_due_seconds", help: "How long the oldest job that waits has been due.") {
                Double((try await jobs.counts().map(\.longestDue).max() ?? .zero).components.seconds)
            },
            RequestMetrics.Gauge("polity_log_entries", help: "Acts that the transparency log holds.") {
                Double(try await database.read { try $0.journalStatus() }.size)
            },
            RequestMetrics.Gauge("polity_log_waiting", help: "Acts that the transparency log does not hold yet.") {
                Double(try await database.read { try $0.journalStatus() }.waiting)
            },
        ]
    }
}
