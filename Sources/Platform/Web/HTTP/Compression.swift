import HTTPTypes
import NIOCore

/// gzip (RFC 9110 §8.4.1.3) for what gets smaller by it.
enum Compression {
    static let leastBytes = 1000

    /// The answer with its body compressed; `nil` where that does not pay. Event streams go out as they are: an event is
    /// shorter than the gain, and each would have to be flushed by itself.
    static func compressed(_ answer: Answer, level: Int32) -> Answer? {
        guard answer.headers[.contentEncoding] == nil, let type = answer.headers[.contentType], isCompressible(type),
            let body = compressedBody(of: answer, level: level)
        else { return nil }
        var result = answer
        result.headers[.contentEncoding] = "gzip"
        result.body = body
        // Other bytes than those that the tag names, though they mean the same: RFC 9110 §8.8.1.
        if let tag = result.headers[.eTag], !tag.hasPrefix("W/") { result.headers[.eTag] = "W/\(tag)" }
        return result
    }

    private static func compressedBody(of answer: Answer, level: Int32) -> Answer.Content? {
        switch answer.body {
        case .empty: return nil
        case .bytes(let buffer):
            guard buffer.readableBytes >= leastBytes,
                let bytes = buffer.withUnsafeReadableBytes({ Gzip.compress($0, level: level) }),
                bytes.count < buffer.readableBytes
            else { return nil }
            return .bytes(ByteBuffer(bytes: bytes))
        case .stream(let length, let write):
            // A part of a file (206) is a part of the file as it is.
            guard answer.status == .ok, length ?? .max >= leastBytes else { return nil }
            return .stream(length: nil) { stream in
                guard let gzip = GzipStream(level: level) else { return try await write(stream) }
                try await write(StreamWriter { try await stream.writeAny(gzip.add($0)) })
                try await stream.writeAny(gzip.finish())
            }
        }
    }

    static func isCompressible(_ type: String) -> Bool {
        guard type != "text/event-stream" else { return false }
        return type.hasPrefix("text/") || type.contains("json") || type.contains("xml") || type.contains("javascript")
    }
}

extension StreamWriter {
    /// Nothing is written where there is nothing: an empty chunk would end the body.
    fileprivate func writeAny(_ bytes: [UInt8]) async throws {
        if !bytes.isEmpty { try await write(bytes) }
    }
}
