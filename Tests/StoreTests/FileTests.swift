import AsyncHTTPClient
import Base
import Foundation
import Store
import StoreS3
import StoreTesting
import Testing

@Suite("Files are kept by their content, in a folder and in an S3-compatible store alike")
struct FileTests {
    enum Kind: String, CaseIterable, CustomStringConvertible {
        case folder
        case s3
        var description: String { rawValue }
        static var available: [Kind] { MotoServer.isAvailable ? allCases : [.folder] }
    }

    private func with(_ kind: Kind, _ body: (any FileStore, String) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let store: any FileStore
        let incoming: String
        switch kind {
        case .folder:
            store = try FolderFileStore(path: folder.path + "/files")
            incoming = folder.path + "/files/incoming"
        case .s3:
            let settings = try await MotoServer.shared.value.newBucket()
            incoming = folder.path + "/spool"
            store = try S3FileStore(settings, spool: incoming)
        }
        do {
            try await body(store, incoming)
            await store.close()
        } catch {
            await store.close()
            throw error
        }
    }

    private func chunks(_ content: [UInt8], of size: Int) -> AsyncThrowingStream<[UInt8], any Error> {
        AsyncThrowingStream { continuation in
            for start in stride(from: 0, to: content.count, by: size) {
                continuation.yield(Array(content[start..<min(start + size, content.count)]))
            }
            continuation.finish()
        }
    }

    @Test("what is put comes back whole, and in parts", arguments: Kind.available)
    func roundTrip(kind: Kind) async throws {
        try await with(kind) { store, _ async throws in
            for size in [0, 1, 1000, 1_000_003] {
                let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
                let file = try await store.put(chunks(content, of: 4096), limit: size)
                #expect(file == StoredFile(digest: FileDigest(of: content), size: size))
                #expect(try await store.size(of: file.digest) == size)
                #expect(try await store.bytes(of: file.digest) == content)
                for range in [0..<10, 5..<6, 990..<1010, 500_000..<2_000_000, 3_000_000..<3_000_001] {
                    let part = try await store.bytes(of: file.digest, range: range)
                    #expect(part == Array(content[range.clamped(to: 0..<size)]))
                }
            }
        }
    }

    @Test("the same content is kept once, also when many bring it at once", arguments: Kind.available)
    func once(kind: Kind) async throws {
        try await with(kind) { store, incoming async throws in
            let content = [UInt8](repeating: 9, count: 300_000)
            let digests = try await withThrowingTaskGroup(of: FileDigest.self) { group in
                for _ in 0..<8 { group.addTask { try await store.put(content).digest } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(digests == [FileDigest(of: content)])
            #expect(try FileManager.default.contentsOfDirectory(atPath: incoming).isEmpty)
            if let folder = store as? FolderFileStore { #expect(try await folder.digests() == Array(digests)) }
        }
    }

    @Test("more than the limit is refused on the way and leaves nothing", arguments: Kind.available)
    func limit(kind: Kind) async throws {
        try await with(kind) { store, incoming async throws in
            let content = [UInt8](repeating: 9, count: 10_000)
            await #expect(throws: FileStoreError.tooLarge(limit: 9_999)) {
                try await store.put(chunks(content, of: 1000), limit: 9_999)
            }
            #expect(try await store.exists(FileDigest(of: content)) == false)
            #expect(try FileManager.default.contentsOfDirectory(atPath: incoming).isEmpty)
        }
    }

    @Test("an upload that breaks off leaves nothing", arguments: Kind.available)
    func brokenOff(kind: Kind) async throws {
        struct Lost: Error {}
        try await with(kind) { store, incoming async throws in
            let broken = AsyncThrowingStream<[UInt8], any Error> { continuation in
                continuation.yield([1, 2, 3])
                continuation.finish(throwing: Lost())
            }
            await #expect(throws: Lost.self) { try await store.put(broken, limit: 100) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: incoming).isEmpty)
        }
    }

    @Test("what is not there is nothing, before and after it is deleted", arguments: Kind.available)
    func absent(kind: Kind) async throws {
        try await with(kind) { store, _ async throws in
            let content: [UInt8] = [1, 2, 3]
            let digest = FileDigest(of: content)
            for _ in 0..<2 {
                #expect(try await store.size(of: digest) == nil)
                #expect(try await store.exists(digest) == false)
                await #expect(throws: FileStoreError.notFound) { try await store.bytes(of: digest) }
                await #expect(throws: FileStoreError.notFound) { try await store.bytes(of: digest, range: 0..<1) }
                try await store.delete(digest)
                _ = try await store.put(content)
                #expect(try await store.exists(digest))
                try await store.delete(digest)
            }
            try await store.check()
        }
    }

    @Test("a file that was altered on the disk is not handed out as if it were whole")
    func damaged() async throws {
        try await with(.folder) { store, incoming async throws in
            let digest = try await store.put([UInt8](repeating: 1, count: 1000)).digest
            let name = digest.description
            let place = incoming.replacing("incoming", with: "\(name.prefix(2))/\(name.dropFirst(2).prefix(2))/\(name)")
            try Data(repeating: 2, count: 1000).write(to: URL(fileURLWithPath: place))
            await #expect(throws: FileStoreError.damaged(digest)) { try await store.bytes(of: digest) }
        }
    }

    @Test("a store that does not answer is unavailable")
    func unavailable() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var settings = S3FileStore.Settings(
            endpoint: "http://127.0.0.1:\(try freePort())", region: "x", bucket: "b", accessKey: "a", secretKey: "s")
        settings.attempts = 2
        let store = try S3FileStore(settings, spool: folder.path)
        do {
            try await store.check()
            Issue.record("nobody answered, and that was well")
        } catch FileStoreError.unavailable {}
        await store.close()
    }

    @Test("a digest reads as 64 hexadecimal digits and nothing else does")
    func digest() throws {
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(FileDigest(of: Array("abc".utf8)).description == text)
        #expect(FileDigest(text)?.description == text)
        for wrong in ["", String(text.dropLast()), text + "0", text.uppercased(), "../" + text.dropFirst(3)] {
            #expect(FileDigest(wrong) == nil)
        }
    }
}
