import Base
import BuildingBlock
import Foundation
import Journal
import Store
import StoreTesting
import Testing
import Web

@testable import Documents

@Suite struct UploadTests {
    @Test(
        "What a file is, is found from its content, whatever its name",
        arguments: [
            (Array("%PDF-1.4\n".utf8), FileKind.pdf), ([0xFF, 0xD8, 0xFF, 0xE0], .jpeg),
            ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png), (Array("Été\nنص".utf8), .text),
            (Array("<html><script>x</script>".utf8), .text), (Array("MZ\u{0}\u{1}".utf8), nil),
            ([0xD0, 0xCF, 0x11, 0xE0], nil),
            ([], nil), (Array("PK\u{3}\u{4}....mimetypeapplication/vnd.oasis.opendocument.textPK".utf8), .odt),
            (Array("PK\u{3}\u{4}[Content_Types].xml word/document.xml".utf8), .docx),
            (Array("PK\u{3}\u{4}[Content_Types].xml word/document.xml word/vbaProject.bin".utf8), nil),
            (Array("PK\u{3}\u{4}anything.exe".utf8), nil),
        ] as [([UInt8], FileKind?)])
    func kinds(bytes: [UInt8], kind: FileKind?) { #expect(FileKind(head: bytes, tail: bytes) == kind) }

    @Test("A file is kept once by its content, recorded with its act, and found by its case", arguments: Engine.all)
    func kept(on engine: Engine) async throws {
        try await Office.with(engine) { office in
            let desk = office.desk
            let bytes = Array(String(repeating: "A plain text. ", count: 40_000).utf8)
            let upload = try await desk.receive(try office.upload(bytes, name: "evil.exe\u{0}"), at: office.now)
            #expect(upload.kind == .text && upload.size == bytes.count && upload.name == "evil.exe")
            let now = office.now
            try await office.database.write {
                try desk.attach(upload, owner: nil, about: "case-1", by: .visitor, at: now, in: $0)
            }
            let found = try await office.database.read { try desk.uploads(about: "case-1", in: $0) }
            #expect(found.map(\.file) == [upload.file])
            #expect(try await office.platform.files.bytes(of: upload.file) == bytes)
            #expect(try await office.verbs() == ["documents.received"])
            let later = office.now
            try await office.database.write { try desk.remove(upload.id, by: .visitor, at: later, in: $0) }
            try await desk.removeContent(upload.file)
            #expect(try await office.platform.files.exists(upload.file) == false)
            #expect(try await office.verbs() == ["documents.received", "documents.removed"])
        }
    }

    @Test("A file that is too large, of no known kind, or that nobody can scan is not taken")
    func refused() async throws {
        try await Office.with(.sqlite, scanner: MalwareScanner(socket: "/nowhere/clamd.ctl")) { office in
            let desk = office.desk
            await #expect(throws: DocumentError.tooLarge(limit: 3)) {
                try await desk.receive(office.upload(Array("text".utf8)), limit: 3, at: office.now)
            }
            await #expect(throws: DocumentError.unknownKind) {
                try await desk.receive(office.upload([0, 1, 2]), at: office.now)
            }
            await #expect(throws: DocumentError.scannerUnavailable) {
                try await desk.receive(office.upload(Array("text".utf8)), at: office.now)
            }
        }
    }
}
