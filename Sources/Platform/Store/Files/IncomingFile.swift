import Crypto
import Foundation

/// Receives a file into a folder under a name of its own, counting and digesting as it comes.
package enum IncomingFile {
    /// Returns where the content is, complete and on disk. Leaves nothing behind when it throws.
    package static func receive<Chunks: AsyncSequence>(
        _ chunks: Chunks, limit: Int, into folder: String, on threads: BlockingThreads
    ) async throws -> (path: String, file: StoredFile) where Chunks.Element == [UInt8] {
        let path = "\(folder)/\(UUID().uuidString.lowercased())"
        let file = try await threads.run { try LocalFile(path: path, .create) }
        do {
            var digest = SHA256()
            var size = 0
            for try await chunk in chunks {
                size += chunk.count
                guard size <= limit else { throw FileStoreError.tooLarge(limit: limit) }
                digest.update(data: chunk)
                try await threads.run { try file.write(chunk) }
            }
            try await threads.run { try file.sync() }
            return (path, StoredFile(digest: FileDigest(digest.finalize()), size: size))
        } catch {
            try? await threads.run { _ = unlink(path) }
            throw error
        }
    }

    /// What an open file holds in `range`, chunk by chunk. Where that is all of it, its digest is checked on the way.
    package static func content(
        of file: LocalFile, _ digest: FileDigest, range: Range<Int>?, on threads: BlockingThreads
    ) async throws -> FileContent {
        let size = try await threads.run { try file.size() }
        let range = (range ?? 0..<size).clamped(to: 0..<size)
        return FileContent(size: size, range: range) {
            var offset = range.lowerBound
            var hash: SHA256? = range == 0..<size ? SHA256() : nil
            return FileContent.AsyncIterator {
                let position = offset
                let count = min(1 << 17, range.upperBound - position)
                let chunk = count > 0 ? try await threads.run { try file.read(at: position, count: count) } : []
                hash?.update(data: chunk)
                offset += chunk.count
                if !chunk.isEmpty { return chunk }
                // The end, or a file that is shorter than it was.
                let isIntact = hash.map { FileDigest($0.finalize()) == digest } ?? (offset == range.upperBound)
                guard isIntact else { throw FileStoreError.damaged(digest) }
                return nil
            }
        }
    }
}
