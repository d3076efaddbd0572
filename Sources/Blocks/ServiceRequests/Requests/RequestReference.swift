import Base
import Store

/// The reference by which people name a request: `SR-7K3M-29QX`. A name, not a secret.
public struct RequestReference: Hashable, Sendable, CustomStringConvertible, SQLConvertible {
    public let description: String

    private static let kind = "SR"

    public init(using random: inout some RandomNumberGenerator) {
        description = Reference(kind: Self.kind, using: &random)?.description ?? Self.kind
    }

    /// From what people type; `nil` where it is no reference of a request.
    public init?(_ text: String) {
        guard let reference = Reference(text), reference.kind == Self.kind else { return nil }
        description = reference.description
    }

    public var sqlValue: SQLValue { .text(description) }

    /// The database holds nothing but references.
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        description = text
    }
}
