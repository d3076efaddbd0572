import Base
import Foundation
import GRDB
import Store
import StorePostgres
import StoreSQLite
import StoreTesting

/// What the store costs, beside its peers in the same run: plain GRDB, and pgbench on the same server.
///
/// `BenchStore [SECONDS] [sqlite|postgres]`: how long each measurement lasts, and of which engine.
@main
struct BenchStore {
    static func main() async throws {
        let seconds = CommandLine.arguments.dropFirst().first.flatMap { Double($0) } ?? 3
        let engines = CommandLine.arguments.dropFirst(2).compactMap { Engine(rawValue: $0) }
        for engine in engines.isEmpty ? Engine.allCases : engines {
            switch engine {
            case .sqlite: try await SQLiteBench(seconds: seconds).run()
            case .postgres: try await PostgresBench(seconds: seconds).run()
            }
        }
    }
}

/// A row like those of the blocks: an identifier, a time, a text.
struct Sample: Sendable {
    static let table = "CREATE TABLE samples (id UUID PRIMARY KEY, at BIGINT NOT NULL, body TEXT NOT NULL)"
    let id: Identifier<Sample>
    let at: Instant
    let body = "The street lamp in front of number twelve has been dark since Monday, and the crossing with it."

    init() {
        at = TimeSource.system.now()
        id = Identifier(at: at)
    }

    var insert: Store.SQL { "INSERT INTO samples (id, at, body) VALUES (\(id), \(at), \(body))" }
}

/// Counts how often `body` runs in the time given, in `tasks` tasks side by side; returns times a second, with the
/// median and the 99th percentile of how long each took.
func measure(
    _ name: String, seconds: Double, tasks: Int = 1, _ body: @escaping @Sendable () async throws -> Void
) async throws -> Double {
    let start = ContinuousClock.now
    let end = start + .seconds(seconds)
    let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
        for _ in 0..<tasks {
            group.addTask {
                var times: [Duration] = []
                var last = ContinuousClock.now
                while last < end {
                    try await body()
                    let now = ContinuousClock.now
                    times.append(now - last)
                    last = now
                }
                return times
            }
        }
        return try await group.reduce(into: [Duration]()) { $0 += $1 }
    }
    let took = ContinuousClock.now - start
    let rate = Double(times.count) / (Double(took.microseconds) / 1_000_000)
    let sorted = times.sorted()
    report(name, rate, p50: sorted[sorted.count / 2], p99: sorted[sorted.count * 99 / 100])
    return rate
}

func report(_ name: String, _ rate: Double, p50: Duration? = nil, p99: Duration? = nil) {
    func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
    let label = name + String(repeating: " ", count: max(1, 58 - name.count))
    let times = [("p50", p50), ("p99", p99)].compactMap { label, time in
        time.map { "\(label) \(padded("\($0.microseconds)", 6)) µs" }
    }
    say(label + padded("\(Int(rate))/s", 10) + "  " + times.joined(separator: "  "))
}

func ratio(_ name: String, _ rate: Double, of peer: Double) {
    guard peer > 0 else { return say("    \(name): the peer did not run") }
    say("    \(name): \(Int((rate / peer * 100).rounded())) %")
}

/// Prints at once: a measurement takes a while.
func say(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
