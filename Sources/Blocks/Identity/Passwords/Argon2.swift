import Base
import CArgon2

/// The cost of argon2id (RFC 9106). The defaults are OWASP's for servers that many people sign in to at once.
public struct Argon2Parameters: Sendable, Hashable, Codable {
    /// KiB of memory that one check takes.
    public var memory: UInt32
    /// Passes over the memory.
    public var passes: UInt32
    public var lanes: UInt32

    public init(memory: UInt32 = 19_456, passes: UInt32 = 2, lanes: UInt32 = 1) {
        self.memory = memory
        self.passes = passes
        self.lanes = lanes
    }

    var isUsable: Bool {
        (8...1_048_576).contains(memory) && (1...20).contains(passes) && (1...8).contains(lanes) && memory >= 8 * lanes
    }
}

/// argon2id by libargon2, the algorithm's reference implementation. Blocks for tens of milliseconds: see `PasswordHasher`.
enum Argon2 {
    static let saltLength = 16
    private static let hashLength = 32

    struct Failure: Error, CustomStringConvertible {
        let code: Int32
        var description: String { String(cString: argon2_error_message(code)) }
    }

    /// The hash with its salt and parameters: `$argon2id$v=19$m=19456,t=2,p=1$…$…`.
    static func hash(_ password: [UInt8], salt: [UInt8], _ parameters: Argon2Parameters) throws -> String {
        let length = argon2_encodedlen(
            parameters.passes, parameters.memory, parameters.lanes, UInt32(salt.count), UInt32(hashLength), Argon2_id)
        var encoded = [CChar](repeating: 0, count: length)
        let code = argon2id_hash_encoded(
            parameters.passes, parameters.memory, parameters.lanes, password, password.count, salt, salt.count,
            hashLength,
            &encoded, encoded.count)
        guard code == ARGON2_OK.rawValue else { throw Failure(code: code) }
        return String(decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// What looks like a hash with these parameters, of no password that anyone knows.
    static func decoy(_ parameters: Argon2Parameters) -> String {
        let (salt, hash) = (base64(Token.randomBytes(saltLength)), base64(Token.randomBytes(hashLength)))
        return "$argon2id$v=19$m=\(parameters.memory),t=\(parameters.passes),p=\(parameters.lanes)$\(salt)$\(hash)"
    }

    /// Base 64 with the usual alphabet and without padding, as the encoded form has it.
    private static func base64(_ bytes: [UInt8]) -> String {
        String(Base64URL.encode(bytes).map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
    }

    /// Whether `password` is the one of `encoded`; compared in a time that does not tell where they differ.
    static func verify(_ password: [UInt8], against encoded: String) throws -> Bool {
        let code = argon2id_verify(encoded, password, password.count)
        if code == ARGON2_OK.rawValue { return true }
        if code == ARGON2_VERIFY_MISMATCH.rawValue { return false }
        throw Failure(code: code)
    }

    /// The parameters that an encoded hash was made with; `nil` for what is no argon2id hash.
    static func parameters(of encoded: String) -> Argon2Parameters? {
        let parts = encoded.split(separator: "$")
        guard parts.count == 5, parts[0] == "argon2id", parts[1] == "v=19" else { return nil }
        let values = parts[2].split(separator: ",").map { $0.split(separator: "=") }
        guard values.count == 3, values.allSatisfy({ $0.count == 2 }), values.map({ $0[0] }) == ["m", "t", "p"],
            let memory = UInt32(values[0][1]), let passes = UInt32(values[1][1]), let lanes = UInt32(values[2][1])
        else { return nil }
        return Argon2Parameters(memory: memory, passes: passes, lanes: lanes)
    }
}
