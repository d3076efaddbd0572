import CZlib

/// The gzip format (RFC 1952), through zlib.
enum Gzip {
    /// `bytes` compressed; `nil` where zlib has no memory. Level 6 for what is kept, 1 for what is sent once.
    static func compress(_ bytes: UnsafeRawBufferPointer, level: Int32) -> [UInt8]? {
        var stream = z_stream()
        // 15 + 16: the largest window, in a gzip wrapper.
        guard
            deflateInit2_(
                &stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
                == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(bytes.count)))
        var isDone = false
        let result = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            // zlib reads from `next_in` and never writes to it.
            stream.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
            stream.avail_in = UInt32(bytes.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(bound)
            isDone = deflate(&stream, Z_FINISH) == Z_STREAM_END
            count = bound - Int(stream.avail_out)
        }
        return isDone ? result : nil
    }

    static func compress(_ bytes: [UInt8], level: Int32) -> [UInt8]? {
        bytes.withUnsafeBytes { compress($0, level: level) }
    }
}
