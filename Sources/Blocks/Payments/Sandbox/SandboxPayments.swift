import AsyncHTTPClient
import Base
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import Synchronization
import Web

/// The sandbox provider of card payments: a stand-in for a real one, run as a process of its own by `polity sandbox-payments`.
/// It has its own book, its own interface and its own page; nothing of it is shared with the government's process but the key.
public final class SandboxPayments: Sendable {
    private let book: Mutex<SandboxBook>
    private let time: TimeSource
    private let key: String
    private let file: String?
    private let logger: Logger
    private let ownOrigin: Mutex<String>

    /// Views and texts of its page.
    public static let source = ViewSource(block: "payments", files: Assets.files)

    /// - Parameters:
    ///   - key: what both sides know: it opens the interface and signs the messages.
    ///   - file: where its book is kept, so that a restart forgets nothing; `nil` keeps it in memory.
    public init(key: String, file: String?, time: TimeSource = .system, logger: Logger) {
        (self.key, self.file, self.time, self.logger) = (key, file, time, logger)
        ownOrigin = Mutex("")
        let kept = file.flatMap { FileManager.default.contents(atPath: $0) }
            .flatMap { try? JSON(parsing: Array($0)).decode(SandboxBook.self) }
        // A whole number of JSON has 63 bits.
        book = Mutex(kept ?? SandboxBook(seed: UInt64.random(in: 0...UInt64(Int64.max))))
    }

    /// Where it is reached: `http://127.0.0.1:8081`. Told once it listens.
    public var origin: String {
        get { ownOrigin.withLock { $0 } }
        set { ownOrigin.withLock { $0 = newValue } }
    }

    /// Changes the book and keeps it.
    func change<Result: Sendable>(_ body: (inout sending SandboxBook) throws -> sending Result) throws -> Result {
        try book.withLock { book in
            let result = try body(&book)
            if let file, let json = try? JSON.encode(book) {
                // Whole or not at all: a crash leaves the book of before.
                try? Data(json.bytes()).write(to: URL(fileURLWithPath: file), options: .atomic)
            }
            return result
        }
    }

    public func routes() -> Routes {
        var routes = Routes()
        SandboxAPI(sandbox: self, key: key).declare(in: &routes)
        SandboxPages(sandbox: self).declare(in: &routes)
        return routes
    }

    func card(_ session: SandboxBook.Session) -> CardSession {
        CardSession(
            id: session.id, state: session.current, amount: session.amount,
            page: "\(origin)/pay/\(session.id)?lang=\(session.language)", failure: session.failure)
    }

    /// Sends messages as they fall due, until it is cancelled.
    public func deliver() async {
        while !Task.isCancelled {
            let now = time.now()
            // The book is written to its file by what changes it only.
            if book.withLock({ $0.hasWork(at: now) }) {
                let due =
                    (try? change { book -> [SandboxBook.Message] in
                        book.advance(to: now)
                        return book.dueMessages(at: now)
                    }) ?? []
                for message in due where await !send(message) {
                    try? change { $0.retry(message, at: time.now()) }
                }
            }
            try? await Task.sleep(for: .milliseconds(200))
        }
    }

    /// `false` where it was not taken and should be sent again.
    private func send(_ message: SandboxBook.Message) async -> Bool {
        let now = time.now()
        let body = JSON.object([
            .init("id", .string(message.id)), .init("type", "session.changed"),
            .init("session", .string(message.session)),
            .init("created", .string(now.iso8601)),
        ]).bytes()
        var request = HTTPClientRequest(url: message.address)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(
            name: MessageSignature.header, value: MessageSignature(secret: Array(key.utf8)).sign(body, at: now))
        request.body = .bytes(ByteBuffer(bytes: body))
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(5))
            _ = try await response.body.collect(upTo: 64 * 1024)
            return (200..<300).contains(Int(response.status.code))
        } catch {
            logger.info("a message was not taken", metadata: ["error": "\(error)"])
            return false
        }
    }

    var now: Instant { time.now() }
}
