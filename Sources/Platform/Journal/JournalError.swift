import Base

/// What the journal refuses or finds wrong.
public enum JournalError: Error, Hashable, Sendable {
    /// A verb must be lower-case ASCII letters, digits, `.` and `-`, at most 100 of them: it is public.
    case badVerb(String)
    /// The detail has no canonical form (RFC 8785): a number is not finite or too large, or a name stands twice.
    case detailNotCanonical
    /// An act is missing from the numbers, which have no gap: someone has deleted it. The number is from 1.
    case missingAct(number: Int)
    /// A row of the journal's tables cannot be read.
    case unreadable(String)
    /// The key file can be read by others than its owner; its mode.
    case keyFileOpen(path: String, mode: Int)
    /// There is no key file, or it is not one.
    case keyFile(path: String, reason: String)
    /// The key file holds keys of another log than this one.
    case keyFileOrigin(expected: String, found: String)
}
