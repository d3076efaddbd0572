import Base
import BuildingBlock
import Journal
import Store

/// Accounts, sign-ins and roles of one government: what pages, commands and other blocks do with them. Every change is
/// recorded as an act in its own transaction.
public struct IdentityService: Sendable {
    public let database: any Database
    public let jurisdiction: Jurisdiction
    public let settings: IdentitySettings
    let texts: Texts
    let mailer: any Mailer
    let jobs: JobQueue
    let hasher: PasswordHasher
    /// The public address, without a trailing slash.
    let address: String
    let isDemo: Bool

    public init(on platform: Platform) throws {
        self.init(on: platform, settings: try IdentitySettings.read(for: platform.jurisdiction))
    }

    public init(on platform: Platform, settings: IdentitySettings) {
        database = platform.database
        jurisdiction = platform.jurisdiction
        self.settings = settings
        texts = platform.texts
        mailer = platform.mailer
        jobs = platform.jobs
        hasher = PasswordHasher(
            settings.hashing, threads: settings.hashingThreads, queue: settings.hashingQueue)
        address = platform.address
        isDemo = platform.isDemo
    }

    var rules: PasswordRules { PasswordRules(minimum: settings.passwordLength) }

    /// Throws `IdentityError.weakPassword`.
    func check(_ password: String, name: String, email: EmailAddress?) throws(IdentityError) {
        let own = [name, email?.description ?? "", jurisdiction.name(in: jurisdiction.languages.first ?? .english)]
        if let weakness = rules.weakness(of: password, own: own) { throw .weakPassword(weakness) }
    }
}
