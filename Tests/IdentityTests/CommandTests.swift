import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Testing
import WebTesting

@testable import Identity

@Suite("Commands of the operator", .serialized)
struct CommandTests {
    @Test("The first administrator is made by a command and chooses a password at its link", arguments: Engine.all)
    func firstAdministrator(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let commands = IdentityCommands(town.service, time: town.platform.time)
            let printed = try await commands.create(
                email: "ada@example.org", name: "Ada Sample", administratorOf: "citizens-desk")
            let link = try #require(printed.split(separator: "\n").last)
            let path = String(link.dropFirst("http://localhost".count))
            let browser = town.browser()
            _ = try await browser.post(path, ["password": Town.password])
            _ = try await browser.post("/sign-in", ["email": "ada@example.org", "password": Town.password])
            let page = try await browser.get("/office/accounts")
            #expect(page.status == 200 && page.text.contains("ada@example.org"))
        }
    }

    @Test("Accounts and roles are listed and changed, and looking is recorded", arguments: Engine.all)
    func others(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let commands = IdentityCommands(town.service, time: town.platform.time)
            _ = try await commands.create(
                email: "works@example.org", name: "Ines Sample", isOfficer: true, password: Town.password)
            #expect(
                try await commands.list()
                    == "EMAIL              NAME         KIND     STATE\nworks@example.org  Ines Sample  officer  active"
            )
            let ines = try await town.known("works@example.org")
            #expect(try await town.verbs(ines).last == "accounts.listed")
            _ = try await commands.grant("officer", in: "parks", to: "WORKS@example.org", until: "2027-12-31")
            let held = try await commands.roles(of: "works@example.org")
            #expect(held.contains("parks") && held.contains("2028-01-01T00:00:00"))
            _ = try await commands.revoke("officer", in: "parks", from: "works@example.org")
            await #expect(throws: IdentityError.unknownGrant) {
                try await commands.revoke("officer", in: "parks", from: "works@example.org")
            }
            let roles = try await commands.roles()
            #expect(roles.contains("identity.manage"))
            _ = try await commands.password(of: "works@example.org", to: "a lantern in the fog")
            try await town.signIn("works@example.org", "a lantern in the fog")
            _ = try await commands.setDisabled(true, "works@example.org")
            await #expect(throws: IdentityError.wrongCredentials) {
                try await town.signIn("works@example.org", "a lantern in the fog")
            }
        }
    }

    @Test("What cannot be done is refused whole")
    func refused() async throws {
        try await Town.with(.sqlite) { town in
            let commands = IdentityCommands(town.service, time: town.platform.time)
            await #expect(throws: IdentityError.unknownAgency("army")) {
                try await commands.create(email: "ada@example.org", name: "Ada", administratorOf: "army")
            }
            await #expect(throws: IdentityError.weakPassword(.tooShort(minimum: 12))) {
                try await commands.create(email: "ada@example.org", name: "Ada", password: "short")
            }
            await #expect(throws: IdentityError.badEmail) { try await commands.create(email: "ada", name: "Ada") }
            await #expect(throws: IdentityError.unknownAccount) { try await commands.password(of: "ada@example.org") }
            let accounts = try await town.count("SELECT count(*) FROM identity_accounts")
            #expect(accounts == 0)
        }
    }
}
