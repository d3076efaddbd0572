import Base
import BuildingBlock
import Journal
import Store

/// What the block publishes as open data, and what it holds about people.
extension PaymentDesk {
    private static func words(_ english: String, _ french: String, _ arabic: String) -> LocalizedText {
        LocalizedText(english, in: .english, translations: [.french: french, .arabic: arabic])
    }

    /// Totals by month, agency and state. Nobody can be found in them: months with fewer than five payments of a kind are left out.
    var openData: OpenDataset {
        OpenDataset(
            name: "payments",
            title: Self.words("Payments to the government", "Paiements à l’administration", "المدفوعات للحكومة"),
            description: Self.words(
                "What was asked for, received and refunded, by month, agency and state. Groups of fewer than five are left out.",
                "Sommes demandées, reçues et remboursées, par mois, service et état. Les groupes de moins de cinq sont omis.",
                "المبالغ المطلوبة والمستلمة والمردودة حسب الشهر والجهة والحالة. تُستبعد المجموعات الأقل من خمسة."),
            licence: "CC-BY-4.0",
            columns: [
                .init("month", .text, Self.words("Month of the request", "Mois de la demande", "شهر الطلب")),
                .init("agency", .text, Self.words("Key of the agency", "Clé du service", "رمز الجهة")),
                .init("state", .text, Self.words("State", "État", "الحالة")),
                .init("currency", .text, Self.words("ISO 4217", "ISO 4217", "ISO 4217")),
                .init("count", .integer, Self.words("Number of requests", "Nombre de demandes", "عدد الطلبات")),
                .init("asked", .text, Self.words("Sum asked for", "Somme demandée", "المبلغ المطلوب")),
                .init("received", .text, Self.words("Sum received", "Somme reçue", "المبلغ المستلم")),
                .init("refunded", .text, Self.words("Sum refunded", "Somme remboursée", "المبلغ المردود")),
            ]
        ) { [zone = platform.jurisdiction.calendar.zone] transaction, each in
            var totals: [String: PaymentTotal] = [:]
            try transaction.forEach(
                "SELECT agency, state, currency, amount, received, refunded, requested_at FROM payments_requests"
            ) { row in
                let at: Instant = try row[6]
                let (agency, state, currency): (String, String, String) = (try row[0], try row[1], try row[2])
                let month = String(zone.date(at: at).description.prefix(7))
                let key = "\(month) \(agency) \(state) \(currency)"
                let known = try PaymentRows.currency(currency)
                try totals[key, default: PaymentTotal(month: month, agency: agency, state: state, currency: known)]
                    .add(row[3], row[4], row[5])
                return true
            }
            for (_, total) in totals.sorted(by: { $0.key < $1.key }) where total.count >= 5 {
                guard try each(total.record) else { return }
            }
        }
    }

    var personalData: PersonalDataSource {
        PersonalDataSource(
            name: "payments.requests", title: Self.words("Payments", "Paiements", "المدفوعات"),
            export: { party, transaction in
                let requests = try transaction.payments("payer = \(party)", limit: 100_000)
                return .array(
                    try requests.map { request in
                        [
                            "reference": .string(request.reference.text), "title": try PaymentRows.json(request.title),
                            "amount": .string("\(request.amount)"), "state": .string(request.state.rawValue),
                            "requested": .string(request.requestedAt.iso8601), "due": .string(request.due.description),
                            "received": .array(
                                try transaction.receipts(of: request.id).map {
                                    [
                                        "number": .string($0.number), "amount": .string("\($0.amount)"),
                                        "way": .string($0.way.rawValue), "at": .string($0.at.iso8601),
                                    ]
                                }),
                            "refunds": .array(
                                try transaction.refunds(of: request.id).map {
                                    [
                                        "amount": .string("\($0.amount)"), "reason": .string($0.reason),
                                        "state": .string($0.state.rawValue),
                                    ]
                                }),
                        ]
                    })
            },
            // The books must be kept; who paid is forgotten where nothing is owed or due back.
            erase: { party, transaction, now in
                try transaction.execute(
                    """
                    UPDATE payments_requests SET payer = NULL, version = version + 1, changed_at = \(now)
                    WHERE payer = \(party) AND state NOT IN ('open', 'processing', 'failed') AND NOT EXISTS (
                        SELECT 1 FROM payments_refunds f WHERE f.request = payments_requests.id
                            AND f.state IN ('proposed', 'approved', 'failed'))
                    """)
                try transaction.execute("UPDATE payments_refunds SET proposer = NULL WHERE proposer = \(party)")
                try transaction.execute("UPDATE payments_refunds SET approver = NULL WHERE approver = \(party)")
            })
    }
}

/// One line of the open data.
private struct PaymentTotal {
    var month, agency, state: String
    var currency: Currency
    var count: Int64 = 0
    var asked: Int64 = 0
    var received: Int64 = 0
    var refunded: Int64 = 0

    init(month: String, agency: String, state: String, currency: Currency) {
        (self.month, self.agency, self.state, self.currency) = (month, agency, state, currency)
    }

    mutating func add(_ asked: Int64, _ received: Int64, _ refunded: Int64) {
        count += 1
        self.asked += asked
        self.received += received
        self.refunded += refunded
    }

    var record: [JSON] {
        func sum(_ units: Int64) -> JSON { .string(Money(minorUnits: units, currency).decimal) }
        return [
            .string(month), .string(agency), .string(state), .string(currency.rawValue), .integer(count), sum(asked),
            sum(received), sum(refunded),
        ]
    }
}
