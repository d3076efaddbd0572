import Base

/// Reads a request's body, once.
struct Body: Sendable {
    var form: @Sendable () async throws -> Form
    var json: @Sendable () async throws -> JSON
    var bytes: @Sendable (_ limit: Int) async throws -> [UInt8]

    init(
        form: @escaping @Sendable () async throws -> Form, json: @escaping @Sendable () async throws -> JSON,
        bytes: @escaping @Sendable (_ limit: Int) async throws -> [UInt8]
    ) {
        self.form = form
        self.json = json
        self.bytes = bytes
    }

    func bytes(limit: Int) async throws -> [UInt8] { try await bytes(limit) }
}
