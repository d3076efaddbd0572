import Base
import Store

/// One try to pay a request by card: our side of a session at the provider.
struct CardAttempt: Sendable, Hashable {
    enum State: String, Sendable, CaseIterable, SQLConvertible {
        /// Written down before the provider is asked, so that nothing it does can be lost.
        case preparing
        case open, processing
        case succeeded, declined, cancelled, expired
        /// The provider does not know it.
        case lost
        /// The provider took something else than was asked.
        case mismatched

        var isLive: Bool { self == .preparing || self == .open || self == .processing }
    }

    /// Also the key under which the provider knows the order.
    var id: Identifier<CardAttempt>
    var request: Identifier<PaymentRequest>
    var provider: String
    /// The provider's name of it, and its page, once it has answered.
    var session: String?
    var page: String?
    var amount: Money
    var language: Language
    var state: State
    /// The provider's word for why the card was refused.
    var failure: String?
    var begunAt: Instant
    var endedAt: Instant?
    /// How often the provider was asked, and when it is asked next.
    var checks: Int
    var checkAt: Instant

    /// When to ask again: soon at first, then each time after twice as long, an hour at most.
    static func delay(after checks: Int) -> Duration { .seconds(min(3600, 20 << min(max(checks - 1, 0), 10))) }
}

enum CardAttemptRows {
    static let columns: SQL = """
        id, request, provider, session, page, currency, amount, language, state, failure, begun_at, ended_at, checks, check_at
        """

    static func attempt(_ row: Row) throws -> CardAttempt {
        CardAttempt(
            id: try row[0], request: try row[1], provider: try row[2], session: try row[3], page: try row[4],
            amount: Money(minorUnits: try row[6], try PaymentRows.currency(row[5])),
            language: Language(rawValue: try row[7]) ?? .english, state: try row[8], failure: try row[9],
            begunAt: try row[10], endedAt: try row[11], checks: try row[12], checkAt: try row[13])
    }
}

extension ReadTransaction {
    func attempts(_ condition: SQL, limit: Int = 1000) throws -> [CardAttempt] {
        try rows(
            "SELECT \(CardAttemptRows.columns) FROM payments_attempts WHERE \(condition) ORDER BY id DESC LIMIT \(limit)"
        ).map(CardAttemptRows.attempt)
    }

    func attempt(_ id: Identifier<CardAttempt>) throws -> CardAttempt? { try attempts("id = \(id)", limit: 1).first }

    func liveAttempt(of request: Identifier<PaymentRequest>) throws -> CardAttempt? {
        try attempts("request = \(request) AND is_live", limit: 1).first
    }
}

extension WriteTransaction {
    /// Throws `DatabaseError.notUnique` where the request has a live one: there is never more than one.
    func insert(_ attempt: CardAttempt) throws {
        try execute(
            """
            INSERT INTO payments_attempts (id, request, provider, session, page, currency, amount, language, state, is_live,
                failure, begun_at, ended_at, checks, check_at)
            VALUES (\(attempt.id), \(attempt.request), \(attempt.provider), \(attempt.session), \(attempt.page),
                \(attempt.amount.currency.rawValue), \(attempt.amount.minorUnits), \(attempt.language.rawValue),
                \(attempt.state), \(attempt.state.isLive), \(attempt.failure), \(attempt.begunAt), \(attempt.endedAt),
                \(attempt.checks), \(attempt.checkAt))
            """)
    }

    func update(_ attempt: CardAttempt) throws {
        try execute(
            """
            UPDATE payments_attempts SET session = \(attempt.session), page = \(attempt.page), state = \(attempt.state),
                is_live = \(attempt.state.isLive), failure = \(attempt.failure), ended_at = \(attempt.endedAt),
                checks = \(attempt.checks), check_at = \(attempt.checkAt)
            WHERE id = \(attempt.id)
            """)
    }
}
