/// What an import would do, or did: how many records, and every cell that was refused.
public struct ImportReport: Sendable, Equatable {
    /// Rows read, without the header.
    public var rows = 0
    public var created = 0
    public var changed = 0
    public var unchanged = 0
    /// In the order of the file.
    public var rejects: [RejectedCell] = []
    /// Whether records were written. Never where anything was refused.
    public var isApplied = false

    public var isClean: Bool { rejects.isEmpty }
}

/// A cell that was refused: `licences.csv:12: expires: is not a date like 2026-03-01`.
public struct RejectedCell: Sendable, Equatable, CustomStringConvertible {
    public var file: String
    /// From 1; the header is 1.
    public var line: Int
    /// The column; empty for the row as a whole.
    public var column: String
    public var reason: String

    public var description: String { "\(file):\(line): \(column.isEmpty ? "" : column + ": ")\(reason)" }
}
