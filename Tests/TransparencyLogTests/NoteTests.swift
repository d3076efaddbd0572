import Testing
import TransparencyLog

@Suite("Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature)")
struct NoteTests {
    @Test("the verifier key of the specification's example has the key id that stands in it")
    func knownKey() throws {
        let text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
        let key = try VerifierKey(text: text)
        #expect(key.name == "example.com/foo")
        #expect(key.id.description == "530d903a")
        #expect(key.text == text)
        #expect(throws: LogError.self) { try VerifierKey(text: text.replacing("530d903a", with: "530d903b")) }
        #expect(throws: LogError.self) { try VerifierKey(text: "example.com/foo+530d903a") }
        #expect(throws: LogError.self) { try VerifierKey(text: text.replacing("/foo", with: " foo")) }
    }

    @Test("a note that another implementation signed verifies, and signing gives the same bytes")
    func knownNote() throws {
        // The example in the documentation of Go's golang.org/x/mod/sumdb/note.
        let signer = try SignerKey(
            text: "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")
        #expect(signer.verifier.text == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
        let text = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            """
        let line = """
            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

            """
        let note = try SignedNote(encoded: text + "\n" + line)
        #expect(note.text == text)
        #expect(try note.verify(signer.verifier) == nil)
        #expect(try SignedNote(text: text, signatures: [signer.sign(text)]).encoded == text + "\n" + line)
    }

    @Test("an altered text or signature is refused; an unknown signature is passed over")
    func altered() throws {
        let key = try SignerKey(name: "example.org/log", seed: Array(repeating: 7, count: 32))
        let other = try SignerKey(name: "example.org/log", seed: Array(repeating: 8, count: 32))
        let text = "example.org/log\n0\n\(TreeHash.empty)\n"
        let note = try SignedNote(text: text, signatures: [other.sign(text), key.sign(text)])
        try note.verify(key.verifier)
        let forged = try SignedNote(encoded: note.encoded.replacing("\n0\n", with: "\n1\n"))
        #expect(throws: LogError.badSignature("example.org/log")) { try forged.verify(key.verifier) }
        let unsigned = try SignedNote(text: text, signatures: [other.sign(text)])
        #expect(throws: LogError.notSigned("example.org/log")) { try unsigned.verify(key.verifier) }
    }

    @Test("what is no signed note is refused")
    func malformed() throws {
        let key = try SignerKey(name: "k", seed: Array(repeating: 7, count: 32))
        let good = try SignedNote(text: "a\n\nb\n", signatures: [key.sign("a\n\nb\n")]).encoded
        #expect(try SignedNote(encoded: good).text == "a\n\nb\n")
        for wrong in [
            "", "\n", "a\n", "a\n\n", "a\n\nb\n", String(good.dropLast()), good.replacing("— ", with: "- "),
            good + "\n", good + "x\n",
            good.replacing("a\n", with: "a\t\n"), good.replacing("a\n", with: "a\r\n"),
            good.replacing("— k ", with: "— k  "),
            good.replacing("— k ", with: "— k+ "), good.replacing("=\n", with: "\n"), good + "— k AAAA\n",
            good + String(repeating: "— k AAAAAAAA\n", count: 100),
        ] {
            #expect(throws: LogError.self, "\(wrong)") { try SignedNote(encoded: wrong) }
        }
    }

    @Test("reading survives any bytes: it throws or gives back what it read", arguments: [21, 22] as [UInt64])
    func fuzz(seed: UInt64) throws {
        var random = Seeded(seed)
        let key = try SignerKey(name: "example.org/log", seed: Array(repeating: 7, count: 32))
        let note = try Checkpoint(origin: "example.org/log", size: 5, root: .empty).signed(by: [key])
        let proof = ProofFile(extra: [1, 2], index: 3, hashes: leaves(3), checkpoint: note)
        for good in [
            note.encoded, proof.encoded, AddCheckpoint(oldSize: 4, proof: leaves(2), checkpoint: note).encoded,
        ] {
            for _ in 0..<500 {
                var bytes = Array(good.utf8)
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let position = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0...2, using: &random) {
                    case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
                    case 1: bytes.remove(at: position)
                    default: bytes.insert(UInt8(ascii: "\n"), at: position)
                    }
                }
                let text = String(decoding: bytes, as: UTF8.self)
                if let read = try? SignedNote(encoded: text) { #expect(read.encoded == text) }
                if let read = try? ProofFile(encoded: text) { #expect(read.encoded == text) }
                if let read = try? AddCheckpoint(encoded: text) { #expect(read.encoded == text) }
            }
        }
    }

    @Test("a checkpoint is read back with its extensions, and refused in any other form")
    func checkpoints() throws {
        let checkpoint = Checkpoint(
            origin: "example.org/log", size: 70_000, root: .leaf([]), extensions: ["one", "two 2"])
        #expect(checkpoint.text == "example.org/log\n70000\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\none\ntwo 2\n")
        #expect(try Checkpoint(text: checkpoint.text) == checkpoint)
        for wrong in [
            "example.org/log\n0\n", "\n0\n\(TreeHash.empty)\n", "o\n01\n\(TreeHash.empty)\n",
            "o\n-1\n\(TreeHash.empty)\n",
            "o\n99999999999999999999\n\(TreeHash.empty)\n", "o\n0\n\(TreeHash.empty)", "o\n0\nAAAA\n",
            "o\n0\n\(TreeHash.empty)\n\n",
            "o\n\n\(TreeHash.empty)\n",
        ] {
            #expect(throws: LogError.self, "\(wrong)") { try Checkpoint(text: wrong) }
        }
    }

    @Test(
        "a checkpoint of another log, or without a signature of this one, is refused; either key of a rotation will do")
    func checkpointVerification() throws {
        let old = try SignerKey(name: "example.org/log", seed: Array(repeating: 1, count: 32))
        let new = try SignerKey(name: "example.org/log", seed: Array(repeating: 2, count: 32))
        let checkpoint = Checkpoint(origin: "example.org/log", size: 1, root: .leaf([]))
        let note = try checkpoint.signed(by: [old, new])
        for keys in [[old.verifier], [new.verifier], [old.verifier, new.verifier]] {
            #expect(try note.checkpoint(origin: "example.org/log", keys: keys) == checkpoint)
        }
        #expect(throws: LogError.otherOrigin(expected: "example.net/log", found: "example.org/log")) {
            try note.checkpoint(origin: "example.net/log", keys: [old.verifier])
        }
        #expect(throws: LogError.notSigned("example.org/log")) {
            try note.checkpoint(origin: "example.org/log", keys: [])
        }
    }

    @Test("a cosignature states its time under the witness's signature")
    func cosignatures() throws {
        let log = try SignerKey(name: "example.org/log", seed: Array(repeating: 1, count: 32))
        let witness = try SignerKey(name: "example.org/w", kind: .cosignature, seed: Array(repeating: 3, count: 32))
        var note = try Checkpoint(origin: "example.org/log", size: 1, root: .leaf([])).signed(by: [log])
        #expect(try note.cosignatures(by: [witness.verifier]).isEmpty)
        note.add(try witness.sign(note.text, time: 1_700_000_000))
        let found = try note.cosignatures(by: [witness.verifier, log.verifier])
        #expect(found.map(\.time) == [1_700_000_000])
        #expect(note.signatures[1].bytes.count == 72)

        var later = note.signatures[1].bytes
        later[7] ^= 1
        let forged = try SignedNote(
            text: note.text,
            signatures: [NoteSignature(name: "example.org/w", keyID: witness.verifier.id, bytes: later)])
        #expect(throws: LogError.badSignature("example.org/w")) { try forged.cosignatures(by: [witness.verifier]) }
    }

    @Test("a private key is read back from its text")
    func signerText() throws {
        for kind in [VerifierKey.Kind.ed25519, .cosignature] {
            let key = try SignerKey(name: "example.org/log", kind: kind, seed: Array(1...32))
            #expect(try SignerKey(text: key.text).verifier == key.verifier)
        }
        #expect(throws: LogError.self) {
            try SignerKey(text: "PRIVATE+KEY+a+00000000+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")
        }
    }
}
