import TransparencyLog

/// Who signs the log, and whose signatures were its own before.
///
/// While a key is being changed there are two signers, and every checkpoint carries both signatures, so that those who
/// know only the old key and those who know only the new one can go on.
public struct LogKeys: Sendable {
    /// The log's name: its public prefix without scheme and trailing slash, `larkhaven.example/log`.
    public let origin: String
    /// The newest last.
    public let signers: [SignerKey]
    /// Keys that sign no more; what they signed stays valid.
    public let retired: [VerifierKey]

    public init(origin: String, signers: [SignerKey], retired: [VerifierKey] = []) {
        self.origin = origin
        self.signers = signers
        self.retired = retired
    }

    /// What verifiers need, the newest first. Published outside of the log as well: a key that is only found where the log
    /// is proves nothing.
    public var verifiers: [VerifierKey] { signers.reversed().map(\.verifier) + retired.reversed() }
}
