import Foundation
import TransparencyLog

/// The file that holds the log's private keys: one line for each key, the private ones that sign and the public ones that
/// have retired. Its mode is 0600; a file that others can read is refused.
public struct LogKeyFile: Sendable {
    public let path: String
    public let origin: String

    public init(path: String, origin: String) {
        self.path = path
        self.origin = origin
    }

    /// A file that exists, of whatever log its first private key is. Throws `JournalError.keyFile`, `.keyFileOpen`.
    public init(existing path: String) throws {
        let file = LogKeyFile(path: path, origin: "")
        let lines = try file.text().split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix("PRIVATE+KEY+") }),
            let key = try? SignerKey(text: String(line))
        else { throw JournalError.keyFile(path: path, reason: "no private key") }
        self.init(path: path, origin: key.name)
    }

    public var exists: Bool { access(path, F_OK) == 0 }

    /// Makes the file with a first key from `seed`, 32 secret random bytes. Throws `JournalError.keyFile` where it exists.
    @discardableResult
    public func create(seed: [UInt8] = Self.randomSeed()) throws -> LogKeys {
        guard !exists else { throw JournalError.keyFile(path: path, reason: "exists already") }
        let keys = LogKeys(origin: origin, signers: [try SignerKey(name: origin, seed: seed)])
        try write(keys)
        return keys
    }

    /// Throws `JournalError.keyFile`, `.keyFileOpen`, `.keyFileOrigin`.
    public func load() throws -> LogKeys {
        var signers: [SignerKey] = []
        var retired: [VerifierKey] = []
        for line in try text().split(separator: "\n") where !line.hasPrefix("#") {
            do {
                if line.hasPrefix("PRIVATE+KEY+") {
                    signers.append(try SignerKey(text: String(line)))
                } else {
                    retired.append(try VerifierKey(text: String(line)))
                }
            } catch {
                // The line is a secret, so it is not quoted.
                throw JournalError.keyFile(path: path, reason: "a line is no key")
            }
        }
        guard !signers.isEmpty else { throw JournalError.keyFile(path: path, reason: "no private key") }
        for name in signers.map(\.name) + retired.map(\.name) where name != origin {
            throw JournalError.keyFileOrigin(expected: origin, found: name)
        }
        return LogKeys(origin: origin, signers: signers, retired: retired)
    }

    /// Adds a new key, which signs from the next start beside the present one.
    @discardableResult
    public func rotate(seed: [UInt8] = Self.randomSeed()) throws -> LogKeys {
        let keys = try load()
        let next = LogKeys(
            origin: origin, signers: keys.signers + [try SignerKey(name: origin, seed: seed)], retired: keys.retired)
        try write(next)
        return next
    }

    /// Keeps only the newest key as signer. The private halves of the others are gone; their public ones stay listed.
    @discardableResult
    public func retireOldKeys() throws -> LogKeys {
        let keys = try load()
        let next = LogKeys(
            origin: origin, signers: keys.signers.suffix(1),
            retired: keys.retired + keys.signers.dropLast().map(\.verifier))
        try write(next)
        return next
    }

    public static func randomSeed() -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
}

extension LogKeyFile {
    private func text() throws -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw JournalError.keyFile(path: path, reason: String(cString: strerror(errno))) }
        defer { close(file) }
        // The mode of what was opened, not of what the path may lead to by now.
        var status = stat()
        guard fstat(file, &status) == 0 else {
            throw JournalError.keyFile(path: path, reason: String(cString: strerror(errno)))
        }
        guard status.st_mode & 0o077 == 0 else {
            throw JournalError.keyFileOpen(path: path, mode: Int(status.st_mode & 0o777))
        }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: false)
        guard let data = try handle.read(upToCount: 1 << 20), let text = String(data: data, encoding: .utf8) else {
            throw JournalError.keyFile(path: path, reason: "empty or not text")
        }
        return text
    }

    /// Writes beside the file and renames, so that there is never half a key.
    private func write(_ keys: LogKeys) throws {
        let lines =
            ["# The keys of the log \(origin). Secret: whoever has this file can sign as this log."]
            + keys.signers.map(\.text) + keys.retired.map(\.text)
        let temporary = path + ".new"
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw JournalError.keyFile(path: path, reason: String(cString: strerror(errno))) }
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        let isWritten = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) } == bytes.count
        let isDurable = isWritten && fsync(file) == 0
        close(file)
        guard isDurable, rename(temporary, path) == 0 else {
            throw JournalError.keyFile(path: path, reason: String(cString: strerror(errno)))
        }
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let folder = open(parent, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }
}
