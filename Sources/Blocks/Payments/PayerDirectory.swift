import Base
import Journal
import Store

/// Who payers are: given by the program, for this block knows parties by their identifiers only.
public struct PayerDirectory: Sendable {
    /// The names of parties; those that are not known are left out.
    public var names:
        @Sendable (Set<Identifier<Act.Party>>, any ReadTransaction) throws -> [Identifier<Act.Party>: String]
    /// Whether a person may see and pay what another party owes: their own company's, say.
    public var mayPay:
        @Sendable (_ person: Identifier<Act.Party>, _ payer: Identifier<Act.Party>, any ReadTransaction) throws -> Bool

    public init(
        names:
            @escaping @Sendable (Set<Identifier<Act.Party>>, any ReadTransaction) throws
            -> [Identifier<Act.Party>: String],
        mayPay: @escaping @Sendable (Identifier<Act.Party>, Identifier<Act.Party>, any ReadTransaction) throws -> Bool =
            {
                _, _, _ in false
            }
    ) {
        self.names = names
        self.mayPay = mayPay
    }

    /// Nobody has a name, and each pays for themselves.
    public static let nobody = PayerDirectory(names: { _, _ in [:] })
}
