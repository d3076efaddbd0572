import Base
import Foundation
import Logging
import Synchronization

/// Writes log entries to standard error, one JSON object a line: `{"time":…,"level":…,"message":…,"request":…}`.
///
/// Logs hold no personal data: whoever logs names routes, not addresses, and identifiers, not names.
public struct JSONLogHandler: LogHandler {
    public var logLevel: Logger.Level = .info
    public var metadata: Logger.Metadata = [:]
    private let label: String
    private let time: TimeSource
    private let write: @Sendable ([UInt8]) -> Void

    /// - Parameter write: where a line goes, its end included; standard error where none is given.
    public init(
        label: String, level: Logger.Level = .info, time: TimeSource = .system,
        write: (@Sendable ([UInt8]) -> Void)? = nil
    ) {
        self.label = label
        self.time = time
        self.write = write ?? { FileHandle.standardError.write(Data($0)) }
        logLevel = level
    }

    public subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let all = event.metadata.map { metadata.merging($0) { $1 } } ?? metadata
        var members: [JSON.Member] = [
            .init("time", .string(time.now().iso8601)), .init("level", .string(event.level.rawValue)),
            .init("logger", .string(label)), .init("message", .string("\(event.message)")),
        ]
        for (key, value) in all.sorted(by: { $0.key < $1.key }) { members.append(.init(key, Self.json(value))) }
        write(JSON.object(members).bytes() + [10])
    }

    private static func json(_ value: Logger.MetadataValue) -> JSON {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let value): number(value) ?? .string(value.description)
        case .array(let values): .array(values.map(json))
        case .dictionary(let values): .object(values.sorted { $0.key < $1.key }.map { .init($0.key, json($0.value)) })
        }
    }

    private static func number(_ value: any CustomStringConvertible) -> JSON? {
        switch value {
        case let number as Int: .integer(Int64(number))
        case let number as Double: .number(number)
        default: nil
        }
    }
}
