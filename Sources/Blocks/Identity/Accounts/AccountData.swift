import Base
import BuildingBlock
import Journal
import Store

extension PersonalDataSource {
    /// What this block holds about a person: the account, signed-in devices, roles.
    static let accounts = PersonalDataSource(
        name: "identity.accounts",
        title: LocalizedText(
            "Your account", in: .english, translations: [.french: "Votre compte", .arabic: "حسابك"]),
        export: { party, tx in
            guard let account = try AccountStore.account(Identifier(party), tx), account.status != .erased else {
                return .null
            }
            let devices = try SessionStore.all(of: account.id, tx).map { device -> JSON in
                [
                    "device": .string(device.device), "signed_in": .string(device.beganAt.iso8601),
                    "last_seen": .string(device.seenAt.iso8601),
                ]
            }
            let grants = try GrantStore.history(of: account.id, tx).map { grant -> JSON in
                [
                    "role": .string(grant.role), "agency": .string(grant.agency), "from": .string(grant.from.iso8601),
                    "until": grant.until.map { .string($0.iso8601) } ?? .null,
                    "revoked": grant.revokedAt.map { .string($0.iso8601) } ?? .null,
                ]
            }
            return [
                "id": .string(account.id.description), "email": account.email.map { .string($0.description) } ?? .null,
                "name": .string(account.name), "language": account.language.map { .string($0.rawValue) } ?? .null,
                "created": .string(account.createdAt.iso8601), "devices": .array(devices), "roles": .array(grants),
            ]
        },
        erase: { party, tx, now in
            try IdentityService.erase(Identifier(party), by: .system("erasure"), at: now, tx)
        })
}
