import Base
import HTTPTypes
import Hummingbird
import Synchronization

extension WebApplication {
    /// Answers a request without a connection, with the whole body. For tests.
    ///
    /// - Parameter chunks: how many pieces of a stream are taken before it is cut off; an event stream never ends by itself.
    package func collect(_ request: Request, from peer: String, chunks: Int = .max) async throws -> (
        HTTPResponse, [UInt8]
    ) {
        let started = ContinuousClock.now
        let answer = await answer(request, from: peer)
        defer {
            answer.cleanUp?()
            report(answer, seconds: (ContinuousClock.now - started).seconds)
        }
        let response = HTTPResponse(status: answer.status, headerFields: answer.headers)
        guard request.method != .head else { return (response, []) }
        switch answer.body {
        case .empty: return (response, [])
        case .bytes(let buffer): return (response, Array(buffer.readableBytesView))
        case .stream(_, let write):
            let collected = Mutex<(bytes: [UInt8], count: Int)>(([], 0))
            do {
                try await write(
                    StreamWriter { bytes in
                        let count = collected.withLock {
                            $0.bytes += bytes
                            $0.count += 1
                            return $0.count
                        }
                        if count >= chunks { throw CancellationError() }
                    })
            } catch is CancellationError where collected.withLock({ $0.count }) >= chunks {}
            return (response, collected.withLock { $0.bytes })
        }
    }

    /// The token that a form of whoever holds `session` carries. For tests.
    package func formToken(session: String?) async throws -> String {
        let now = time.now()
        var person: Person?
        if let session { person = try await ports.sessions.person(session: session, at: now) }
        return csrf.token(for: person, at: now)
    }

    package var sessionCookie: String { cookies.session }
}

extension Duration {
    /// As a number of seconds.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
