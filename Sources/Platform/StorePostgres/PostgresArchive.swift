import Crypto
import Foundation
import Store

/// The form of a backup: a line that names it, then records of a kind (1 byte), a length (8 bytes, big-endian) and a
/// content, the last of which is the SHA-256 of all before it.
///
/// A table's rows are PostgreSQL's own binary COPY format (PostgreSQL documentation, COPY, "Binary Format"), so every
/// value comes back bit for bit.
enum PostgresArchive {
    static let title = Array("polity archive of a PostgreSQL database, 1\n".utf8)

    enum Kind: UInt8 {
        /// The statements of a migration, in the order in which they were applied.
        case migration = 0x6D
        /// A table's name, then those of its columns, each ended by a zero byte.
        case table = 0x74
        /// A part of the table's rows.
        case rows = 0x64
        /// The end of a table.
        case end = 0x65
        /// A sequence's name, its last value and whether that was used, each ended by a zero byte.
        case sequence = 0x73
        case digest = 0x7A
    }

    static func strings(_ strings: [String]) -> [UInt8] { strings.flatMap { Array($0.utf8) + [0] } }
    static func strings(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// Writes an archive to a new file.
    final class Writer {
        private let file: LocalFile
        private var buffer: [UInt8] = []
        private var digest = SHA256()

        init(path: String) throws {
            file = try LocalFile(path: path, .create)
            buffer = title
        }

        func write(_ kind: Kind, _ content: some Collection<UInt8>) throws {
            buffer.append(kind.rawValue)
            withUnsafeBytes(of: UInt64(content.count).bigEndian) { buffer += $0 }
            buffer += content
            if buffer.count > 1 << 18 { try flush() }
        }

        func finish() throws {
            try flush()
            try write(.digest, Array(digest.finalize()))
            try flush()
            try file.sync()
        }

        private func flush() throws {
            digest.update(data: buffer)
            try file.write(buffer)
            buffer.removeAll(keepingCapacity: true)
        }
    }

    /// Reads an archive record by record.
    final class Reader {
        private let file: LocalFile
        private let size: Int
        private var offset = 0
        private var digest = SHA256()

        init(path: String) throws {
            file = try LocalFile(path: path, .read)
            size = try file.size()
            guard try read(title.count) == title else { throw Reader.damaged }
        }

        static let damaged = DatabaseError.unavailable("the backup is damaged, or no backup of a PostgreSQL database")

        /// `nil` after the last record, once the digest was found right.
        func next() throws -> (kind: Kind, content: [UInt8])? {
            let expected = digest
            let head = try read(9)
            let length = head.dropFirst().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard let kind = Kind(rawValue: head[0]), length <= UInt64(size - offset) else { throw Reader.damaged }
            let content = try read(Int(length))
            if kind == .digest {
                guard offset == size, Array(expected.finalize()) == content else { throw Reader.damaged }
                return nil
            }
            return (kind, content)
        }

        private func read(_ count: Int) throws -> [UInt8] {
            let bytes = try file.read(at: offset, count: count)
            guard bytes.count == count else { throw Reader.damaged }
            offset += count
            digest.update(data: bytes)
            return bytes
        }
    }
}
