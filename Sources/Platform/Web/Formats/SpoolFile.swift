import Base
import Crypto
import Foundation
import Synchronization

/// A file without a name that is filled once and then read by many: exports are written to it in one go, so that a slow reader
/// holds no database snapshot. It is gone with the last reference to it.
public final class SpoolFile: Sendable {
    private let descriptor: Int32
    /// Bytes.
    public let size: Int
    /// Names the content: for `ETag`.
    public let tag: String

    /// Fills a new file with what `fill` writes. Throws a 503 `Problem` where the disk takes no more.
    public init(_ fill: (_ write: ([UInt8]) throws -> Void) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path
        var template = Array("\(folder)/polity-spool-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Problem.unavailable }
        unlink(template)
        var buffer: [UInt8] = []
        var size = 0
        var hash = SHA256()
        do {
            try fill { bytes in
                buffer += bytes
                guard buffer.count >= 64 * 1024 else { return }
                try Self.write(buffer, descriptor, &hash, &size)
                buffer.removeAll(keepingCapacity: true)
            }
            try Self.write(buffer, descriptor, &hash, &size)
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        self.size = size
        tag = Base64URL.encode(hash.finalize().prefix(12))
    }

    private static func write(_ bytes: [UInt8], _ descriptor: Int32, _ hash: inout SHA256, _ size: inout Int) throws {
        hash.update(data: bytes)
        size += bytes.count
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                if count < 0, errno == EINTR { continue }
                throw Problem.unavailable
            }
            rest = rest.dropFirst(count)
        }
    }

    /// The bytes of `range`, piece by piece.
    public func send(_ range: Range<Int>, to stream: StreamWriter) async throws {
        var position = range.lowerBound
        while position < range.upperBound {
            let wanted = min(64 * 1024, range.upperBound - position)
            let at = position
            let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
                count = max(0, pread(descriptor, buffer.baseAddress, wanted, off_t(at)))
            }
            guard !bytes.isEmpty else { throw Problem.unavailable }
            position += bytes.count
            try await stream.write(bytes)
        }
    }

    deinit { close(descriptor) }
}
