import Base
import Testing

@testable import Identity

@Suite("Passwords")
struct PasswordTests {
    private let cheap = Argon2Parameters(memory: 64, passes: 1)

    @Test("argon2id makes the hash that its reference implementation makes")
    func knownAnswer() throws {
        // The test vector of libargon2 for version 1.3: password "password", salt "somesalt", t=2, m=2^16, p=1.
        let hash = try Argon2.hash(
            Array("password".utf8), salt: Array("somesalt".utf8), Argon2Parameters(memory: 65_536, passes: 2))
        #expect(
            hash == "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")
        #expect(try Argon2.verify(Array("password".utf8), against: hash))
        #expect(try !Argon2.verify(Array("passwore".utf8), against: hash))
    }

    @Test("Two hashes of one password differ, and both know it")
    func salted() async throws {
        let hasher = PasswordHasher(cheap, threads: 1, queue: 8)
        let (one, two) = (try await hasher.hash("three quiet herons"), try await hasher.hash("three quiet herons"))
        #expect(one != two)
        #expect(try await hasher.verify("three quiet herons", against: one))
        #expect(try await hasher.verify("three quiet herons", against: two))
        #expect(try await !hasher.verify("three quiet heron", against: one))
    }

    @Test("Without a hash no password is right, and the check still runs")
    func decoy() async throws {
        let hasher = PasswordHasher(cheap, threads: 1, queue: 8)
        #expect(try await !hasher.verify("anything", against: nil))
        let decoy = Argon2.decoy(cheap)
        #expect(Argon2.parameters(of: decoy) == cheap)
        #expect(try !Argon2.verify(Array("anything".utf8), against: decoy))
    }

    @Test("The same characters from another keyboard are the same password")
    func normalized() async throws {
        let hasher = PasswordHasher(cheap, threads: 1, queue: 8)
        let hash = try await hasher.hash("caf\u{E9} au lait noir")
        #expect(try await hasher.verify("cafe\u{301} au lait noir", against: hash))
    }

    @Test("A hash with other parameters is outdated")
    func outdated() async throws {
        let hasher = PasswordHasher(cheap, threads: 1, queue: 8)
        let hash = try await hasher.hash("three quiet herons")
        #expect(!hasher.isOutdated(hash))
        #expect(PasswordHasher(Argon2Parameters(memory: 128, passes: 1), threads: 1, queue: 8).isOutdated(hash))
        #expect(hasher.isOutdated("not a hash"))
    }

    @Test("Who would wait too long is turned away, and the rest are served")
    func bounded() async throws {
        let slow = Argon2Parameters(memory: 65_536, passes: 4)
        let hasher = PasswordHasher(slow, threads: 1, queue: 2, patience: .seconds(60))
        let outcomes = await withTaskGroup(of: Bool?.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    do {
                        return try await hasher.verify("x", against: nil)
                    } catch IdentityError.busy {
                        return nil
                    } catch {
                        Issue.record(error)
                        return false
                    }
                }
            }
            return await group.reduce(into: [Bool?]()) { $0.append($1) }
        }
        let served = outcomes.filter { $0 != nil }.count
        #expect((1...3).contains(served) && served + outcomes.filter { $0 == nil }.count == 12)
    }

    @Test(
        "What others try first is refused",
        arguments: [
            "password1234", "Password!234", "passwordpassword", "P@ssw0rd2024!", "123456789012", "aaaaaaaaaaaa",
            "abcabcabcabc",
            "qwertyuiopas", "Welcome2026!!", "iloveyou1234", "adminadmin123", "098765432109", "MotDePasse2026",
            "letmein letmein",
        ])
    func common(_ password: String) { #expect(PasswordRules().weakness(of: password) == .common, "\(password)") }

    @Test(
        "What only one person puts together is accepted",
        arguments: [
            "three quiet herons", "x7#kPq!m29vL", "le chat dort au soleil rouge", "المطر ينزل على الجبل",
            "tarte-aux-mirabelles",
        ])
    func good(_ password: String) {
        #expect(
            PasswordRules().weakness(of: password, own: ["Noor Sample", "noor@larkhaven.example"]) == nil, "\(password)"
        )
    }

    @Test("One's own name is no secret")
    func personal() {
        let own = ["Noor Sample", "noor@larkhaven.example", "Larkhaven"]
        for password in ["noorsample2026", "Noor.Sample.1", "noor@larkhaven", "sample noor 99"] {
            #expect(PasswordRules().weakness(of: password, own: own) == .personal, "\(password)")
        }
        #expect(PasswordRules().weakness(of: "noor keeps seven bees", own: own) == nil)
    }

    @Test("Length is counted in characters")
    func length() {
        #expect(PasswordRules().weakness(of: "abc") == .tooShort(minimum: 12))
        #expect(PasswordRules().weakness(of: "eleven char") == .tooShort(minimum: 12))
        #expect(PasswordRules().weakness(of: String(repeating: "xyzäq", count: 41)) == .tooLong(maximum: 200))
        #expect(PasswordRules().weakness(of: String(repeating: "👩‍👩‍👧", count: 3)) == .tooShort(minimum: 12))
    }
}

@Suite("Addresses, names, devices, tokens")
struct SmallPartsTests {
    @Test(
        "Addresses that mail can be sent to",
        arguments: ["a@b", "Noor.Sample+x@larkhaven.example", "o'neil@example.org", "نور@مثال.example"])
    func addresses(_ text: String) throws {
        let address = try #require(EmailAddress(text))
        #expect(EmailAddress(text.uppercased()) == address)
        #expect(EmailAddress(" \(text)\n") == address)
    }

    @Test(
        "Others are refused",
        arguments: [
            "", "a", "@b", "a@", "a@@b", "a b@c", "a@b c", "a@-b", "a@b..c", ".a@b", "a.@b", "a..b@c", "<a@b>",
            "a@b\r\nBcc: c@d", "a,b@c",
            "a@b,c", "\"a\"@b", String(repeating: "a", count: 65) + "@b",
        ])
    func notAddresses(_ text: String) { #expect(EmailAddress(text) == nil, "\(text)") }

    @Test("Names are on one line")
    func names() {
        #expect(PersonName.tidied("  Noor \n Sample ") == "Noor Sample")
        #expect(PersonName.tidied(" \u{A0} ") == nil)
        #expect(PersonName.tidied("a\u{0}b") == nil)
        #expect(PersonName.tidied(String(repeating: "x", count: 121)) == nil)
    }

    @Test("A device is named by browser and system, and no more is kept")
    func devices() {
        let phone =
            "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
        #expect(DeviceName.of(userAgent: phone) == "Chrome · Android")
        #expect(
            DeviceName.of(userAgent: "Mozilla/5.0 (Windows NT 10.0; rv:127.0) Gecko/20100101 Firefox/127.0")
                == "Firefox · Windows")
        #expect(DeviceName.of(userAgent: "<script>") == "")
        #expect(DeviceName.of(userAgent: nil) == "")
    }

    @Test("A client is one IPv4 address or a /64 of IPv6")
    func places() {
        #expect(ClientPlace.of("192.0.2.7") == "192.0.2.7")
        #expect(ClientPlace.of("2001:db8:1:2::1") == ClientPlace.of("2001:db8:1:2:ffff::9"))
        #expect(ClientPlace.of("2001:db8:1:2::1") != ClientPlace.of("2001:db8:1:3::1"))
    }

    @Test("A token is read only as it was written")
    func tokens() throws {
        let token = Token.random()
        #expect(Token(token.text) == token)
        #expect(token.hash.count == 32 && token.text.utf8.count == 43)
        for text in ["", "x", token.text + "A", String(token.text.dropLast()), String(repeating: "=", count: 43)] {
            #expect(Token(text) == nil)
        }
        #expect(Set((0..<200).map { _ in Token.random().text }).count == 200)
    }

    @Test("Waits double up to their limit")
    func waits() {
        let rules = AttemptRules()
        let waits = (0...14).map { rules.wait(after: $0, free: 3, longest: rules.longestWait).components.seconds }
        #expect(waits == [0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900])
    }
}
