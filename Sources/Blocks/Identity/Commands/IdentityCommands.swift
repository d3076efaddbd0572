import Base
import BuildingBlock
import Journal
import Store
import Web

/// What `polity user …` and `polity role …` do: each function is one command and returns what it prints. They act as the
/// operator, who stands in the Journal as the system.
public struct IdentityCommands: Sendable {
    private let service: IdentityService
    private let time: TimeSource
    private let actor = Act.Actor.system("operator")

    public init(_ service: IdentityService, time: TimeSource) {
        self.service = service
        self.time = time
    }

    // MARK: polity user

    /// `polity user create EMAIL --name NAME [--language TAG] [--officer] [--administrator AGENCY]`: without a password it prints
    /// a link at which the person chooses one.
    public func create(
        email: String, name: String, language: String? = nil, isOfficer: Bool = false,
        administratorOf agency: String? = nil,
        password: String? = nil
    ) async throws -> String {
        let address = try self.address(email)
        let isOfficer = isOfficer || agency != nil
        let new = try NewAccount(
            email: address, name: name, language: language.flatMap(Language.init(rawValue:)),
            kinds: isOfficer ? [.officer] : [.resident])
        // Nothing is made before all of it can be.
        let role = try agency.map { try administratorRole(in: $0) }
        let account = try await service.create(new, password: password, by: actor, at: time.now())
        var lines = ["Made the account of \(address)."]
        if let role, let agency {
            try await service.grant(role, in: agency, to: account.id, by: actor, at: time.now())
            lines.append("Granted the role \(role) in \(agency).")
        }
        if password == nil { lines += try await link(to: account) }
        return lines.joined(separator: "\n")
    }

    /// `polity user list [WORDS]`
    public func list(matching words: String? = nil, limit: Int = 200) async throws -> String {
        let accounts = try await service.accounts(matching: words, limit: limit)
        try await recordLook(at: accounts)
        let rows = accounts.map { account in
            let kinds = [account.isOfficer ? "officer" : nil, account.isResident ? "resident" : nil].compactMap { $0 }
            return [
                account.email?.description ?? "", account.name, kinds.joined(separator: "+"), account.status.rawValue,
            ]
        }
        return Self.columns([["EMAIL", "NAME", "KIND", "STATE"]] + rows)
    }

    /// `polity user password EMAIL`: sets the password that was typed, or prints a link.
    public func password(of email: String, to password: String? = nil) async throws -> String {
        let account = try await account(email)
        guard let password else { return try await link(to: account).joined(separator: "\n") }
        try await service.setPassword(password, of: account.id, by: actor, at: time.now())
        return "Changed the password of \(email). All devices are signed out."
    }

    /// `polity user disable EMAIL`, `polity user enable EMAIL`
    public func setDisabled(_ isDisabled: Bool, _ email: String) async throws -> String {
        let account = try await account(email)
        try await service.setDisabled(isDisabled, account.id, by: actor, at: time.now())
        return isDisabled
            ? "\(email) can no longer sign in. All devices are signed out." : "\(email) can sign in again."
    }

    /// `polity user assure EMAIL LEVEL`
    public func assure(_ email: String, _ level: Assurance) async throws -> String {
        let account = try await account(email)
        try await service.setAssurance(level, of: account.id, by: actor, at: time.now())
        return "Who \(email) is, is sure to the level \(level.rawValue)."
    }

    // MARK: polity role

    /// `polity role list`: the roles of the jurisdiction; `polity role list EMAIL`: what somebody holds.
    public func roles(of email: String? = nil) async throws -> String {
        guard let email else {
            let rows = service.jurisdiction.roles.map { role in
                [role.key, role.name(in: .english), role.permissions.sorted().joined(separator: " ")]
            }
            return Self.columns([["ROLE", "NAME", "PERMISSIONS"]] + rows)
        }
        let account = try await account(email)
        try await recordLook(at: [account])
        let zone = service.jurisdiction.calendar.zone
        let rows = try await service.grants(of: account.id).map { grant in
            [grant.role, grant.agency, grant.from.iso8601(in: zone), grant.until.map { $0.iso8601(in: zone) } ?? "—"]
        }
        return Self.columns([["ROLE", "AGENCY", "FROM", "UNTIL"]] + rows)
    }

    /// `polity role grant ROLE AGENCY EMAIL [--until DATE]`: `until` is the last day.
    public func grant(_ role: String, in agency: String, to email: String, until: String? = nil) async throws -> String
    {
        let account = try await account(email)
        var end: Instant?
        if let until {
            guard let day = LocalDate(until) else { throw IdentityError.badPeriod }
            end = service.jurisdiction.calendar.zone.startOfDay(day.adding(days: 1))
        }
        try await service.grant(role, in: agency, to: account.id, until: end, by: actor, at: time.now())
        return "Granted \(role) in \(agency) to \(email)."
    }

    /// `polity role revoke ROLE AGENCY EMAIL`
    public func revoke(_ role: String, in agency: String, from email: String) async throws -> String {
        let account = try await account(email)
        let held = try await service.grants(of: account.id).filter { $0.role == role && $0.agency == agency }
        guard !held.isEmpty else { throw IdentityError.unknownGrant }
        for grant in held { try await service.revoke(grant.id, by: actor, at: time.now()) }
        return "Revoked \(role) in \(agency) from \(email)."
    }

    // MARK: -

    private func address(_ text: String) throws -> EmailAddress {
        guard let address = EmailAddress(text) else { throw IdentityError.badEmail }
        return address
    }

    private func account(_ email: String) async throws -> Account {
        guard let account = try await service.account(email: address(email)) else { throw IdentityError.unknownAccount }
        return account
    }

    private func administratorRole(in agency: String) throws -> String {
        guard service.jurisdiction.agency(agency) != nil else { throw IdentityError.unknownAgency(agency) }
        let manage = IdentityPermissions.manage.key
        guard let role = service.jurisdiction.roles.first(where: { $0.permissions.contains(manage) }) else {
            throw IdentityError.unknownRole("with the permission \(manage)")
        }
        return role.key
    }

    private func link(to account: Account) async throws -> [String] {
        let link = try await service.makePasswordLink(for: account.id, by: actor, at: time.now())
        let hours = service.settings.invitationLink.components.seconds / 3600
        return ["Open this address within \(hours) hours to choose the password:", link]
    }

    private func recordLook(at accounts: [Account]) async throws {
        guard let first = accounts.first else { return }
        let act = Act(
            IdentityActs.listed, Act.Subject("account", first.id), by: actor, at: time.now(),
            purpose: service.settings.purpose(in: service.jurisdiction.languages.first ?? .english),
            concerns: accounts.map(\.party))
        try await service.database.write { tx in try tx.record(act) }
    }

    /// Rows under each other, each column as wide as its longest.
    private static func columns(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.indices.map { column in
                column == row.count - 1
                    ? row[column] : row[column] + String(repeating: " ", count: widths[column] + 2 - row[column].count)
            }.joined()
        }.joined(separator: "\n")
    }
}

extension IdentityError: CustomStringConvertible {
    /// For operators: commands and logs.
    public var description: String {
        switch self {
        case .badEmail: "this is not an e-mail address"
        case .badName: "a name has 1 to \(PersonName.limit) characters"
        case .emailTaken: "there is an account with this address"
        case .weakPassword(.tooShort(let minimum)): "a password has at least \(minimum) characters"
        case .weakPassword(.tooLong(let maximum)): "a password has at most \(maximum) characters"
        case .weakPassword: "this password is too easy to guess"
        case .wrongCredentials: "the address or the password is wrong"
        case .wrongPassword: "this is not the present password"
        case .tooManyAttempts(let seconds): "too many attempts; the next is possible in \(seconds) seconds"
        case .busy: "too many people sign in at once"
        case .linkSpent: "this link no longer works"
        case .unknownAccount: "there is no account with this address"
        case .unknownRole(let role): "there is no role \(role); `polity role list` lists them"
        case .unknownAgency(let agency): "there is no agency \(agency)"
        case .unknownGrant: "this role is not held there"
        case .badPeriod: "this is no day to come; write it as 2027-12-31"
        case .ownAccount: "another officer has to do this"
        case .lastAdministrator: "somebody must be left who manages accounts"
        }
    }
}
