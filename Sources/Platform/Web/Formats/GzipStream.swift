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

/// zlib's state, which must stay where it was made.
private final class Deflater {
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    init?(level: Int32) {
        stream.initialize(to: z_stream())
        // 15 + 16: the largest window, in a gzip wrapper.
        let result = deflateInit2_(
            stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard result == Z_OK else { return nil }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func add(_ bytes: [UInt8], _ flush: Int32) -> [UInt8] {
        var output: [UInt8] = []
        bytes.withUnsafeBytes { input in
            // zlib reads from `next_in` and never writes to it.
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
            stream.pointee.avail_in = UInt32(input.count)
            repeat {
                output += [UInt8](unsafeUninitializedCapacity: 32 * 1024) { room, count in
                    stream.pointee.next_out = room.baseAddress
                    stream.pointee.avail_out = UInt32(room.count)
                    deflate(stream, flush)
                    count = room.count - Int(stream.pointee.avail_out)
                }
            } while stream.pointee.avail_out == 0
        }
        return output
    }
}
