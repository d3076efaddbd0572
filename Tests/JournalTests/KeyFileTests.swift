import Foundation
import Journal
import StoreTesting
import Testing
import TransparencyLog

@Suite("The log's key file")
struct KeyFileTests {
    let folder: TemporaryFolder
    let file: LogKeyFile

    init() throws {
        folder = try TemporaryFolder()
        file = LogKeyFile(path: folder.path + "/log.keys", origin: "larkhaven.example/log")
    }

    @Test("it is made with mode 0600, read back, and never overwritten")
    func create() throws {
        defer { folder.remove() }
        #expect(!file.exists)
        let made = try file.create()
        #expect(file.exists)
        #expect(try mode() == 0o600)
        #expect(try file.load().verifiers == made.verifiers)
        #expect(throws: JournalError.keyFile(path: file.path, reason: "exists already")) { try file.create() }
        #expect(try file.load().verifiers == made.verifiers)
    }

    @Test("a file that others can read or write is refused", arguments: [0o640, 0o604, 0o660, 0o620, 0o601])
    func tooOpen(mode: Int) throws {
        defer { folder.remove() }
        try file.create()
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
        #expect(throws: JournalError.keyFileOpen(path: file.path, mode: mode)) { try file.load() }
    }

    @Test("rotation adds a signer; retiring keeps the newest and lists the others")
    func rotation() throws {
        defer { folder.remove() }
        let first = try file.create()
        let both = try file.rotate()
        #expect(both.signers.count == 2)
        #expect(both.signers[0].verifier == first.signers[0].verifier)
        #expect(both.verifiers.first == both.signers[1].verifier)
        let after = try file.retireOldKeys()
        #expect(after.signers.map(\.verifier) == [both.signers[1].verifier])
        #expect(after.retired == [first.signers[0].verifier])
        #expect(try file.load().verifiers == both.verifiers)
        #expect(try mode() == 0o600)
        let text = try String(contentsOfFile: file.path, encoding: .utf8)
        #expect(!text.contains(first.signers[0].text))
    }

    @Test("a missing, empty or foreign file is refused, and no secret is quoted")
    func malformed() throws {
        defer { folder.remove() }
        #expect(throws: JournalError.keyFile(path: file.path, reason: "No such file or directory")) { try file.load() }
        let other = LogKeyFile(path: file.path, origin: "other.example/log")
        try other.create()
        #expect(throws: JournalError.keyFileOrigin(expected: "larkhaven.example/log", found: "other.example/log")) {
            try file.load()
        }
        for text in ["", "# nothing\n", "PRIVATE+KEY+secret\n", "garbage\n"] {
            try text.write(toFile: file.path, atomically: false, encoding: .utf8)
            do {
                _ = try file.load()
                Issue.record("accepted \(text)")
            } catch JournalError.keyFile(_, let reason) {
                #expect(!reason.contains("secret"))
            }
        }
    }

    private func mode() throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
    }
}
