import Base
import BuildingBlock
import Journal
import Store
import StoreTesting
import Testing

@testable import ServiceRequests

@Suite("Letters, followers and forgetting")
struct LetterTests {
    @Test("who reported hears in their language, with a link that only they have", arguments: Engine.all)
    func reporter(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole(contact: Contact(email: "camille@larkhaven.example", language: .french))
            try await room.listen()
            let letter = try #require(room.mail.letters.first)
            #expect(letter.address == "camille@larkhaven.example")
            #expect(letter.subject == "\(filed.reference) : nous avons reçu votre signalement")
            #expect(letter.text.contains("https://larkhaven.example/requests/\(filed.reference)/mine/\(filed.key)"))
            try await room.desk.decide(
                .resolve(note: "C’est rebouché."), on: filed.id, version: nil, by: Room.works, at: room.now)
            try await room.listen()
            #expect(room.mail.letters.count == 2, "an act is told once, however often the listener sees it")
            #expect(room.mail.letters.last?.text.contains("C’est rebouché.") == true)
        }
    }

    @Test("an address is asked before it gets letters, and one link stops them", arguments: Engine.all)
    func followers(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole()
            let follower = try await room.desk.follow(
                filed.reference, party: nil, email: "noor@larkhaven.example", language: .arabic, at: room.now)
            try await room.desk.sendConfirmation(to: follower)
            try await room.desk.decide(.accept(note: nil), on: filed.id, version: nil, by: Room.works, at: room.now)
            try await room.listen()
            #expect(room.mail.letters.count == 1, "the question only")
            #expect(
                room.mail.letters.first?.text.contains("/requests/followers/\(follower.token)/confirmation") == true)
            try await room.desk.confirm(follower.token, at: room.now)
            try await room.desk.decide(.start(note: "قريبًا"), on: filed.id, version: nil, by: Room.works, at: room.now)
            try await room.listen()
            // The acceptance is told now too: the listener saw it again, after the confirmation.
            let letter = try #require(room.mail.letters.first { $0.subject.contains("بدأ العمل") })
            #expect(letter.text.contains("/requests/followers/\(follower.token)/removal"))
            let before = room.mail.letters.count
            try await room.desk.unfollow(follower.token, at: room.now)
            try await room.desk.decide(.resolve(note: "تم"), on: filed.id, version: nil, by: Room.works, at: room.now)
            try await room.listen()
            #expect(room.mail.letters.count == before)
            await #expect(throws: ServiceRequestError.linkExpired) {
                try await room.desk.confirm(follower.token, at: room.now)
            }
        }
    }

    @Test("internal notes are told to nobody", arguments: Engine.all)
    func internalNote(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole(contact: Contact(email: "robin@larkhaven.example", language: .english))
            try await room.listen()
            _ = try await room.desk.note(
                "Third time at this corner", isPublic: false, on: filed.id, by: Room.works, at: room.now)
            try await room.listen()
            #expect(room.mail.letters.count == 1)
            _ = try await room.desk.note(
                "We come on Thursday", isPublic: true, on: filed.id, by: Room.works, at: room.now)
            try await room.listen()
            #expect(room.mail.letters.last?.text.contains("We come on Thursday") == true)
        }
    }

    @Test("old news is not sent again when a listener starts from the first act", arguments: Engine.all)
    func rebuild(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            try await room.pothole(contact: Contact(email: "robin@larkhaven.example", language: .english))
            room.clock.move(.seconds(4 * 86_400))
            try await room.listen()
            #expect(room.mail.letters.isEmpty)
        }
    }

    @Test("an agency is reminded once of what is late, without a word about people", arguments: Engine.all)
    func overdue(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole(
                "Ask Robin Sample", contact: Contact(email: "robin@larkhaven.example", language: .english))
            room.clock.move(.seconds(30 * 86_400))
            try await room.desk.remindOfOverdue(at: room.now)
            try await room.desk.remindOfOverdue(at: room.now)
            #expect(room.mail.letters.count == 1)
            let letter = try #require(room.mail.letters.first)
            #expect(letter.address == "works@larkhaven.example")
            #expect(letter.text.contains(filed.reference.description))
            #expect(!letter.text.contains("robin") && !letter.text.contains("Robin"))
        }
    }

    @Test("contact data is erased when its time has passed, and the request stays", arguments: Engine.all)
    func retention(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let filed = try await room.pothole(contact: Contact(email: "robin@larkhaven.example", language: .english))
            let open = try await room.pothole(contact: Contact(email: "robin@larkhaven.example", language: .english))
            try await room.desk.decide(.resolve(note: "Done"), on: filed.id, version: nil, by: Room.works, at: room.now)
            room.clock.move(.seconds(179 * 86_400))
            try await room.desk.forget(at: room.now)
            #expect(try await room.database.read { try $0.contact(of: filed.id) } != nil)
            room.clock.move(.seconds(2 * 86_400))
            try await room.desk.forget(at: room.now)
            #expect(try await room.database.read { try $0.contact(of: filed.id) } == nil)
            #expect(try await room.database.read { try $0.contact(of: open.id) } != nil)
            #expect(try await room.acts().last?.verb == RequestActs.contactErased)
            #expect(try await room.request(filed).status == .resolved)
        }
    }

    @Test("uploads whose report was never sent are forgotten with their files", arguments: Engine.all)
    func uploads(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let clean = try CleanPhoto(PhotoTests.jpeg(), limit: 10_000)
            let lost = try await room.desk.keep(clean, purpose: .report, at: room.now)
            #expect(room.files.count == 1)
            room.clock.move(.seconds(86_401))
            let waiting = try await room.desk.keep(clean, purpose: .report, at: room.now)
            try await room.desk.forget(at: room.now)
            #expect(try await room.desk.waiting([lost.ticket, waiting.ticket]).map(\.ticket) == [waiting.ticket])
            #expect(room.files.count == 1, "the same file serves the other upload")
            room.clock.move(.seconds(86_401))
            try await room.desk.forget(at: room.now)
            #expect(room.files.count == 0)
        }
    }
}
