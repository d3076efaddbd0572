import Base

/// An account of the sub-ledger, as `payments.yaml` has it.
public struct LedgerAccount: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable { case asset, liability, income, expense }
    /// `4100`
    public var code: String
    public var title: LocalizedText
    public var kind: Kind

    /// Whether its balance is normally on the debit side.
    public var isDebit: Bool { kind == .asset || kind == .expense }
}

/// All accounts, and which of them the block itself posts to.
public struct ChartOfAccounts: Sendable, Hashable {
    public var accounts: [LedgerAccount]
    /// What payers owe us.
    public var receivable: String
    /// What we owe payers: overpayments, refunds that are on their way.
    public var refundsDue: String
    /// Where money lies, by the way it came.
    public var money: [PaymentWay: String]

    public subscript(code: String) -> LedgerAccount? { accounts.first { $0.code == code } }

    func account(of way: PaymentWay) -> String { money[way] ?? receivable }
}
