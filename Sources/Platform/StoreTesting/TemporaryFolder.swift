import Foundation

/// A folder of a test's own.
public struct TemporaryFolder: Sendable {
    public let path: String

    public init(_ name: String = "polity-test") throws {
        path = FileManager.default.temporaryDirectory.path + "/\(name)-\(UUID().uuidString.lowercased())"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    public func remove() { try? FileManager.default.removeItem(atPath: path) }
}
