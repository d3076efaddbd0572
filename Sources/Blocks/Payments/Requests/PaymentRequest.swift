import Base
import Journal

/// What is asked for: one line of a request.
public struct PaymentLine: Sendable, Hashable {
    /// What it is for, in the jurisdiction's languages.
    public var title: LocalizedText
    /// Above zero.
    public var amount: Money
    /// The account of the chart (`payments.yaml`) to which it is income.
    public var account: String
    /// The agency whose income it is.
    public var agency: String

    public init(_ title: LocalizedText, _ amount: Money, account: String, agency: String) {
        self.title = title
        self.amount = amount
        self.account = account
        self.agency = agency
    }
}

/// What a payment is about, in the words of whoever asks for it.
public struct PaymentSubject: Sendable, Hashable {
    /// Opaque here: the identifier of a case. No personal data.
    public var reference: String
    /// The page of the case for the payer: `/account/applications/…`. Always a path of ours.
    public var path: String
    /// Its page for officers; `nil` where there is none.
    public var officePath: String?

    public init(reference: String, path: String, officePath: String? = nil) {
        self.reference = reference
        self.path = path
        self.officePath = officePath
    }
}

/// A payment to be asked for.
public struct PaymentOrder: Sendable, Hashable {
    public var title: LocalizedText
    /// At least one; all in one currency.
    public var lines: [PaymentLine]
    public var payer: Identifier<Act.Party>
    /// The last day on which it can be paid without being late.
    public var due: LocalDate
    /// Whether it is asked for no more once it is long overdue; a debt, such as a tax, is owed until it is paid or cancelled.
    public var expires: Bool
    public var about: PaymentSubject
    /// The agency that asks.
    public var agency: String
    /// Of orders with one key, only the first makes a request; later ones return it. `nil`: always a new one.
    public var key: String?

    public init(
        _ title: LocalizedText, lines: [PaymentLine], payer: Identifier<Act.Party>, due: LocalDate,
        expires: Bool = true, about: PaymentSubject, agency: String, key: String? = nil
    ) {
        self.title = title
        self.lines = lines
        self.payer = payer
        self.due = due
        self.expires = expires
        self.about = about
        self.agency = agency
        self.key = key
    }
}

/// A request for payment.
public struct PaymentRequest: Sendable, Hashable {
    public var id: Identifier<PaymentRequest>
    public var reference: CreditorReference
    public var title: LocalizedText
    public var lines: [PaymentLine]
    /// `nil` once the person's data was erased.
    public var payer: Identifier<Act.Party>?
    public var due: LocalDate
    public var about: PaymentSubject
    public var agency: String
    public var state: PaymentState
    /// What is asked for in all.
    public var amount: Money
    /// What was received toward it; more than `amount` never, for that is due back.
    public var received: Money
    /// What of it went back to the payer.
    public var refunded: Money
    public var requestedAt: Instant
    public var changedAt: Instant
    /// Counts the changes: a change that was meant for an earlier version is refused.
    public var version: Int64

    /// What must still be paid; nothing once it is closed.
    public var outstanding: Money {
        guard state.isOwed, let rest = try? amount - received else { return .zero(amount.currency) }
        return rest
    }

    /// The address of its page.
    public var path: String { "/payments/\(reference)" }
    public var currency: Currency { amount.currency }
}
