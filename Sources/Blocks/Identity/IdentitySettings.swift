import Base
import BuildingBlock
import Foundation

/// What a government decides about accounts: `identity.yaml` in its folder. Every value has a default.
public struct IdentitySettings: Sendable, Hashable {
    public var hashing = Argon2Parameters()
    /// How many passwords are checked at once, and how many may wait: each takes `hashing.memory`.
    public var hashingThreads = 2
    public var hashingQueue = 64
    /// Characters a password has at least.
    public var passwordLength = 12
    /// A session ends when nothing was asked for so long, and in any case after so long.
    public var sessionIdle = Duration.seconds(8 * 3600)
    public var sessionLength = Duration.seconds(14 * 86400)
    /// How long a link that was sent by mail works.
    public var passwordLink = Duration.seconds(30 * 60)
    public var registrationLink = Duration.seconds(24 * 3600)
    /// How long the link works that an administrator or a command makes for a new account.
    public var invitationLink = Duration.seconds(72 * 3600)
    public var attempts = AttemptRules()
    /// Whether residents may make accounts themselves.
    public var registration = true
    /// Why administrators look at accounts: shown to the people concerned.
    public var purpose: LocalizedText = "Administration of accounts"

    public init() {}

    /// Reads `identity.yaml`; the defaults where there is none. Throws a `DataFileError`.
    public static func read(for jurisdiction: Jurisdiction) throws -> IdentitySettings {
        let path = "\(jurisdiction.folder)/identity.yaml"
        guard FileManager.default.fileExists(atPath: path) else { return IdentitySettings() }
        let file = try DataFile(path)
        let settings = try file.read(IdentitySettings.self, original: jurisdiction.languages.first ?? .english)
        if let mistake = settings.mistake { throw file.mistake(at: [.key(mistake.key)], mistake.message) }
        return settings
    }

    private var mistake: (key: String, message: String)? {
        if !hashing.isUsable { return ("hashing", "argon2id needs a memory of 8 to 1048576 KiB and 1 to 20 passes") }
        if passwordLength < 8 { return ("password length", "is less than 8 characters") }
        if sessionIdle > sessionLength { return ("session idle minutes", "is longer than the session") }
        return nil
    }
}

extension IdentitySettings: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case hashing, registration, purpose
        case passwordLength = "password length"
        case sessionIdle = "session idle minutes"
        case sessionLength = "session days"
        case passwordLink = "password link minutes"
    }

    public init(from decoder: any Decoder) throws {
        self.init()
        let record = try decoder.record(keyedBy: CodingKeys.self)
        hashing = try record.decodeIfPresent(Argon2Parameters.self, forKey: .hashing) ?? hashing
        registration = try record.decodeIfPresent(Bool.self, forKey: .registration) ?? registration
        purpose = try record.decodeIfPresent(LocalizedText.self, forKey: .purpose) ?? purpose
        passwordLength = try record.decodeIfPresent(Int.self, forKey: .passwordLength) ?? passwordLength
        func minutes(_ key: CodingKeys, _ fallback: Duration, unit: Int) throws -> Duration {
            guard let count = try record.decodeIfPresent(Int.self, forKey: key) else { return fallback }
            guard (1...10_000_000).contains(count) else {
                throw DecodingError.dataCorruptedError(forKey: key, in: record, debugDescription: "is out of range")
            }
            return .seconds(count * unit)
        }
        sessionIdle = try minutes(.sessionIdle, sessionIdle, unit: 60)
        sessionLength = try minutes(.sessionLength, sessionLength, unit: 86400)
        passwordLink = try minutes(.passwordLink, passwordLink, unit: 60)
    }
}
