import Base
import Journal
import Store

/// How requests stand in the database.
enum PaymentRows {
    static let columns: SQL = """
        id, reference, title, lines, payer, due, about, about_path, agency, state, currency, amount, received, refunded,
        requested_at, changed_at, version, about_office
        """

    static func request(_ row: Row) throws -> PaymentRequest {
        let currency = try self.currency(row[10])
        let lines: String = try row[3]
        let due: String = try row[5]
        return PaymentRequest(
            id: try row[0], reference: try row[1], title: try text(row[2]), lines: try self.lines(lines, currency),
            payer: try row[4], due: LocalDate(due) ?? LocalDate(dayNumber: 0),
            about: PaymentSubject(reference: try row[6], path: try row[7], officePath: try row[17]), agency: try row[8],
            state: try row[9],
            amount: Money(minorUnits: try row[11], currency), received: Money(minorUnits: try row[12], currency),
            refunded: Money(minorUnits: try row[13], currency), requestedAt: try row[14], changedAt: try row[15],
            version: try row[16])
    }

    static func currency(_ code: String) throws -> Currency {
        guard let currency = Currency(rawValue: code) else {
            throw DatabaseError.unexpectedValue(column: "currency", expected: "ISO 4217")
        }
        return currency
    }

    static func text(_ json: String) throws -> LocalizedText { try JSON(parsing: json).decode(LocalizedText.self) }
    static func json(_ text: LocalizedText) throws -> JSON { try JSON.encode(text) }

    static func json(_ lines: [PaymentLine]) throws -> JSON {
        .array(
            try lines.map { line in
                [
                    "title": try json(line.title), "amount": .integer(line.amount.minorUnits),
                    "account": .string(line.account), "agency": .string(line.agency),
                ]
            })
    }

    private static func lines(_ text: String, _ currency: Currency) throws -> [PaymentLine] {
        try (JSON(parsing: text).array ?? []).map { line in
            PaymentLine(
                try (line["title"] ?? .null).decode(LocalizedText.self),
                Money(minorUnits: line["amount"]?.integer ?? 0, currency), account: line["account"]?.string ?? "",
                agency: line["agency"]?.string ?? "")
        }
    }
}

extension ReadTransaction {
    func payment(_ id: Identifier<PaymentRequest>) throws -> PaymentRequest? { try payments("id = \(id)").first }
    func payment(_ reference: CreditorReference) throws -> PaymentRequest? {
        try payments("reference = \(reference)").first
    }
    func payment(key: String) throws -> PaymentRequest? { try payments("key = \(key)").first }

    /// The newest first.
    func payments(_ condition: SQL, limit: Int = 1) throws -> [PaymentRequest] {
        try rows(
            "SELECT \(PaymentRows.columns) FROM payments_requests WHERE \(condition) ORDER BY id DESC LIMIT \(limit)"
        ).map(PaymentRows.request)
    }
}

extension WriteTransaction {
    /// `false` where the reference is taken.
    func insert(_ request: PaymentRequest, key: String?, expires: Bool) throws -> Bool {
        try execute(
            """
            INSERT INTO payments_requests (id, reference, key, title, lines, payer, due, about, about_path, about_office, agency, state,
                currency, amount, received, refunded, requested_at, changed_at, version, expires)
            VALUES (\(request.id), \(request.reference), \(key), \(PaymentRows.json(request.title).description),
                \(PaymentRows.json(request.lines).description), \(request.payer), \(request.due.description),
                \(request.about.reference), \(request.about.path), \(request.about.officePath), \(request.agency), \(request.state),
                \(request.currency.rawValue), \(request.amount.minorUnits), 0, 0, \(request.requestedAt),
                \(request.changedAt), \(request.version), \(expires))
            ON CONFLICT (reference) DO NOTHING
            """) == 1
    }

    /// Takes a request through its state table, with what else changed. Throws `PaymentError.notPossible`,
    /// `.changedMeanwhile`.
    func change(
        _ request: PaymentRequest, _ event: PaymentEvent, at now: Instant,
        _ edit: (inout PaymentRequest) -> Void = { _ in }
    ) throws -> PaymentRequest {
        guard let state = request.state.after(event) else { throw PaymentError.notPossible(event, request.state) }
        var changed = request
        edit(&changed)
        changed.state = state
        changed.changedAt = now
        changed.version += 1
        let count = try execute(
            """
            UPDATE payments_requests SET state = \(changed.state), received = \(changed.received.minorUnits),
                refunded = \(changed.refunded.minorUnits), changed_at = \(now), version = \(changed.version)
            WHERE id = \(request.id) AND version = \(request.version)
            """)
        guard count == 1 else { throw PaymentError.changedMeanwhile }
        return changed
    }
}
