import Base
import BuildingBlock
import Journal
import Logging
import Store

/// Something that does not add up and that a person must look into.
public struct PaymentIncident: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable, SQLConvertible {
        /// The provider took another amount, or another currency, than was asked.
        case amountMismatch = "amount-mismatch"
        case currencyMismatch = "currency-mismatch"
        /// The provider does not know a session that it had made.
        case sessionLost = "session-lost"
        /// The provider refuses to send money back.
        case refundRefused = "refund-refused"
    }

    public var id: Identifier<PaymentIncident>
    public var kind: Kind
    public var request: Identifier<PaymentRequest>
    /// What was expected and what was found. No personal data.
    public var note: String
    public var foundAt: Instant
    public var resolvedAt: Instant?
    /// What was done about it, in an officer's words.
    public var resolution: String?
}

extension PaymentDesk {
    /// Reports an incident, once for each key.
    func report(
        _ kind: PaymentIncident.Kind, _ request: PaymentRequest, key: String, note: String, at now: Instant,
        in transaction: any WriteTransaction
    ) throws {
        let inserted = try transaction.execute(
            """
            INSERT INTO payments_incidents (id, key, kind, request, note, found_at)
            VALUES (\(Identifier<PaymentIncident>(at: now)), \("\(kind.rawValue):\(key)"), \(kind), \(request.id), \(note), \(now))
            ON CONFLICT (key) DO NOTHING
            """)
        guard inserted == 1 else { return }
        try transaction.record(
            PaymentActs.act(
                PaymentActs.incidentFound, request, by: .system("payments"), at: now, reason: kind.rawValue))
        platform.logger.error(
            "a payment does not add up", metadata: ["kind": "\(kind.rawValue)", "payment": "\(request.id)"])
    }

    /// Says what was done about an incident.
    public func resolveIncident(
        _ id: Identifier<PaymentIncident>, _ resolution: String, by officer: Act.Actor, at now: Instant,
        in transaction: any WriteTransaction
    ) throws {
        guard let incident = try transaction.incidents("id = \(id)", limit: 1).first else {
            throw PaymentError.unknownIncident
        }
        let count = try transaction.execute(
            """
            UPDATE payments_incidents SET resolved_at = \(now), resolution = \(resolution)
            WHERE id = \(id) AND resolved_at IS NULL
            """)
        guard count == 1 else { throw PaymentError.changedMeanwhile }
        let request = try require(incident.request, in: transaction)
        try transaction.record(
            PaymentActs.act(
                PaymentActs.incidentResolved, request, by: officer, at: now, reason: incident.kind.rawValue))
    }
}

extension ReadTransaction {
    /// The newest first.
    func incidents(_ condition: SQL, limit: Int = 200) throws -> [PaymentIncident] {
        try rows(
            """
            SELECT id, kind, request, note, found_at, resolved_at, resolution FROM payments_incidents
            WHERE \(condition) ORDER BY id DESC LIMIT \(limit)
            """
        ).map { row in
            PaymentIncident(
                id: try row[0], kind: try row[1], request: try row[2], note: try row[3], foundAt: try row[4],
                resolvedAt: try row[5], resolution: try row[6])
        }
    }
}
