import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Testing
import Web

@testable import Identity

@Suite("Roles and accounts", .serialized)
struct RoleTests {
    private func grants(_ town: Town, _ token: String) async throws -> [String: Set<String>] {
        let person = try await town.service.person(session: token, at: town.now)
        return Dictionary(uniqueKeysWithValues: (person?.grants ?? []).map { ($0.agency, $0.permissions) })
    }

    @Test("A role gives its permissions in its agency, from its beginning to its end", arguments: Engine.all)
    func period(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let account = try await town.account("works@example.org")
            let token = try await town.signIn("works@example.org").token
            let from = town.now + .seconds(3600)
            let until = from + .seconds(3600)
            let grant = try await town.service.grant(
                "officer", in: "parks", to: account.id, from: from, until: until, by: .system("test"), at: town.now)
            #expect(try await grants(town, token) == [:])
            town.clock.set(from)
            let roles = town.platform.jurisdiction
            #expect(try await grants(town, token) == ["parks": try #require(roles.role("officer")).permissions])
            try await town.service.grant("supervisor", in: "parks", to: account.id, by: .system("test"), at: town.now)
            try await town.service.grant("clerk", in: "water", to: account.id, by: .system("test"), at: town.now)
            #expect(try await grants(town, token)["parks"]?.contains("service-requests.supervise") == true)
            #expect(try await grants(town, token)["water"] == roles.role("clerk")?.permissions)
            town.clock.set(until)
            let left = try await town.service.grants(of: account.id).filter { $0.isValid(at: town.now) }.map(\.role)
            #expect(Set(left) == ["supervisor", "clerk"])
            #expect(grant.isValid(at: from) && !grant.isValid(at: until))
            #expect(try await town.service.account(account.id)?.isOfficer == true)
        }
    }

    @Test(
        "Only roles and agencies of the jurisdiction can be granted, to accounts that are there", arguments: Engine.all)
    func unknown(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let account = try await town.account("works@example.org")
            await #expect(throws: IdentityError.unknownRole("king")) {
                try await town.service.grant("king", in: "parks", to: account.id, by: .system("test"), at: town.now)
            }
            await #expect(throws: IdentityError.unknownAgency("army")) {
                try await town.service.grant("clerk", in: "army", to: account.id, by: .system("test"), at: town.now)
            }
            await #expect(throws: IdentityError.badPeriod) {
                try await town.service.grant(
                    "clerk", in: "parks", to: account.id, until: town.now, by: .system("test"), at: town.now)
            }
            await #expect(throws: IdentityError.unknownAccount) {
                try await town.service.grant(
                    "clerk", in: "parks", to: Identifier(at: town.now), by: .system("test"), at: town.now)
            }
        }
    }

    @Test("Granting the same again adds nothing; revoking ends it at once", arguments: Engine.all)
    func revoking(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let account = try await town.account("works@example.org")
            let token = try await town.signIn("works@example.org").token
            let grant = try await town.service.grant(
                "clerk", in: "parks", to: account.id, by: .system("test"), at: town.now)
            let again = try await town.service.grant(
                "clerk", in: "parks", to: account.id, by: .system("test"), at: town.now)
            #expect(grant == again)
            try await town.service.revoke(grant.id, by: .system("test"), at: town.now)
            #expect(try await grants(town, token) == [:])
            await #expect(throws: IdentityError.unknownGrant) {
                try await town.service.revoke(grant.id, by: .system("test"), at: town.now)
            }
            #expect(try await town.verbs(account).filter { $0.hasPrefix("role") } == ["role.granted", "role.revoked"])
        }
    }

    @Test("Somebody is always left who manages accounts", arguments: Engine.all)
    func lastAdministrator(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let admin = try await town.administrator()
            let grant = try #require(try await town.service.grants(of: admin.id).first)
            await #expect(throws: IdentityError.lastAdministrator) {
                try await town.service.revoke(grant.id, by: .system("test"), at: town.now)
            }
            await #expect(throws: IdentityError.lastAdministrator) {
                try await town.service.setDisabled(true, admin.id, by: .system("test"), at: town.now)
            }
            #expect(try await town.service.account(admin.id)?.status == .active)
            _ = try await town.administrator("second@example.org")
            try await town.service.setDisabled(true, admin.id, by: .system("test"), at: town.now)
            // Others can be disabled although one administrator is left.
            let resident = try await town.account("noor@example.org")
            try await town.service.setDisabled(true, resident.id, by: .system("test"), at: town.now)
        }
    }

    @Test("Other blocks find the officers of an agency by permission, and names", arguments: Engine.all)
    func directory(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let works = try await town.account("works@example.org", name: "Ines Sample")
            let parks = try await town.account("parks@example.org", name: "Tomas Sample")
            let gone = try await town.account("gone@example.org", name: "Gone Sample")
            for (account, agency) in [(works, "public-works"), (parks, "parks"), (gone, "public-works")] {
                try await town.service.grant("officer", in: agency, to: account.id, by: .system("test"), at: town.now)
            }
            try await town.service.setDisabled(true, gone.id, by: .system("test"), at: town.now)
            let (service, now) = (town.service, town.now)
            let found = try await town.database.read { tx in
                try service.officers(of: "public-works", holding: "service-requests.work", at: now, in: tx).map(\.name)
            }
            #expect(found == ["Ines Sample"])
            let names = try await town.database.read { tx in
                try AccountDirectory.names(of: [works.id, parks.id, Identifier(at: now)], in: tx)
            }
            #expect(names == [works.id: "Ines Sample", parks.id: "Tomas Sample"])
            #expect(
                try await town.database.read { tx in
                    try service.may("service-requests.work", in: "parks", parks.id, at: now, in: tx)
                })
            #expect(
                try await town.database.read { tx in
                    try !service.may("service-requests.work", in: "parks", works.id, at: now, in: tx)
                })
        }
    }

    @Test("An address belongs to one account, whatever its case", arguments: Engine.all)
    func unique(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            try await town.account("noor@example.org")
            await #expect(throws: IdentityError.emailTaken) { try await town.account("NOOR@example.org") }
            #expect(try await town.count("SELECT count(*) FROM identity_accounts") == 1)
        }
    }

    @Test("Accounts are found by parts of name and address, page by page", arguments: Engine.all)
    func search(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            for number in 0..<7 { try await town.account("person\(number)@example.org", name: "Élise N\(number) 100%") }
            let service = town.service
            #expect(try await service.accounts(matching: "élise N3").map(\.name) == ["Élise N3 100%"])
            #expect(try await service.accounts(matching: "PERSON4@").map(\.name) == ["Élise N4 100%"])
            #expect(try await service.accounts(matching: "0%").count == 7)
            #expect(try await service.accounts(matching: "1_0").isEmpty)
            let first = try await service.accounts(limit: 4)
            let rest = try await service.accounts(before: first.last?.id, limit: 4)
            #expect(Set((first + rest).map(\.id)).count == 7)
            #expect(try await service.accounts(kind: .officer).isEmpty)
        }
    }

    @Test("Erasing an account takes away what identifies the person, and leaves the record", arguments: Engine.all)
    func erasure(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let account = try await town.account("noor@example.org")
            try await town.service.grant("clerk", in: "parks", to: account.id, by: .system("test"), at: town.now)
            let token = try await town.signIn("noor@example.org").token
            let source = try #require(town.block.personalData.first)
            let export = try await town.database.read { tx in try source.export(account.party, tx) }
            #expect(export["email"] == "noor@example.org")
            #expect(export["roles"]?[0]?["agency"] == "parks")
            #expect(export["devices"]?.array?.count == 1)
            let now = town.now
            try await town.database.write { tx in try source.erase(account.party, tx, now) }
            let left = try #require(try await town.service.account(account.id))
            #expect(left.status == .erased && left.email == nil && left.name.isEmpty && !left.hasPassword)
            #expect(try await town.service.person(session: token, at: now) == nil)
            #expect(try await town.database.read { tx in try source.export(account.party, tx) } == .null)
            #expect(try await town.count("SELECT count(*) FROM identity_accounts WHERE search_key LIKE '%noor%'") == 0)
            // The address is free again.
            try await town.account("noor@example.org")
        }
    }

    @Test("No act of this block holds a name, an address or a secret", arguments: Engine.all)
    func acts(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let account = try await town.account("noor@example.org", name: "Noor Unmistakable")
            try await town.service.edit(
                account.id, name: "Noor Changed", language: .french, by: .person(account.party), at: town.now)
            try await town.service.grant("clerk", in: "parks", to: account.id, by: .system("test"), at: town.now)
            try await town.signIn("noor@example.org")
            _ = try await town.service.makePasswordLink(for: account.id, by: .system("test"), at: town.now)
            let details = try await town.database.read { tx in
                try tx.acts(concerning: account.party).map(\.act.detail.description).joined()
            }
            #expect(!details.contains("Noor") && !details.contains("noor") && !details.contains("example"))
            #expect(details.contains("clerk") && details.contains("language"))
        }
    }
}
