/// Something that must work before the program can serve: the database, the file store, the mail server.
public struct HealthCheck: Sendable {
    /// `database`
    public var name: String
    /// Throws the reason where it does not work.
    public var check: @Sendable () async throws -> Void
    public init(_ name: String, _ check: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.check = check
    }

    /// What the checks say; one that takes longer than `limit` fails. Reasons stay in the log: they may name hosts.
    static func run(_ checks: [HealthCheck], limit: Duration = .seconds(2)) async -> [(name: String, failure: String?)]
    {
        await withTaskGroup(of: (Int, String?).self) { group in
            for (index, check) in checks.enumerated() {
                group.addTask { (index, await outcome(of: check, limit)) }
            }
            var failures = [String?](repeating: nil, count: checks.count)
            for await (index, failure) in group { failures[index] = failure }
            return zip(checks, failures).map { ($0.name, $1) }
        }
    }

    private static func outcome(of check: HealthCheck, _ limit: Duration) async -> String? {
        await withTaskGroup(of: String?.self) { group in
            group.addTask {
                do {
                    try await check.check()
                    return nil
                } catch {
                    return "\(error)"
                }
            }
            group.addTask {
                do { try await Task.sleep(for: limit) } catch { return nil }
                return "no answer within \(limit)"
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}
