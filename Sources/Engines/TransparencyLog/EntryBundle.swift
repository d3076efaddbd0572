/// The entries behind one level-0 tile (C2SP tlog-tiles, "Log Entries"): each a big-endian 16-bit length and its bytes.
public enum EntryBundle {
    /// The longest entry, in bytes.
    public static let maxEntryLength = 65_535

    /// Throws `LogError.malformed` where an entry is too long.
    public static func encode(_ entries: some Sequence<[UInt8]>) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in entries { try append(entry, to: &bytes) }
        return bytes
    }

    public static func append(_ entry: [UInt8], to bytes: inout [UInt8]) throws {
        guard entry.count <= maxEntryLength else { throw LogError.malformed("entry of \(entry.count) bytes") }
        bytes.append(UInt8(entry.count >> 8))
        bytes.append(UInt8(entry.count & 0xFF))
        bytes.append(contentsOf: entry)
    }

    /// Throws `LogError.malformed` where the bytes end within an entry or hold more than 256.
    public static func decode(_ bytes: [UInt8]) throws -> [[UInt8]] {
        var entries: [[UInt8]] = []
        var position = 0
        while position < bytes.count {
            let next = try end(ofEntryAt: position, in: bytes)
            entries.append(Array(bytes[(position + 2)..<next]))
            position = next
        }
        guard entries.count <= Tile.fullWidth else { throw LogError.malformed("bundle of \(entries.count) entries") }
        return entries
    }

    /// The first `count` entries of a bundle, still encoded: what the partial bundle of that width holds. `nil` where it
    /// holds fewer.
    public static func prefix(_ count: Int, of bytes: [UInt8]) throws -> [UInt8]? {
        var position = 0
        for _ in 0..<count {
            guard position < bytes.count else { return nil }
            position = try end(ofEntryAt: position, in: bytes)
        }
        return Array(bytes[..<position])
    }

    private static func end(ofEntryAt position: Int, in bytes: [UInt8]) throws -> Int {
        guard position + 2 <= bytes.count else { throw LogError.malformed("bundle ends within a length") }
        let end = position + 2 + Int(bytes[position]) << 8 + Int(bytes[position + 1])
        guard end <= bytes.count else { throw LogError.malformed("bundle ends within an entry") }
        return end
    }
}
