import Base

/// Who holds a session: implemented by the block that keeps accounts.
public protocol SessionReader: Sendable {
    /// The person whose session `token` (the cookie's value) is valid at `now`; `nil` for any other token.
    func person(session token: String, at now: Instant) async throws -> Person?
}

/// Who holds an API key.
public protocol ClientReader: Sendable {
    /// The client whose `key` is valid at `now`; `nil` for any other.
    func client(key: String, at now: Instant) async throws -> Client?
}

/// A site without accounts or keys: nobody is ever signed in.
public struct Nobody: SessionReader, ClientReader {
    public init() {}
    public func person(session token: String, at now: Instant) async throws -> Person? { nil }
    public func client(key: String, at now: Instant) async throws -> Client? { nil }
}
