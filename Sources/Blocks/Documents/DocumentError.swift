import Base
import Web

/// Why something about documents was refused.
public enum DocumentError: Error, Hashable, Sendable {
    /// A value of an order is missing, unknown or of another kind.
    case value(String, String)
    case unknownAgency(String)
    case unknownDocument
    /// It holds no more, or is not ready yet.
    case notInForce
    /// The file is larger than `limit` bytes.
    case tooLarge(limit: Int)
    /// The content is of no kind that is accepted.
    case unknownKind
    /// The scanner found something in it; its name.
    case malware(String)
    /// The scanner does not answer: the file is not taken.
    case scannerUnavailable
    /// A key file is missing, readable by others or damaged.
    case key(path: String, reason: String)
    /// The file cannot be signed; why.
    case unsignable(String)
}

extension DocumentError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .value(let name, let reason): .invalid([.init(field: name, message: reason)])
        case .unknownAgency(let key): .invalid([.init(field: "agency", message: "There is no agency \(key)")])
        case .unknownDocument: .notFound
        case .notInForce: Problem(type: "not-in-force", status: 409, title: "This document is not in force")
        case .tooLarge(let limit):
            Problem(
                type: "too-large", status: 413, title: "Content too large",
                detail: "At most \(limit / 1_000_000) MB are accepted.")
        case .unknownKind:
            Problem(
                type: "unknown-kind", status: 415, title: "A file of this kind is not accepted",
                detail: "Send a PDF, a JPEG or PNG picture, a plain text, or an office document.")
        case .malware: Problem(type: "malware", status: 422, title: "The file may do harm and was not taken")
        case .scannerUnavailable:
            Problem(type: "scanner-unavailable", status: 503, title: "Files cannot be checked now")
        case .key, .unsignable: Problem(type: "internal", status: 500, title: "Internal error")
        }
    }
}
