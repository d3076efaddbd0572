import Base
import BuildingBlock
import Journal
import Store
import Web

extension IdentityService {
    /// Grants a role in an agency, from a time until another, or until it is revoked. The person is an officer from then on.
    /// Where they hold the same role there for as long already, nothing is added.
    ///
    /// Throws `IdentityError.unknownRole`, `.unknownAgency`, `.badPeriod`, `.unknownAccount`.
    @discardableResult
    public func grant(
        _ role: String, in agency: String, to id: Identifier<Account>, from: Instant? = nil, until: Instant? = nil,
        by actor: Act.Actor, at now: Instant, for acting: String? = nil
    ) async throws -> RoleGrant {
        guard jurisdiction.role(role) != nil else { throw IdentityError.unknownRole(role) }
        guard jurisdiction.agency(agency) != nil else { throw IdentityError.unknownAgency(agency) }
        let from = from ?? now
        if let until, until <= max(from, now) { throw IdentityError.badPeriod }
        let new = RoleGrant(
            id: Identifier(at: now), account: id, role: role, agency: agency, from: from, until: until, grantedAt: now)
        return try await database.write { tx in
            _ = try Self.existing(id, tx)
            let held = try GrantStore.all(of: id, tx)
            if let same = held.first(where: { $0.covers(new) }) { return same }
            try GrantStore.insert(new, tx)
            try AccountStore.setOfficer(id, tx)
            var detail: [JSON.Member] = [.init("role", .string(role)), .init("agency", .string(agency))]
            detail.append(.init("from", .string(from.iso8601)))
            if let until { detail.append(.init("until", .string(until.iso8601))) }
            try tx.record(
                .account(
                    IdentityActs.granted, id, by: actor, at: now, agency: acting ?? agency, detail: .object(detail)))
            return new
        }
    }

    /// Ends a grant now. Throws `IdentityError.unknownGrant`, `.lastAdministrator`.
    public func revoke(
        _ grant: Identifier<RoleGrant>, by actor: Act.Actor, at now: Instant, for acting: String? = nil
    ) async throws {
        try await database.write { [self] tx in
            guard let held = try GrantStore.grant(grant, tx), try GrantStore.revoke(grant, at: now, tx) else {
                throw IdentityError.unknownGrant
            }
            if held.isValid(at: now),
                jurisdiction.role(held.role)?.permissions.contains(IdentityPermissions.manage.key) == true
            {
                try requireAdministrator(ifLost: held.account, at: now, tx)
            }
            let detail: JSON = ["role": .string(held.role), "agency": .string(held.agency)]
            try tx.record(
                .account(
                    IdentityActs.revoked, held.account, by: actor, at: now, agency: acting ?? held.agency,
                    detail: detail))
        }
    }

    /// The grants of an account that were not revoked, also past and future ones, the newest first.
    public func grants(of id: Identifier<Account>) async throws -> [RoleGrant] {
        try await database.read { tx in try GrantStore.all(of: id, tx) }
    }

    /// Whether the account has `permission` in `agency` at `now`.
    public func may(
        _ permission: String, in agency: String, _ id: Identifier<Account>, at now: Instant, in tx: any ReadTransaction
    ) throws -> Bool {
        guard try AccountStore.account(id, tx)?.status == .active else { return false }
        return permissions(try GrantStore.valid(of: id, at: now, tx)).contains {
            $0.agency == agency && $0.permissions.contains(permission)
        }
    }

    /// What grants allow, agency by agency.
    func permissions(_ grants: [RoleGrant]) -> [Person.Grant] {
        var byAgency: [String: Set<String>] = [:]
        for grant in grants {
            guard let role = jurisdiction.role(grant.role) else { continue }
            byAgency[grant.agency, default: []].formUnion(role.permissions)
        }
        return byAgency.sorted { $0.key < $1.key }.map { Person.Grant(agency: $0.key, permissions: $0.value) }
    }

    /// Throws `IdentityError.lastAdministrator` where nobody is left who may manage accounts, and somebody was before.
    func requireAdministrator(ifLost id: Identifier<Account>, at now: Instant, _ tx: any ReadTransaction) throws {
        let roles = jurisdiction.roles.filter { $0.permissions.contains(IdentityPermissions.manage.key) }.map(\.key)
        guard try GrantStore.holders(of: roles, in: nil, at: now, tx).isEmpty else { return }
        // Somebody who never was one can go although there is none.
        let wasOne = try GrantStore.history(of: id, tx).contains { grant in
            roles.contains(grant.role) && grant.from <= now && (grant.until.map { now < $0 } ?? true)
                && (grant.revokedAt.map { now <= $0 } ?? true)
        }
        if wasOne { throw IdentityError.lastAdministrator }
    }
}

extension RoleGrant {
    /// Whether this says all that `other` would.
    fileprivate func covers(_ other: RoleGrant) -> Bool {
        guard role == other.role, agency == other.agency, from <= other.from, revokedAt == nil else { return false }
        guard let until else { return true }
        return other.until.map { $0 <= until } ?? false
    }
}

/// What may be granted.
public enum IdentityPermissions {
    public static let manage = Permission(
        "identity.manage",
        title: LocalizedText(
            "Manage accounts and grant roles, in every agency", in: .english,
            translations: [
                .french: "Gérer les comptes et attribuer les rôles, dans tous les services",
                .arabic: "إدارة الحسابات ومنح الأدوار في جميع الجهات",
            ]))
}
