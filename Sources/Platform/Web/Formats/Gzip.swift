import CZlib

/// The gzip format (RFC 1952), through zlib.
enum Gzip {
    /// `bytes` compressed; `nil` where zlib has no memory. Level 6 for what is kept, 1 for what is sent once.
    static func compress(_ bytes: UnsafeRawBufferPointer, level: Int32) -> [UInt8]? {
        Deflater(level: level)?.add(bytes, Z_FINISH)
    }

    static func compress(_ bytes: [UInt8], level: Int32) -> [UInt8]? {
        bytes.withUnsafeBytes { compress($0, level: level) }
    }
}

/// zlib's state, which must stay where it was made.
final class Deflater {
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    /// `nil` where zlib has no memory.
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

    func add(_ bytes: [UInt8], _ flush: Int32) -> [UInt8] { bytes.withUnsafeBytes { add($0, flush) } }

    /// What goes out now of all that came in: often nothing, unless `flush` says that it is the end.
    func add(_ bytes: UnsafeRawBufferPointer, _ flush: Int32) -> [UInt8] {
        // zlib reads from `next_in` and never writes to it.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(bytes.count)
        let size = flush == Z_FINISH ? Int(deflateBound(stream, UInt(bytes.count))) : 32 * 1024
        var output: [UInt8] = []
        repeat {
            output += [UInt8](unsafeUninitializedCapacity: size) { room, count in
                stream.pointee.next_out = room.baseAddress
                stream.pointee.avail_out = UInt32(room.count)
                deflate(stream, flush)
                count = room.count - Int(stream.pointee.avail_out)
            }
        } while stream.pointee.avail_out == 0
        return output
    }
}
