import AsyncHTTPClient
import Base
import Crypto
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import Store

/// Files in a bucket of an S3-compatible store: one object for each, named by its digest.
public final class S3FileStore: FileStore {
    /// Where the bucket is and who may use it.
    public struct Settings: Sendable {
        /// `https://s3.eu-central-1.example.org`; the bucket is the first part of the path.
        public var endpoint: String
        public var region: String
        public var bucket: String
        /// Before each object's name: `files/`, or empty.
        public var prefix: String
        public var accessKey: String
        public var secretKey: String
        /// How long one request may take.
        public var timeout: Duration = .seconds(120)
        /// How often a request is made before giving up on a server that fails.
        public var attempts = 4

        public init(
            endpoint: String, region: String, bucket: String, prefix: String = "", accessKey: String, secretKey: String
        ) {
            self.endpoint = endpoint
            self.region = region
            self.bucket = bucket
            self.prefix = prefix
            self.accessKey = accessKey
            self.secretKey = secretKey
        }
    }

    private let settings: Settings
    private let client: HTTPClient
    private let requests: S3Requests
    private let incoming: String
    private let threads = BlockingThreads(name: "s3-spool", count: 2)

    /// - Parameters:
    ///   - spool: a folder for what is being received: its digest, and so its name, is known only at its end.
    ///   - time: for the signatures; a store refuses a clock that is off by a quarter of an hour.
    public init(
        _ settings: Settings, spool: String, time: TimeSource = .system,
        logger: Logger = Logger(label: "store.s3")
    ) throws {
        self.settings = settings
        do {
            try FileManager.default.createDirectory(atPath: spool, withIntermediateDirectories: true)
        } catch {
            throw FileStoreError.unavailable("the folder for incoming files cannot be used")
        }
        var configuration = HTTPClient.Configuration()
        configuration.timeout = .init(connect: .seconds(5), read: .seconds(30))
        client = HTTPClient(configuration: configuration)
        requests = S3Requests(settings: settings, client: client, time: time, logger: logger)
        incoming = spool
    }

    deinit {
        // Nothing happens where `close` came first.
        client.shutdown { _ in }
    }

    public func put(
        _ chunks: some AsyncSequence<[UInt8], any Error> & Sendable, limit: Int
    ) async throws -> StoredFile {
        let (received, file) = try await IncomingFile.receive(chunks, limit: limit, into: incoming, on: threads)
        do {
            if try await size(of: file.digest) != file.size { try await upload(received, file) }
            try await threads.run { _ = unlink(received) }
            return file
        } catch {
            try? await threads.run { _ = unlink(received) }
            throw error
        }
    }

    private func upload(_ received: String, _ file: StoredFile) async throws {
        let threads = threads
        // The server checks the digest that the signature names against what arrives.
        _ = try await requests.send(.PUT, key(file.digest), payloadDigest: file.digest.description) {
            let content = try await IncomingFile.content(
                of: threads.run { try LocalFile(path: received, .read) }, file.digest, range: nil, on: threads)
            return .stream(content.map { ByteBuffer(bytes: $0) }, length: .known(Int64(file.size)))
        }
    }

    public func size(of digest: FileDigest) async throws -> Int? {
        let response = try await requests.send(.HEAD, key(digest), accepting: [.notFound])
        guard response.status != .notFound else { return nil }
        return response.headers.first(name: "content-length").flatMap { Int($0) }
    }

    public func get(
        _ digest: FileDigest, range: Range<Int>?, _ each: @Sendable ([UInt8]) async throws -> Void
    ) async throws {
        for try await chunk in try await content(digest, range: range) { try await each(chunk) }
    }

    private func content(_ digest: FileDigest, range: Range<Int>?) async throws -> FileContent {
        guard let range else { return try await whole(digest) }
        guard let size = try await size(of: digest) else { throw FileStoreError.notFound }
        let part = range.clamped(to: 0..<size)
        if part.isEmpty { return FileContent(size: size, range: part) { FileContent.AsyncIterator { nil } } }
        let response = try await requests.send(
            .GET, key(digest), headers: ["range": "bytes=\(part.lowerBound)-\(part.upperBound - 1)"],
            accepting: [.notFound])
        guard response.status == .partialContent else { throw FileStoreError.notFound }
        return Self.content(response.body, size: size, range: part)
    }

    private func whole(_ digest: FileDigest) async throws -> FileContent {
        let response = try await requests.send(.GET, key(digest), accepting: [.notFound])
        guard response.status != .notFound else { throw FileStoreError.notFound }
        let size = response.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        return Self.content(response.body, size: size, range: 0..<size, checking: digest)
    }

    public func delete(_ digest: FileDigest) async throws {
        _ = try await requests.send(.DELETE, key(digest), accepting: [.notFound])
    }

    public func check() async throws { _ = try await requests.send(.HEAD, "") }

    public func close() async {
        try? await client.shutdown()
        await threads.close()
    }

    private func key(_ digest: FileDigest) -> String { settings.prefix + digest.description }

    private static func content(
        _ body: HTTPClientResponse.Body, size: Int, range: Range<Int>, checking digest: FileDigest? = nil
    ) -> FileContent {
        FileContent(size: size, range: range) {
            var buffers = body.makeAsyncIterator()
            var hash = SHA256()
            return FileContent.AsyncIterator {
                let next: ByteBuffer?
                do {
                    next = try await buffers.next()
                } catch {
                    throw FileStoreError.unavailable("the transfer broke off")
                }
                if let next {
                    let chunk = Array(next.readableBytesView)
                    if digest != nil { hash.update(data: chunk) }
                    return chunk
                }
                if let digest, FileDigest(hash.finalize()) != digest { throw FileStoreError.damaged(digest) }
                return nil
            }
        }
    }
}
