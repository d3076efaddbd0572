import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Testing
import Web

@testable import Identity

@Suite("Signing in", .serialized)
struct SignInTests {
    @Test("The right password begins a session, whatever the case of the address", arguments: Engine.all)
    func right(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let account = try await town.account("noor@example.org")
            let session = try await town.signIn("Noor@Example.ORG")
            let person = try #require(try await town.service.person(session: session.token, at: town.now))
            #expect(person.account == Identifier(account.id))
            #expect(person.name == "Noor Sample")
            #expect(person.grants.isEmpty)
            #expect(try await town.verbs(account) == ["account.created", "session.started"])
        }
    }

    @Test("Only a hash of the token is kept", arguments: Engine.all)
    func hashed(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            try await town.account("noor@example.org")
            let session = try await town.signIn("noor@example.org")
            let stored = try await town.database.read { tx in
                try tx.value([UInt8].self, "SELECT token FROM identity_sessions")
            }
            let token = try #require(Token(session.token))
            #expect(stored == token.hash)
            #expect(stored != Base64URL.decode(session.token))
            for wrong in ["", "x", Token.random().text, session.token + "A"] {
                #expect(try await town.service.person(session: wrong, at: town.now) == nil)
            }
        }
    }

    @Test(
        "A wrong password, no account, a disabled one and one without a password are refused alike",
        arguments: Engine.all)
    func refused(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            try await town.account("noor@example.org")
            let disabled = try await town.account("gone@example.org")
            try await town.service.setDisabled(true, disabled.id, by: .system("test"), at: town.now)
            try await town.account("invited@example.org", password: nil)
            for (email, password) in [
                ("noor@example.org", "three quiet heron"), ("nobody@example.org", Town.password),
                ("gone@example.org", Town.password), ("invited@example.org", ""), ("no address", "x"), ("", ""),
            ] {
                await #expect(throws: IdentityError.wrongCredentials) { try await town.signIn(email, password) }
            }
        }
    }

    @Test("Failures slow down the one who guesses, not the owner elsewhere", arguments: Engine.all)
    func slowedDown(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            try await town.account("noor@example.org")
            for _ in 0..<4 {
                await #expect(throws: IdentityError.wrongCredentials) {
                    try await town.signIn("noor@example.org", "wrong wrong wrong", from: "198.51.100.9")
                }
            }
            // Even the right password has to wait there…
            await #expect(throws: IdentityError.tooManyAttempts(seconds: 5)) {
                try await town.signIn("NOOR@example.org", from: "198.51.100.9")
            }
            // …and nowhere else; another account can be used there, too.
            try await town.signIn("noor@example.org", from: "192.0.2.1")
            try await town.account("camille@example.org")
            try await town.signIn("camille@example.org", from: "198.51.100.9")
            town.clock.advance(by: .seconds(6))
            try await town.signIn("noor@example.org", from: "198.51.100.9")
            // Success forgets the failures.
            await #expect(throws: IdentityError.wrongCredentials) {
                try await town.signIn("noor@example.org", "wrong wrong wrong", from: "198.51.100.9")
            }
            try await town.signIn("noor@example.org", from: "198.51.100.9")
        }
    }

    @Test("Many attempts at once cannot slip through", arguments: Engine.all)
    func atOnce(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            try await town.account("noor@example.org")
            let checked = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        do {
                            try await town.signIn("noor@example.org", "wrong wrong wrong")
                        } catch IdentityError.wrongCredentials {
                            return true
                        } catch {}
                        return false
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(checked <= 4)
        }
    }

    @Test("Guessing at many accounts from one place is slowed down, but briefly", arguments: Engine.all)
    func spraying(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            var refused = 0
            for number in 0..<60 {
                do {
                    try await town.signIn("person\(number)@example.org", "Spring2026!!!!")
                } catch IdentityError.tooManyAttempts(let seconds) {
                    refused += 1
                    #expect(seconds <= 30)
                } catch {}
            }
            #expect(refused > 20)
            town.clock.advance(by: .seconds(31))
            try await town.account("noor@example.org")
            try await town.signIn("noor@example.org")
        }
    }

    @Test("A hash of other parameters is made anew at the next sign-in", arguments: Engine.all)
    func rehashed(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            try await town.account("noor@example.org")
            var settings = IdentitySettings()
            settings.hashing = Argon2Parameters(memory: 128, passes: 2)
            let stronger = IdentityService(on: town.platform, settings: settings)
            _ = try await stronger.signIn(
                email: "noor@example.org", password: Town.password, from: town.place(), at: town.now)
            let hash = try await town.database.read { tx in
                try tx.value(String.self, "SELECT password FROM identity_accounts")
            }
            #expect(hash?.hasPrefix("$argon2id$v=19$m=128,t=2,p=1$") == true)
            try await town.signIn("noor@example.org")
        }
    }
}

@Suite("Sessions", .serialized)
struct SessionTests {
    @Test("A session slides while it is used and ends when it is not", arguments: Engine.all)
    func sliding(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            try await town.account("noor@example.org")
            let token = try await town.signIn("noor@example.org").token
            for _ in 0..<10 {
                town.clock.advance(by: .seconds(7 * 3600))
                #expect(try await town.service.person(session: token, at: town.now) != nil)
            }
            town.clock.advance(by: .seconds(8 * 3600 + 1))
            #expect(try await town.service.person(session: token, at: town.now) == nil)
        }
    }

    @Test("However much it is used, it ends after its longest time", arguments: Engine.all)
    func absolute(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            try await town.account("noor@example.org")
            let session = try await town.signIn("noor@example.org")
            #expect(abs((session.endsAt - town.now - .seconds(14 * 86400)).microseconds) < 1000)
            var hours = 0
            while try await town.service.person(session: session.token, at: town.now) != nil, hours < 1000 {
                town.clock.advance(by: .seconds(6 * 3600))
                hours += 6
            }
            #expect(hours == 14 * 24)
        }
    }

    @Test("Signing in again replaces the session of the browser", arguments: Engine.all)
    func rotated(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            try await town.account("noor@example.org")
            let first = try await town.signIn("noor@example.org")
            let person = try #require(try await town.service.person(session: first.token, at: town.now))
            var place = town.place()
            place.session = Identifier(person.session)
            let second = try await town.service.signIn(
                email: "noor@example.org", password: Town.password, from: place, at: town.now)
            #expect(second.token != first.token)
            #expect(try await town.service.person(session: first.token, at: town.now) == nil)
            #expect(try await town.service.person(session: second.token, at: town.now) != nil)
        }
    }

    @Test("Devices can be signed out one by one or all but this", arguments: Engine.all)
    func devices(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let account = try await town.account("noor@example.org")
            let other = try await town.account("camille@example.org")
            let tokens = [
                try await town.signIn("noor@example.org").token, try await town.signIn("noor@example.org").token,
                try await town.signIn("noor@example.org").token,
            ]
            let devices = try await town.service.devices(of: account.id, at: town.now)
            #expect(devices.count == 3)
            // Not with the account of someone else.
            try await town.service.signOut(devices[0].id, of: other.id, at: town.now)
            #expect(try await town.service.devices(of: account.id, at: town.now).count == 3)
            try await town.service.signOut(devices[0].id, of: account.id, at: town.now)
            #expect(try await town.service.devices(of: account.id, at: town.now).count == 2)
            var alive: [Person] = []
            for token in tokens {
                if let person = try await town.service.person(session: token, at: town.now) { alive.append(person) }
            }
            try await town.service.signOutOthers(than: Identifier(alive[0].session), of: account.id, at: town.now)
            #expect(
                try await town.service.devices(of: account.id, at: town.now).map(\.id) == [Identifier(alive[0].session)]
            )
        }
    }

    @Test("Disabling an account ends its sessions at once, and it can be enabled again", arguments: Engine.all)
    func disabled(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let account = try await town.account("noor@example.org")
            let token = try await town.signIn("noor@example.org").token
            try await town.service.setDisabled(true, account.id, by: .system("test"), at: town.now)
            #expect(try await town.service.person(session: token, at: town.now) == nil)
            try await town.service.setDisabled(false, account.id, by: .system("test"), at: town.now)
            #expect(try await town.service.person(session: token, at: town.now) == nil)
            try await town.signIn("noor@example.org")
            #expect(
                try await town.verbs(account).filter { $0.hasPrefix("account.") } == [
                    "account.created", "account.disabled", "account.enabled",
                ])
        }
    }

    @Test("What is over is cleared away", arguments: Engine.all)
    func cleanUp(on engine: Engine) async throws {
        try await Town.with(engine) { town in
            let account = try await town.account("noor@example.org")
            try await town.signIn("noor@example.org")
            await #expect(throws: IdentityError.self) { try await town.signIn("noor@example.org", "wrong") }
            _ = try await town.service.makePasswordLink(for: account.id, by: .system("test"), at: town.now)
            town.clock.advance(by: .seconds(30 * 86400))
            try await town.service.cleanUp(at: town.now)
            for table: SQL in ["identity_sessions", "identity_links", "identity_attempts"] {
                #expect(try await town.count("SELECT count(*) FROM \(table)") == 0)
            }
        }
    }
}
