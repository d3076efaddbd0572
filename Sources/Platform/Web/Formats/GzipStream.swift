import CZlib
import Synchronization

/// Compresses a body that comes piece by piece (RFC 1952). Whoever gave up half-way need not finish.
final class GzipStream: Sendable {
    private let deflater: Mutex<Deflater>

    /// `nil` where zlib has no memory.
    init?(level: Int32) {
        guard let deflater = Deflater(level: level) else { return nil }
        self.deflater = Mutex(deflater)
    }

    /// What goes out now of all that came in: often nothing.
    func add(_ bytes: [UInt8]) -> [UInt8] { deflater.withLock { $0.add(bytes, Z_NO_FLUSH) } }
    /// The rest.
    func finish() -> [UInt8] { deflater.withLock { $0.add([], Z_FINISH) } }
}
