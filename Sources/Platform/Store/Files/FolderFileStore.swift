import Foundation

/// Files in a folder: `ab/cd/abcd…`, each written aside, brought to the disk and then given its name in one step, so
/// that a file is there whole or not at all.
public final class FolderFileStore: FileStore {
    public let path: String
    private let threads = BlockingThreads(name: "files", count: 4)
    private var incoming: String { path + "/incoming" }

    /// Creates the folder where there is none, and clears what a crash left half received.
    public init(path: String) throws {
        self.path = path
        do {
            try FileManager.default.createDirectory(atPath: path + "/incoming", withIntermediateDirectories: true)
            for left in try FileManager.default.contentsOfDirectory(atPath: path + "/incoming") {
                unlink("\(path)/incoming/\(left)")
            }
        } catch {
            throw FileStoreError.unavailable("the folder for files cannot be used")
        }
    }

    public func put(
        _ chunks: some AsyncSequence<[UInt8], any Error> & Sendable, limit: Int
    ) async throws -> StoredFile {
        let (received, file) = try await IncomingFile.receive(chunks, limit: limit, into: incoming, on: threads)
        try await threads.run { [self] in
            do {
                let folder = try makeFolder(of: file.digest)
                guard rename(received, place(of: file.digest)) == 0 else { throw LocalFile.failure() }
                try LocalFile.syncFolder(folder)
            } catch {
                unlink(received)
                throw error
            }
        }
        return file
    }

    public func size(of digest: FileDigest) async throws -> Int? {
        try await threads.run { [self] in try open(digest)?.size() }
    }

    public func get(
        _ digest: FileDigest, range: Range<Int>?, _ each: @Sendable ([UInt8]) async throws -> Void
    ) async throws {
        guard let file = try await threads.run({ [self] in try open(digest) }) else { throw FileStoreError.notFound }
        let content = try await IncomingFile.content(of: file, digest, range: range, on: threads)
        for try await chunk in content { try await each(chunk) }
    }

    public func delete(_ digest: FileDigest) async throws {
        try await threads.run { [self] in
            if unlink(place(of: digest)) != 0, errno != ENOENT { throw LocalFile.failure() }
        }
    }

    public func check() async throws {
        try await threads.run { [self] in
            let probe = "\(incoming)/check-\(UUID().uuidString.lowercased())"
            defer { unlink(probe) }
            try LocalFile(path: probe, .create).write(Array("check".utf8))
        }
    }

    public func close() async { await threads.close() }

    /// The digests of all files, in order; for a backup or a search for what nobody refers to.
    public func digests() async throws -> [FileDigest] {
        try await threads.run { [path] in
            var digests: [FileDigest] = []
            for outer in try Self.folders(in: path) {
                for inner in try Self.folders(in: "\(path)/\(outer)") {
                    let names = try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(outer)/\(inner)")
                    digests += names.compactMap { FileDigest($0) }
                }
            }
            return digests.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        }
    }

    private static func folders(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.utf8.count == 2 }
    }

    private func folder(of digest: FileDigest) -> (outer: String, inner: String) {
        let name = digest.description
        let outer = "\(path)/\(name.prefix(2))"
        return (outer, "\(outer)/\(name.dropFirst(2).prefix(2))")
    }

    private func place(of digest: FileDigest) -> String { "\(folder(of: digest).inner)/\(digest)" }

    private func makeFolder(of digest: FileDigest) throws -> String {
        let (outer, inner) = folder(of: digest)
        for (folder, parent) in [(outer, path), (inner, outer)] {
            if mkdir(folder, 0o700) == 0 {
                try LocalFile.syncFolder(parent)
            } else if errno != EEXIST {
                throw LocalFile.failure()
            }
        }
        return inner
    }

    private func open(_ digest: FileDigest) throws -> LocalFile? {
        do {
            return try LocalFile(path: place(of: digest), .read)
        } catch {
            if errno == ENOENT { return nil }
            throw error
        }
    }
}
