import Foundation

/// The engines that a suite runs on:
///
/// ```swift
/// @Test("a filed request can be read back", arguments: Engine.all)
/// func filed(on engine: Engine) async throws {
///     try await TestDatabase.with(engine, migrations: ServiceRequests.migrations) { database in … }
/// }
/// ```
public enum Engine: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqlite
    case postgres

    /// Both, or those that `POLITY_TEST_ENGINES` names (`sqlite`, or `sqlite,postgres`).
    public static var all: [Engine] {
        guard let names = ProcessInfo.processInfo.environment["POLITY_TEST_ENGINES"] else { return allCases }
        return names.split(separator: ",").compactMap { Engine(rawValue: String($0)) }
    }

    public var description: String { rawValue }
}
