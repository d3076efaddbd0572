import Base
import BuildingBlock
import Journal
import Store

/// Payments, for the blocks that ask for them and for the pages of this one.
///
/// ```swift
/// let request = try desk.request(PaymentOrder("Licence renewal", lines: lines, payer: person, due: due,
///     about: PaymentSubject(reference: "\(case.id)", path: case.path), agency: "licensing"), by: actor, at: now, in: transaction)
/// ```
///
/// What becomes of it is told by acts (`PaymentActs`), which the caller follows with a listener.
public struct PaymentDesk: Sendable {
    public let platform: Platform
    public let settings: PaymentSettings
    /// `nil` where cards are not taken.
    public let provider: (any CardProvider)?

    /// Throws a `DataFileError` for a mistake in `payments.yaml`.
    public init(on platform: Platform, provider: (any CardProvider)? = nil) throws {
        self.init(on: platform, settings: try PaymentSettings.read(for: platform.jurisdiction), provider: provider)
    }

    public init(on platform: Platform, settings: PaymentSettings, provider: (any CardProvider)?) {
        self.platform = platform
        self.settings = settings
        self.provider = provider
    }

    var database: any Database { platform.database }

    func require(_ id: Identifier<PaymentRequest>, in transaction: any ReadTransaction) throws -> PaymentRequest {
        guard let request = try transaction.payment(id) else { throw PaymentError.unknownRequest }
        return request
    }
}
