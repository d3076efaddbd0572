import Foundation
import Journal

/// The folder of one installation: database, files, keys, outbox. Only its owner may read it.
struct DataFolder: Sendable {
    let path: String

    /// Makes the folder where it is missing. Throws a `StartError` where that cannot be.
    init(_ path: String) throws {
        self.path = path
        do {
            try FileManager.default.createDirectory(
                atPath: "\(path)/keys", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StartError("data: the folder \(path) cannot be made or written")
        }
    }

    var database: String { "\(path)/polity.sqlite" }
    var files: String { "\(path)/files" }
    /// Where files wait that are on their way to another store.
    var spool: String { "\(path)/spool" }
    var keys: String { "\(path)/keys" }
    var hasKeys: Bool { !((try? FileManager.default.contentsOfDirectory(atPath: keys)) ?? []).isEmpty }
    var outbox: String { "\(path)/outbox" }
    private var siteKey: String { "\(path)/keys/site.key" }

    private var logKey: String { "\(path)/keys/log.key" }

    /// The file of the log's keys. A log keeps its name when the address changes, so an existing file decides, unless the
    /// settings name the log.
    func logKeyFile(_ settings: Settings) throws -> LogKeyFile {
        if let origin = settings.origin { return LogKeyFile(path: logKey, origin: origin) }
        if FileManager.default.fileExists(atPath: logKey) { return try LogKeyFile(existing: logKey) }
        return LogKeyFile(path: logKey, origin: settings.servedOrigin)
    }

    /// The log's keys; a first one is made where there is none.
    func logKeys(_ settings: Settings) throws -> LogKeys {
        let file = try logKeyFile(settings)
        return file.exists ? try file.load() : try file.create()
    }

    /// The secret with which forms and cursors are signed: 32 bytes, made at the first start.
    func siteSecret() throws -> [UInt8] {
        if let data = FileManager.default.contents(atPath: siteKey), data.count == 32 { return Array(data) }
        guard !FileManager.default.fileExists(atPath: siteKey) else {
            throw StartError("\(siteKey) is not 32 bytes; restore it from a backup, or remove it to make a new one")
        }
        let secret = LogKeyFile.randomSeed()
        guard
            FileManager.default.createFile(
                atPath: siteKey, contents: Data(secret), attributes: [.posixPermissions: 0o600])
        else { throw StartError("\(siteKey) cannot be written") }
        return secret
    }
}
