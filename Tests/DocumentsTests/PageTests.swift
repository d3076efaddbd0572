import Base
import BuildingBlock
import Foundation
import Journal
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import Documents

@Suite struct PageTests {
    private func person(_ office: Office, _ number: UInt64, permissions: Set<String> = []) -> Person {
        Person(
            account: Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 + number), name: "Someone",
            language: nil,
            session: Identifier(at: office.now),
            grants: permissions.isEmpty ? [] : [.init(agency: "citizens-desk", permissions: permissions)])
    }

    @Test(
        "The page of a code tells whether it is ours and holds, and nothing of what stands in it",
        arguments: [Language.english, .french, .arabic])
    func code(language: Language) async throws {
        try await Office.with(.sqlite) { office in
            let (document, _) = try await office.issued(
                try office.order(language, recipient: Identifier(high: 1, low: 2)))
            let browser = Browser(office.application, language: language)
            let page = try await browser.get("/verify/\(document.code)")
            #expect(page.status == 200)
            #expect(page.text.contains(office.platform.texts("documents.verify.holds", in: language)))
            #expect(page.text.contains(document.code.description))
            for secret in ["Ada", "Marsh", "Mill Lane", "LH-2026-17", "1990"] { #expect(!page.text.contains(secret)) }
            let now = office.now
            let desk = office.desk
            try await office.database.write {
                try desk.revoke(document.id, reason: "issued in error", by: .system("t"), at: now, in: $0)
            }
            let revoked = try await browser.get("/verify/\(document.code)")
            #expect(revoked.text.contains(office.platform.texts("documents.verify.revoked", in: language)))
            #expect(revoked.text.contains("issued in error"))
        }
    }

    @Test("A form takes the code however it is typed, or the file; a mistyped code is told")
    func form() async throws {
        try await Office.with(.sqlite) { office in
            let (document, bytes) = try await office.issued(try office.order())
            let browser = Browser(office.application)
            #expect(try await browser.get("/verify").status == 200)
            let typed = document.code.description.lowercased().replacing("-", with: "")
            #expect(try await browser.post("/verify", ["code": typed]).text.contains("genuine and valid"))
            let mistyped = try await browser.post("/verify", ["code": "2222-2222-2222-2223"])
            #expect(mistyped.status == 422)
            #expect(try await browser.post("/verify", [:]).status == 422)
            let same = try await browser.post(
                "/verify", [:], files: [FormFile("file", name: "x.pdf", type: "application/pdf", bytes)])
            #expect(same.text.contains("exactly the one"))
            var changed = bytes
            changed[changed.count / 2] ^= 4
            let other = try await browser.post(
                "/verify", [:], files: [FormFile("file", name: "x.pdf", type: "application/pdf", changed)])
            #expect(other.text.contains("This file was changed"))
        }
    }

    @Test(
        "A file goes to whom it was issued, and to who may see the case, whose look is an act; nobody else learns that it is there"
    )
    func download() async throws {
        let access = DocumentAccess { party, about, _ in
            party == Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0003) && about == "case-1"
                ? "deciding" : nil
        }
        try await Office.with(.sqlite, access: access) { office in
            let owner = person(office, 1)
            let (document, bytes) = try await office.issued(
                try office.order(recipient: Identifier(owner.account), about: "case-1"))
            let browser = Browser(office.application)
            #expect(try await browser.get(document.path, following: false).status == 303)
            browser.signIn(as: owner, in: office.sessions)
            let own = try await browser.get(document.path)
            #expect(own.bytes == bytes)
            #expect(own["content-disposition"]?.hasPrefix("attachment") == true)
            #expect(try await browser.get("/account/documents").text.contains(document.path))
            browser.signIn(as: person(office, 2), in: office.sessions)
            #expect(try await browser.get(document.path).status == 404)
            #expect(!(try await browser.get("/account/documents").text.contains(document.path)))
            #expect(try await office.verbs().contains("documents.viewed") == false)
            browser.signIn(as: person(office, 3), in: office.sessions)
            #expect(try await browser.get(document.path).bytes == bytes)
            let looks = try await office.database.read { try $0.acts(concerning: Identifier(owner.account)) }
            #expect(looks.first?.act.verb == .documentViewed && looks.first?.act.purpose == "deciding")
        }
    }

    @Test("The operator is told that nothing is scanned where no scanner is configured")
    func office() async throws {
        try await Office.with(.sqlite) { office in
            _ = try await office.issued(try office.order())
            let browser = Browser(office.application)
            browser.signIn(as: person(office, 1, permissions: ["documents.oversee"]), in: office.sessions)
            let page = try await browser.get("/office/documents")
            #expect(page.text.contains("not scanned"))
            browser.signIn(as: person(office, 2), in: office.sessions)
            #expect(try await browser.get("/office/documents").status == 404)
        }
    }

    @Test("The authority's certificate is there for other programs")
    func authority() async throws {
        try await Office.with(.sqlite) { office in
            let page = try await Browser(office.application).get("/signing/authority.pem")
            #expect(page.text.hasPrefix("-----BEGIN CERTIFICATE-----"))
        }
    }
}
