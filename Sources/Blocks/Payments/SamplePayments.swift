import Base
import BuildingBlock
import Journal
import Store

/// The payments of a demonstration: `payments-demo.yaml` of a jurisdiction. Read in demo mode only.
public struct SamplePayments: Sendable {
    public struct Payment: Sendable {
        /// The person's address, as in `people.yaml`.
        public var person: String
        var title: LocalizedText
        var agency: String
        var dueDays: Int
        var lines: [Line]
    }

    struct Line: Sendable {
        var title: LocalizedText
        var amount: Money
        var account: String
    }

    public var payments: [Payment]

    /// Throws a `DataFileError`.
    public static func read(for jurisdiction: Jurisdiction) throws -> SamplePayments {
        let file = try DataFile("\(jurisdiction.folder)/payments-demo.yaml")
        let records = try file.read(FileRecord.self, original: jurisdiction.languages.first ?? .english).payments
        let payments = try records.enumerated().map { index, record in
            let lines = try record.lines.enumerated().map { number, line in
                guard let amount = Money(line.amount, jurisdiction.currency) else {
                    throw file.mistake(
                        at: ["payments", .index(index), "lines", .index(number), "amount"],
                        "\(line.amount) is no amount of \(jurisdiction.currency); write it in quotes")
                }
                return Line(title: line.title, amount: amount, account: line.account)
            }
            return Payment(
                person: record.person, title: record.title, agency: record.agency, dueDays: record.dueDays, lines: lines
            )
        }
        return SamplePayments(payments: payments)
    }

    /// Asks for them, once: each has a key of its own.
    public func install(
        in desk: PaymentDesk, of parties: [String: Identifier<Act.Party>], at now: Instant
    ) async throws {
        let today = desk.platform.jurisdiction.calendar.zone.date(at: now)
        try await desk.database.write { transaction in
            for (index, payment) in payments.enumerated() {
                guard let party = parties[payment.person] else { continue }
                let lines = payment.lines.map {
                    PaymentLine($0.title, $0.amount, account: $0.account, agency: payment.agency)
                }
                try desk.request(
                    PaymentOrder(
                        payment.title, lines: lines, payer: party, due: today.adding(days: payment.dueDays),
                        about: PaymentSubject(reference: "demo-\(index + 1)", path: PaymentLinks.own),
                        agency: payment.agency, key: "demo-\(index + 1)"), by: .system("payments.demo"), at: now,
                    in: transaction)
            }
        }
    }

    private struct FileRecord: Decodable {
        enum CodingKeys: String, CodingKey, CaseIterable { case payments }
        var payments: [PaymentRecord]
        init(from decoder: any Decoder) throws {
            payments = try decoder.record(keyedBy: CodingKeys.self).decode([PaymentRecord].self, forKey: .payments)
        }
    }

    private struct PaymentRecord: Decodable {
        enum CodingKeys: String, CodingKey, CaseIterable {
            case person, title, agency, lines
            case dueDays = "due in days"
        }
        var person, agency: String
        var title: LocalizedText
        var dueDays: Int
        var lines: [LineRecord]
        init(from decoder: any Decoder) throws {
            let record = try decoder.record(keyedBy: CodingKeys.self)
            person = try record.decode(String.self, forKey: .person)
            agency = try record.decode(String.self, forKey: .agency)
            title = try record.decode(LocalizedText.self, forKey: .title)
            dueDays = try record.decode(Int.self, forKey: .dueDays)
            lines = try record.decode([LineRecord].self, forKey: .lines)
        }
    }

    private struct LineRecord: Decodable {
        enum CodingKeys: String, CodingKey, CaseIterable { case title, amount, account }
        var title: LocalizedText
        var amount, account: String
        init(from decoder: any Decoder) throws {
            let record = try decoder.record(keyedBy: CodingKeys.self)
            title = try record.decode(LocalizedText.self, forKey: .title)
            amount = try record.decode(String.self, forKey: .amount)
            account = try record.decode(String.self, forKey: .account)
        }
    }
}
