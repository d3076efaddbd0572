import Synchronization

/// Figures about the answers given, and gauges of others, in the text format of Prometheus (version 0.0.4).
public final class RequestMetrics: Sendable {
    private struct Series: Hashable {
        var route: String
        var statusClass: Int
    }
    private struct Figures {
        var count: UInt64 = 0
        var seconds = 0.0
        var buckets = [UInt64](repeating: 0, count: bounds.count)
    }
    private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

    private let figures = Mutex<[Series: Figures]>([:])
    private let open = Atomic<Int>(0)
    private let sources = Mutex<[Source]>([])

    /// Reads figures that belong together at once, whenever the metrics are asked for.
    public typealias Source = @Sendable () async throws -> [Gauge]

    /// A figure at the moment of asking.
    public struct Gauge: Sendable {
        /// `polity_jobs_waiting`
        public var name: String
        public var help: String
        /// Pairs of label and value.
        public var labels: [String: String]
        public var value: Double
        public init(_ name: String, help: String, labels: [String: String] = [:], value: Double) {
            (self.name, self.help, self.labels, self.value) = (name, help, labels, value)
        }
    }

    public init() {}

    /// Adds a source of gauges; the queue of jobs, the journal and others register theirs.
    public func register(_ source: @escaping Source) { sources.withLock { $0.append(source) } }

    func began() { open.wrappingAdd(1, ordering: .relaxed) }
    func ended() { open.wrappingSubtract(1, ordering: .relaxed) }

    /// - Parameter route: the route's path with its names, never the address.
    func record(route: String, status: Int, seconds: Double) {
        figures.withLock { figures in
            var entry = figures[Series(route: route, statusClass: status / 100)] ?? Figures()
            entry.count += 1
            entry.seconds += seconds
            if let bucket = Self.bounds.firstIndex(where: { seconds <= $0 }) { entry.buckets[bucket] += 1 }
            figures[Series(route: route, statusClass: status / 100)] = entry
        }
    }

    func text() async -> String {
        var text = "# HELP polity_requests_open Requests being answered.\n# TYPE polity_requests_open gauge\n"
        text += "polity_requests_open \(open.load(ordering: .relaxed))\n"
        text += "# HELP polity_request_seconds Time from the head of a request to the end of its answer.\n"
        text += "# TYPE polity_request_seconds histogram\n"
        let sorted = figures.withLock { $0 }.sorted {
            ($0.key.route, $0.key.statusClass) < ($1.key.route, $1.key.statusClass)
        }
        for (series, figures) in sorted {
            let labels = "route=\"\(Self.escaped(series.route))\",status=\"\(series.statusClass)xx\""
            var sum: UInt64 = 0
            for (bound, count) in zip(Self.bounds, figures.buckets) {
                sum += count
                text += "polity_request_seconds_bucket{\(labels),le=\"\(bound)\"} \(sum)\n"
            }
            text += "polity_request_seconds_bucket{\(labels),le=\"+Inf\"} \(figures.count)\n"
            text += "polity_request_seconds_sum{\(labels)} \(figures.seconds)\n"
            text += "polity_request_seconds_count{\(labels)} \(figures.count)\n"
        }
        return text + (await gaugeText())
    }

    /// A source that cannot be read is left out: the others still tell their figures.
    private func gaugeText() async -> String {
        var text = ""
        var described: Set<String> = []
        var gauges: [Gauge] = []
        for source in sources.withLock({ $0 }) { gauges += (try? await source()) ?? [] }
        for gauge in gauges.sorted(by: { $0.name < $1.name }) {
            let value = gauge.value
            if described.insert(gauge.name).inserted {
                text += "# HELP \(gauge.name) \(gauge.help)\n# TYPE \(gauge.name) gauge\n"
            }
            let labels = gauge.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }
                .joined(separator: ",")
            text += labels.isEmpty ? "\(gauge.name) \(value)\n" : "\(gauge.name){\(labels)} \(value)\n"
        }
        return text
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
