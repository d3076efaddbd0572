import Base
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Reads a request's body, once, within the limits of its route and in bounded time.
final class BodyReader: Sendable {
    private let source: RequestBody
    private let contentType: String
    let limits: Limits
    private let uploads: UploadFolder
    private let state: ReadingState
    /// How long the body may take: a slow phone gets through, and nobody holds a connection for ever.
    private let seconds: Int
    private let kept = Mutex<Form?>(nil)

    init(_ request: Request, limits: Limits, uploads: UploadFolder, state: ReadingState, seconds: Int) {
        self.state = state
        self.seconds = seconds + limits.body / 16_384
        source = request.body
        contentType = request.headers[.contentType] ?? ""
        self.limits = limits
        self.uploads = uploads
    }

    /// The form, urlencoded or multipart (RFC 7578). It may be asked for again.
    func form() async throws -> Form {
        if let form = kept.withLock({ $0 }) { return form }
        let form: Form
        switch mediaType {
        case "application/x-www-form-urlencoded":
            let bytes = try await bytes(limit: limits.body)
            guard let text = String(validating: bytes, as: UTF8.self), let fields = Query(urlencoded: text) else {
                throw Problem.badRequest("The form is not encoded as application/x-www-form-urlencoded.")
            }
            form = Form(fields: fields, files: [])
        case "multipart/form-data":
            form = try await multipart()
        case "" where try await bytes(limit: 0).isEmpty:
            form = Form(fields: Query(), files: [])
        default:
            throw Problem.unsupportedMediaType("Send application/x-www-form-urlencoded or multipart/form-data.")
        }
        kept.withLock { $0 = form }
        return form
    }

    /// The body as JSON (RFC 8259), nested at most 64 deep.
    func json() async throws -> JSON {
        guard mediaType == "application/json" || mediaType.hasSuffix("+json") else {
            throw Problem.unsupportedMediaType("Send application/json.")
        }
        let bytes = try await bytes(limit: limits.body)
        do throws(JSON.ParseError) {
            return try JSON(parsing: bytes, limits: JSON.Limits(depth: 64, bytes: limits.body))
        } catch {
            throw Problem.badRequest("The JSON cannot be read: \(error).")
        }
    }

    /// The body as it came, at most `limit` bytes and never more than the route accepts.
    func bytes(limit: Int) async throws -> [UInt8] {
        let limit = min(limit, limits.body)
        return try await timed { source in
            var bytes: [UInt8] = []
            for try await buffer in source {
                guard bytes.count + buffer.readableBytes <= limit else { throw Problem.tooLarge(limit) }
                bytes.append(contentsOf: buffer.readableBytesView)
            }
            return bytes
        }
    }

    private var mediaType: String {
        contentType.prefix { $0 != ";" }.lowercased().trimmed
    }

    private func multipart() async throws -> Form {
        guard let boundary = MultipartHeader.parameter("boundary", of: contentType) else {
            throw Problem.badRequest("The multipart form names no boundary.")
        }
        let limits = limits
        let uploads = uploads
        return try await timed { source in
            var form = MultipartForm(limits: limits, uploads: uploads)
            var parser = try MultipartParser(boundary: boundary)
            var count = 0
            for try await buffer in source {
                count += buffer.readableBytes
                guard count <= limits.body else { throw Problem.tooLarge(limits.body) }
                try parser.feed(buffer.readableBytesView) { try form.take($0) }
            }
            try parser.finish()
            return try form.finished()
        }
    }

    /// Reads the body, in bounded time.
    private func timed<Result: Sendable>(
        _ read: @escaping @Sendable (RequestBody) async throws -> Result
    ) async throws -> Result {
        guard state.begin() else { throw Problem.badRequest("The body was read before.") }
        let source = source
        let seconds = seconds
        return try await withThrowingTaskGroup(of: Result.self) { group in
            group.addTask {
                do {
                    return try await read(source)
                } catch let problem as Problem {
                    throw problem
                } catch {
                    throw Problem.badRequest("The body ended before its time.")
                }
            }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw Problem.timeout
            }
            defer { group.cancelAll() }
            guard let result = try await group.next() else { throw Problem.timeout }
            return result
        }
    }
}

/// Whether a request's body is being read: it can be, once.
final class ReadingState: Sendable {
    private let begun = Atomic(false)

    var isBegun: Bool { begun.load(ordering: .relaxed) }
    /// `false` for whoever is not the first.
    func begin() -> Bool { !begun.exchange(true, ordering: .relaxed) }
}
