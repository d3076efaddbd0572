import Base
import BuildingBlock
import Foundation
import Journal
import Store
import StoreTesting
import SwiftASN1
import Testing
import Typesetting
import Web
import X509

@testable import Documents

@Suite struct IssuingTests {
    private let person = Identifier<Act.Party>(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001)

    @Test(
        "An order is recorded at once and issued by a job, each with its act; what stood in it is kept in the file alone",
        arguments: Engine.all)
    func issued(on engine: Engine) async throws {
        try await Office.with(engine) { office in
            let (document, bytes) = try await office.issued(try office.order(recipient: person))
            #expect(document.state == .issued)
            #expect(bytes.starts(with: "%PDF-".utf8))
            #expect(try await office.verbs() == ["documents.ordered", "documents.issued"])
            let contents = try await office.database.read {
                try $0.value(String.self, "SELECT contents FROM documents_documents WHERE contents IS NOT NULL")
            }
            #expect(contents == nil)
            let act = try await office.database.read { try $0.act(try #require(document.act)) }
            #expect(act?.act.detail["sha256"]?.string == document.file?.description)
            #expect(act?.act.concerns == [person])
            // Drawn again, nothing happens.
            let again = try await office.desk.draw(document.id)
            try await office.database.write { try again.write($0) }
            #expect(try await office.verbs().count == 2)
        }
    }

    @Test("An order whose values do not fit is refused before anything is recorded", arguments: Engine.all)
    func refused(on engine: Engine) async throws {
        try await Office.with(engine) { office in
            var order = try office.order()
            order.values = ["born": "never"]
            await #expect(throws: DocumentError.value("born", "is no date")) { try await office.issued(order) }
            order = try office.order()
            order.agency = "nobody"
            await #expect(throws: DocumentError.unknownAgency("nobody")) { try await office.issued(order) }
            #expect(try await office.verbs().isEmpty)
        }
    }

    @Test("A document is revoked with a reason or replaced by another, once", arguments: Engine.all)
    func ended(on engine: Engine) async throws {
        try await Office.with(engine) { office in
            let desk = office.desk
            let (first, _) = try await office.issued(try office.order())
            let (second, _) = try await office.issued(try office.order(replaces: first.id))
            #expect(try await desk.verify(first.code, at: office.now).verdict == .replaced)
            let now = office.now
            try await office.database.write {
                try desk.revoke(second.id, reason: "wrong address", by: .system("test"), at: now, in: $0)
            }
            let found = try await desk.verify(second.code, at: office.now)
            #expect(found.verdict == .revoked)
            #expect(found.document?.reason == "wrong address")
            await #expect(throws: DocumentError.notInForce) {
                try await office.database.write {
                    try desk.revoke(second.id, reason: "again", by: .system("test"), at: now, in: $0)
                }
            }
            #expect(
                try await office.verbs().filter { $0 == "documents.revoked" || $0 == "documents.replaced" }.count == 2)
        }
    }

    @Test("A document that ends holds until its time, and not after", arguments: Engine.all)
    func expires(on engine: Engine) async throws {
        try await Office.with(engine) { office in
            let (document, _) = try await office.issued(try office.order(validUntil: office.now + .seconds(60)))
            #expect(try await office.desk.verify(document.code, at: office.now).verdict == .holds)
            office.clock.advance(by: .seconds(61))
            #expect(try await office.desk.verify(document.code, at: office.now).verdict == .expired)
        }
    }

    @Test(
        "A file is ours byte for byte, changed where one bit differs or anything was added, unknown where it never was ours"
    )
    func verified() async throws {
        try await Office.with(.sqlite) { office in
            let (document, bytes) = try await office.issued(try office.order())
            func verdict(_ bytes: [UInt8]) async throws -> Verification.Verdict {
                try await office.desk.verify(file: office.upload(bytes).path, at: office.now).verdict
            }
            #expect(try await verdict(bytes) == .holds)
            for place in stride(from: 20, to: bytes.count, by: bytes.count / 40) {
                var changed = bytes
                changed[place] ^= 1
                #expect(try await verdict(changed) == .changed, "byte \(place)")
            }
            #expect(try await verdict(bytes + Array("\n% more".utf8)) == .changed)
            #expect(try await verdict(Array("%PDF-1.7 something else".utf8)) == .unknown)
            #expect(try await office.desk.verify(.sample, at: office.now).verdict == .unknown)
            #expect(document.holds(at: office.now))
        }
    }

    @Test(
        "Every agency signs with its own certificate of the government's authority; keys are files that nobody else can read"
    )
    func keys() async throws {
        try await Office.with(.sqlite) { office in
            let keys = office.desk.keys
            let first = try keys.signer(for: "licensing", named: "Licensing and Trade", at: office.now)
            let other = try keys.signer(for: "water", named: "Water", at: office.now)
            #expect(first.certificate.publicKey != other.certificate.publicKey)
            let authority = try Certificate(pemEncoded: keys.authority(at: office.now))
            #expect(authority.publicKey.isValidSignature(first.certificate.signature, for: first.certificate))
            #expect(first.certificate.issuer == authority.subject)
            for certificate in [first.certificate, other.certificate, authority] {
                let bytes = certificate.serialNumber.bytes
                #expect(bytes.count <= 20 && bytes.first.map { $0 < 0x80 } == true, "RFC 5280 §4.1.2.2")
            }
            for name in try FileManager.default.contentsOfDirectory(atPath: keys.folder) where name.hasSuffix(".key") {
                let mode =
                    try FileManager.default.attributesOfItem(atPath: "\(keys.folder)/\(name)")[.posixPermissions]
                    as? Int
                #expect(mode == 0o600, "\(name)")
            }
            // Opened anew, they are the same; open to others, they are refused.
            let again = SigningKeys(folder: keys.folder, government: "City of Larkhaven")
            #expect(try again.signer(for: "licensing", named: "", at: office.now).certificate == first.certificate)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644], ofItemAtPath: "\(keys.folder)/licensing.key")
            #expect(throws: DocumentError.self) {
                try SigningKeys(folder: keys.folder, government: "").signer(for: "licensing", named: "", at: office.now)
            }
            // Renewed before it ends, with the same key.
            let later = office.now + .seconds(5 * 365 * 86_400 - 80 * 86_400)
            let renewed = try keys.signer(for: "water", named: "Water", at: later)
            #expect(renewed.certificate != other.certificate)
            #expect(renewed.certificate.publicKey == other.certificate.publicKey)
        }
    }

    @Test("A signature covers the whole file but itself (ISO 32000-1 §12.8.1) and leaves what was before it as it was")
    func byteRange() async throws {
        try await Office.with(.sqlite) { office in
            let signer = try office.desk.keys.signer(for: "water", named: "Water", at: office.now)
            let manuscript = Manuscript(
                title: "T", language: "en", isRightToLeft: false, author: "A", blocks: [.paragraph([.init("x")])],
                date: "2026-03-01T10:00:00Z")
            let plain = try Typesetter.pdf(of: manuscript)
            let signed = try signer.sign(plain, by: "Water", reason: "Test", at: office.now)
            #expect(signed.starts(with: plain))
            let text = String(decoding: signed, as: UTF8.self)
            let range = try #require(text.firstRange(of: "/ByteRange ["))
            let numbers = text[range.upperBound...].prefix { $0 != "]" }.split(separator: " ").compactMap { Int($0) }
            #expect(numbers.count == 4 && numbers[0] == 0 && numbers[2] + numbers[3] == signed.count)
            #expect(signed[numbers[1]] == UInt8(ascii: "<") && signed[numbers[2] - 1] == UInt8(ascii: ">"))
            #expect(throws: DocumentError.self) {
                try signer.sign(Array("no PDF".utf8), by: "", reason: "", at: office.now)
            }
        }
    }

    @Test(
        "A code is found again however it is typed, and one wrong or two exchanged symbols are noticed",
        arguments: 0..<20)
    func codes(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let code = VerificationCode(using: &random)
        #expect(VerificationCode(code.description) == code)
        #expect(VerificationCode(code.description.lowercased().replacing("-", with: " ")) == code)
        let symbols = Array(code.description.replacing("-", with: ""))
        for index in symbols.indices {
            var wrong = symbols
            wrong[index] = wrong[index] == "2" ? "3" : "2"
            #expect(VerificationCode(String(wrong)) == nil, "seed \(seed)")
            guard index > 0, symbols[index] != symbols[index - 1] else { continue }
            var swapped = symbols
            swapped.swapAt(index, index - 1)
            #expect(VerificationCode(String(swapped)) == nil, "seed \(seed)")
        }
    }

    @Test("Erasing a person takes their files away and their name off what was issued", arguments: Engine.all)
    func erasure(on engine: Engine) async throws {
        try await Office.with(engine) { office in
            let desk = office.desk
            _ = try await office.issued(try office.order(recipient: person))
            let upload = try await desk.receive(try office.upload(Array("a text".utf8)), at: office.now)
            let (owner, now) = (person, office.now)
            try await office.database.write {
                try desk.attach(upload, owner: owner, about: "c", by: .person(owner), at: now, in: $0)
            }
            let data = desk.personalData
            let export = try await office.database.read { try data.export(owner, $0) }
            #expect(export["documents"]?.array?.count == 1 && export["files"]?.array?.count == 1)
            try await office.database.write { try data.erase(owner, $0, now) }
            let after = try await office.database.read { try data.export(owner, $0) }
            #expect(after["documents"]?.array?.isEmpty == true && after["files"]?.array?.isEmpty == true)
            try await desk.removeContent(upload.file)
            #expect(try await office.platform.files.exists(upload.file) == false)
        }
    }
}
