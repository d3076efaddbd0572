import Foundation

/// An open file of the operating system; closed when nobody has it any more.
package final class LocalFile: Sendable {
    private let descriptor: Int32
    package let path: String

    package enum Mode {
        case read
        /// Must not exist yet.
        case create
    }

    package init(path: String, _ mode: Mode) throws {
        self.path = path
        switch mode {
        case .read: descriptor = open(path, O_RDONLY | O_CLOEXEC)
        case .create: descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        }
        if descriptor < 0 { throw Self.failure() }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    package func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count {
                let count = Foundation.write(
                    descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
                if count < 0 {
                    if errno == EINTR { continue }
                    throw Self.failure()
                }
                offset += count
            }
        }
    }

    package func read(at offset: Int, count: Int) throws -> [UInt8] {
        var failure: FileStoreError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            var result = -1
            repeat {
                result = pread(descriptor, buffer.baseAddress, count, off_t(offset))
            } while result < 0 && errno == EINTR
            if result < 0 { failure = Self.failure() }
            initialized = max(result, 0)
        }
        if let failure { throw failure }
        return bytes
    }

    package func size() throws -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure() }
        return Int(status.st_size)
    }

    /// Returns when what was written is on the disk.
    package func sync() throws {
        guard fsync(descriptor) == 0 else { throw Self.failure() }
    }

    /// Makes a folder's entries durable.
    package static func syncFolder(_ path: String) throws { try LocalFile(path: path, .read).sync() }

    package static func failure() -> FileStoreError {
        .unavailable(strerror(errno).map { String(cString: $0) } ?? "error \(errno)")
    }
}
