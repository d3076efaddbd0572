import Base
import BuildingBlock
import Journal
import Store
import Web

/// Somebody who wants to hear about a request.
public struct Follower: Hashable, Sendable {
    public var id: Identifier<Follower>
    public var request: Identifier<ServiceRequest>
    public var party: Identifier<Act.Party>?
    public var email: String?
    public var language: Language
    public var isConfirmed: Bool
    /// The token of the links in letters to this follower.
    public var token: String
}

extension RequestDesk {
    /// Follows a public request: at once for who is signed in; an e-mail address first gets a letter with a link, for
    /// nobody should receive letters that somebody else ordered. Following twice changes nothing.
    @discardableResult
    public func follow(
        _ reference: RequestReference, party: Identifier<Act.Party>?, email: String?, language: Language,
        at now: Instant
    ) async throws -> Follower {
        let token = SecretKey()
        return try await database.write { transaction in
            guard let request = try transaction.request(reference), request.isPublic else {
                throw ServiceRequestError.unknownRequest
            }
            if let known = try transaction.follower(of: request.id, party: party, email: email) { return known }
            let follower = Follower(
                id: Identifier(at: now), request: request.id, party: party, email: party == nil ? email : nil,
                language: language, isConfirmed: party != nil, token: token.text)
            try transaction.insert(follower, at: now)
            if party != nil { try transaction.record(act(RequestActs.followed, follower, at: now)) }
            return follower
        }
    }

    /// Confirms that the address wants the letters: the link was followed and the button pressed.
    @discardableResult
    public func confirm(_ token: String, at now: Instant) async throws -> RequestReference {
        try await withFollower(token) { follower, transaction in
            if !follower.isConfirmed {
                try transaction.execute(
                    "UPDATE service_requests_followers SET is_confirmed = TRUE WHERE id = \(follower.id)")
                try transaction.record(act(RequestActs.followed, follower, at: now))
            }
        }
    }

    /// Sends no more letters.
    @discardableResult
    public func unfollow(_ token: String, at now: Instant) async throws -> RequestReference {
        try await withFollower(token) { follower, transaction in
            try transaction.execute("DELETE FROM service_requests_followers WHERE id = \(follower.id)")
            try transaction.record(act(RequestActs.unfollowed, follower, at: now))
        }
    }

    public func unfollow(_ reference: RequestReference, party: Identifier<Act.Party>, at now: Instant) async throws {
        try await database.write { transaction in
            guard let request = try transaction.request(reference),
                let follower = try transaction.follower(of: request.id, party: party, email: nil)
            else { return }
            try transaction.execute("DELETE FROM service_requests_followers WHERE id = \(follower.id)")
            try transaction.record(act(RequestActs.unfollowed, follower, at: now))
        }
    }

    private func withFollower(
        _ token: String, _ body: @escaping @Sendable (Follower, any WriteTransaction) throws -> Void
    ) async throws -> RequestReference {
        guard let key = SecretKey(token) else { throw ServiceRequestError.linkExpired }
        return try await database.write { transaction in
            guard let follower = try transaction.follower(where: "token_hash = \(key.hash)"),
                let request = try transaction.request(follower.request)
            else { throw ServiceRequestError.linkExpired }
            try body(follower, transaction)
            return request.reference
        }
    }

    private func act(_ verb: Act.Verb, _ follower: Follower, at now: Instant) -> Act {
        Act(
            verb, RequestActs.subject(follower.request), by: follower.party.map(Act.Actor.person) ?? .visitor, at: now,
            concerns: follower.party.map { [$0] } ?? [])
    }
}

extension ReadTransaction {
    static var followerColumns: SQL { "id, request, party, email, language, is_confirmed, token" }

    func follower(where condition: SQL) throws -> Follower? {
        try row("SELECT \(Self.followerColumns) FROM service_requests_followers WHERE \(condition) LIMIT 1")
            .map { try follower($0) }
    }

    func follower(_ row: Row) throws -> Follower {
        Follower(
            id: try row[0], request: try row[1], party: try row[2], email: try row[3],
            language: Language(rawValue: try row[4]) ?? .english, isConfirmed: try row[5], token: try row[6])
    }

    func follower(of request: Identifier<ServiceRequest>, party: Identifier<Act.Party>?, email: String?) throws
        -> Follower?
    {
        if let party { return try follower(where: "request = \(request) AND party = \(party)") }
        guard let email else { return nil }
        return try follower(where: "request = \(request) AND email = \(email)")
    }
}

extension WriteTransaction {
    func insert(_ follower: Follower, at now: Instant) throws {
        try execute(
            """
            INSERT INTO service_requests_followers (
                id, request, party, email, language, is_confirmed, token_hash, token, at)
            VALUES (
                \(follower.id), \(follower.request), \(follower.party), \(follower.email), \(follower.language.rawValue),
                \(follower.isConfirmed), \(SecretKey(follower.token)?.hash ?? []), \(follower.token), \(now))
            """)
    }

    /// Those who followed a request that is merged, and who reported it, follow the other from now on.
    func moveFollowers(from: Identifier<ServiceRequest>, to target: Identifier<ServiceRequest>, at now: Instant) throws
    {
        for row in try rows("SELECT \(Self.followerColumns) FROM service_requests_followers WHERE request = \(from)") {
            var follower = try follower(row)
            guard try self.follower(of: target, party: follower.party, email: follower.email) == nil else { continue }
            (follower.id, follower.request, follower.token) = (Identifier(at: now), target, SecretKey().text)
            try insert(follower, at: now)
        }
        guard let contact = try contact(of: from), contact.party != nil || contact.email != nil,
            try follower(of: target, party: contact.party, email: contact.email) == nil
        else { return }
        try insert(
            Follower(
                id: Identifier(at: now), request: target, party: contact.party,
                email: contact.party == nil ? contact.email : nil, language: contact.language, isConfirmed: true,
                token: SecretKey().text), at: now)
    }
}
