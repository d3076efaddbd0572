import Base
import BuildingBlock
import Foundation

/// What a government decides about payments: `payments.yaml` in its folder.
public struct PaymentSettings: Sendable, Hashable {
    /// Who is paid.
    public struct Payee: Sendable, Hashable {
        /// As the bank knows it, at most 70 characters.
        public var name: String
        public var iban: IBAN
        /// The bank's code (ISO 9362); not needed within the European Economic Area.
        public var bic: String?
    }

    public var payee: Payee
    /// The agency whose officers see the payments of all: the treasury.
    public var treasury: String
    /// Days after the due date until a request that nobody paid expires.
    public var expiryDays: Int
    /// How long a page of the card provider waits.
    public var sessionMinutes: Int
    /// Whether a refund that an officer proposes must be approved by another.
    public var fourEyes: Bool
    /// Where and when people pay at a counter, in words.
    public var counter: LocalizedText
    /// Why officers look at payments: shown to the people concerned.
    public var purpose: LocalizedText
    public var chart: ChartOfAccounts

    /// Reads `payments.yaml`. Throws a `DataFileError` with file and line.
    public static func read(for jurisdiction: Jurisdiction) throws -> PaymentSettings {
        let file = try DataFile("\(jurisdiction.folder)/payments.yaml")
        let record = try file.read(PaymentSettingsRecord.self, original: jurisdiction.languages.first ?? .english)
        return try record.settings(file: file, jurisdiction: jurisdiction)
    }
}

struct PaymentSettingsRecord: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case payee, treasury, counter, purpose, accounts, receivable, money
        case expiryDays = "expire after days"
        case sessionMinutes = "card page minutes"
        case fourEyes = "four eyes"
        case refundsDue = "refunds due"
    }

    var payee: PayeeRecord
    var treasury: String
    var expiryDays: Int
    var sessionMinutes: Int
    var fourEyes: Bool
    var counter: LocalizedText
    var purpose: LocalizedText
    var accounts: [AccountRecord]
    var receivable: String
    var refundsDue: String
    var money: MoneyRecord

    init(from decoder: any Decoder) throws {
        let record = try decoder.record(keyedBy: CodingKeys.self)
        payee = try record.decode(PayeeRecord.self, forKey: .payee)
        treasury = try record.decode(String.self, forKey: .treasury)
        expiryDays = try record.decodeIfPresent(Int.self, forKey: .expiryDays) ?? 60
        sessionMinutes = try record.decodeIfPresent(Int.self, forKey: .sessionMinutes) ?? 30
        fourEyes = try record.decodeIfPresent(Bool.self, forKey: .fourEyes) ?? true
        counter = try record.decode(LocalizedText.self, forKey: .counter)
        purpose = try record.decode(LocalizedText.self, forKey: .purpose)
        accounts = try record.decode([AccountRecord].self, forKey: .accounts)
        receivable = try record.decode(String.self, forKey: .receivable)
        refundsDue = try record.decode(String.self, forKey: .refundsDue)
        money = try record.decode(MoneyRecord.self, forKey: .money)
    }

    struct PayeeRecord: Decodable {
        enum CodingKeys: String, CodingKey, CaseIterable { case name, iban, bic }
        var name, iban: String
        var bic: String?
        init(from decoder: any Decoder) throws {
            let record = try decoder.record(keyedBy: CodingKeys.self)
            name = try record.decode(String.self, forKey: .name)
            iban = try record.decode(String.self, forKey: .iban)
            bic = try record.decodeIfPresent(String.self, forKey: .bic)
        }
    }

    struct AccountRecord: Decodable {
        enum CodingKeys: String, CodingKey, CaseIterable { case account, kind, title }
        var account, kind: String
        var title: LocalizedText
        init(from decoder: any Decoder) throws {
            let record = try decoder.record(keyedBy: CodingKeys.self)
            account = try record.decode(String.self, forKey: .account)
            kind = try record.decode(String.self, forKey: .kind)
            title = try record.decode(LocalizedText.self, forKey: .title)
        }
    }

    struct MoneyRecord: Decodable {
        enum CodingKeys: String, CodingKey, CaseIterable { case card, transfer, counter }
        var accounts: [PaymentWay: String]
        init(from decoder: any Decoder) throws {
            let record = try decoder.record(keyedBy: CodingKeys.self)
            accounts = [
                .card: try record.decode(String.self, forKey: .card),
                .transfer: try record.decode(String.self, forKey: .transfer),
                .counter: try record.decode(String.self, forKey: .counter),
            ]
        }
    }
}

extension PaymentSettingsRecord {
    func settings(file: DataFile, jurisdiction: Jurisdiction) throws -> PaymentSettings {
        guard let iban = IBAN(payee.iban) else {
            throw file.mistake(at: ["payee", "iban"], "\(payee.iban) is no IBAN: its check digits do not fit")
        }
        guard (1...70).contains(payee.name.count) else {
            throw file.mistake(at: ["payee", "name"], "needs 1 to 70 characters")
        }
        guard jurisdiction.agency(treasury) != nil else {
            throw file.mistake(at: ["treasury"], "\(treasury) is not an agency of agencies.yaml")
        }
        guard (1...3650).contains(expiryDays) else {
            throw file.mistake(at: ["expire after days"], "is not between 1 and 3650")
        }
        guard (5...1440).contains(sessionMinutes) else {
            throw file.mistake(at: ["card page minutes"], "is not between 5 and 1440")
        }
        return PaymentSettings(
            payee: .init(name: payee.name, iban: iban, bic: payee.bic), treasury: treasury, expiryDays: expiryDays,
            sessionMinutes: sessionMinutes, fourEyes: fourEyes, counter: counter, purpose: purpose,
            chart: try chart(file: file))
    }

    private func chart(file: DataFile) throws -> ChartOfAccounts {
        var known: [LedgerAccount] = []
        for (index, record) in accounts.enumerated() {
            guard let kind = LedgerAccount.Kind(rawValue: record.kind) else {
                throw file.mistake(
                    at: ["accounts", .index(index), "kind"],
                    "\(record.kind) is none of \(LedgerAccount.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            guard !known.contains(where: { $0.code == record.account }) else {
                throw file.mistake(at: ["accounts", .index(index), "account"], "\(record.account) stands here twice")
            }
            known.append(LedgerAccount(code: record.account, title: record.title, kind: kind))
        }
        func require(_ code: String, _ kind: LedgerAccount.Kind, at place: [DataFile.Place]) throws {
            guard known.contains(where: { $0.code == code && $0.kind == kind }) else {
                throw file.mistake(at: place, "\(code) is no \(kind.rawValue) of the accounts above")
            }
        }
        try require(receivable, .asset, at: ["receivable"])
        try require(refundsDue, .liability, at: ["refunds due"])
        for (way, code) in money.accounts { try require(code, .asset, at: ["money", .key(way.rawValue)]) }
        return ChartOfAccounts(
            accounts: known, receivable: receivable, refundsDue: refundsDue, money: money.accounts)
    }
}
