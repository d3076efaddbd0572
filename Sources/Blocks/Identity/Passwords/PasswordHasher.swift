import Base
import Foundation
import Store

/// Makes and checks password hashes on a few threads of its own: never on the cooperative pool, and never more at once
/// than the machine has memory for. Who would have to wait too long is refused with `IdentityError.busy`.
final class PasswordHasher: Sendable {
    let parameters: Argon2Parameters
    private let threads: BlockingThreads
    /// What no password is the one of, checked where there is no account, so that the answer takes as long.
    private let decoy: String

    init(_ parameters: Argon2Parameters, threads: Int, queue: Int, patience: Duration = .seconds(5)) {
        self.parameters = parameters
        self.threads = BlockingThreads(name: "password", count: threads, capacity: queue, patience: patience)
        decoy = Argon2.decoy(parameters)
    }

    func hash(_ password: String) async throws -> String {
        let bytes = Self.bytes(password)
        return try await run { [parameters] in
            try Argon2.hash(bytes, salt: Token.randomBytes(Argon2.saltLength), parameters)
        }
    }

    /// Whether `password` is the one that `hash` was made of. Without a hash the answer is no, after the same time.
    func verify(_ password: String, against hash: String?) async throws -> Bool {
        let bytes = Self.bytes(password)
        let encoded = hash ?? decoy
        return try await run { try Argon2.verify(bytes, against: encoded) } && hash != nil
    }

    /// Whether a hash was made with other parameters than today's.
    func isOutdated(_ hash: String) -> Bool { Argon2.parameters(of: hash) != parameters }

    private func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        do {
            return try await threads.run(body)
        } catch DatabaseError.busy {
            throw IdentityError.busy
        }
    }

    /// The same characters typed on another keyboard are the same password (RFC 8265 §4.2.2, normalization form C).
    private static func bytes(_ password: String) -> [UInt8] {
        Array(password.precomposedStringWithCanonicalMapping.utf8)
    }
}
