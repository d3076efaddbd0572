import Base
import Foundation

/// Reads a CSV file of any size record by record: a piece at a time is in memory, cut where a record ends.
struct CSVSource {
    private let handle: FileHandle
    private var rest: [UInt8] = []
    private var reader: CSV.Reader?
    /// Lines in the pieces before this one.
    private var linesBefore = 0
    private var isAtEnd = false
    private static let pieceSize = 1 << 20
    /// A record longer than this is no record.
    private static let recordLimit = 16 << 20

    struct Unreadable: Error, CustomStringConvertible {
        var line: Int
        var description: String
    }

    init(path: String) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Unreadable(line: 0, description: "there is no such file, or it cannot be read")
        }
        self.handle = handle
    }

    /// The next record with the line it begins on; `nil` at the end.
    mutating func next() throws -> (line: Int, fields: [String])? {
        while true {
            if var current = reader {
                let line = current.line
                do {
                    if let fields = try current.next() {
                        reader = current
                        return (linesBefore + line, fields)
                    }
                } catch {
                    throw Unreadable(line: linesBefore + line, description: Self.words(error))
                }
                linesBefore += current.line - 1
                reader = nil
            }
            guard let piece = try nextPiece() else { return nil }
            reader = CSV.Reader(piece)
        }
    }

    /// Bytes up to the end of a record.
    private mutating func nextPiece() throws -> [UInt8]? {
        while !isAtEnd || !rest.isEmpty {
            if isAtEnd {
                defer { rest = [] }
                return rest
            }
            if let data = try handle.read(upToCount: Self.pieceSize), !data.isEmpty {
                rest += data
            } else {
                isAtEnd = true
            }
            guard !isAtEnd, let end = Self.lastRecordEnd(rest) else {
                if rest.count > Self.recordLimit {
                    throw Unreadable(
                        line: linesBefore + 1, description: "a record is longer than \(Self.recordLimit >> 20) MB")
                }
                continue
            }
            let piece = Array(rest[..<end])
            rest.removeSubrange(..<end)
            return piece
        }
        return nil
    }

    /// After the last line feed that stands in no quotes.
    private static func lastRecordEnd(_ bytes: [UInt8]) -> Int? {
        var isQuoted = false
        var end: Int?
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == 0x0A, !isQuoted { end = index + 1 }
        }
        return end
    }

    private static func words(_ error: any Error) -> String {
        switch error as? CSV.ReadError {
        case .unterminatedQuote: "a quoted field does not end"
        case .strayQuote: "a quotation mark stands where none may be"
        case .notUTF8: "the text is not UTF-8"
        case nil: "the line cannot be read"
        }
    }
}
