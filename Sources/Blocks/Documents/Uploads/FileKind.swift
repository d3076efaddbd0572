/// What a file is, found from its content alone; the name that it came with decides nothing.
public enum FileKind: String, Sendable, CaseIterable {
    case pdf, jpeg, png, text
    /// OpenDocument (ISO/IEC 26300) and Office Open XML (ISO/IEC 29500), without macros.
    case odt, ods, docx, xlsx

    public var mediaType: String {
        switch self {
        case .pdf: "application/pdf"
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        case .text: "text/plain; charset=utf-8"
        case .odt: "application/vnd.oasis.opendocument.text"
        case .ods: "application/vnd.oasis.opendocument.spreadsheet"
        case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        }
    }

    /// How many bytes from the beginning, and how many from the end, it takes to know.
    static let head = 4096
    static let tail = 65_536

    /// The kind of a file that begins with `head` and ends with `tail`; `nil` for one that is not taken.
    public init?(head: [UInt8], tail: [UInt8]) {
        func begins(_ bytes: [UInt8]) -> Bool { head.starts(with: bytes) }
        if begins(Array("%PDF-".utf8)) {
            self = .pdf
        } else if begins([0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if begins([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if begins([0x50, 0x4B, 0x03, 0x04]) {
            guard let kind = Self.office(head, tail) else { return nil }
            self = kind
        } else if Self.isText(head), Self.isText(tail, isCut: true) {
            self = .text
        } else {
            return nil
        }
    }

    private static func office(_ head: [UInt8], _ tail: [UInt8]) -> FileKind? {
        func holds(_ bytes: [UInt8], _ name: String) -> Bool { bytes.firstRange(of: Array(name.utf8)) != nil }
        // The directory at the end of the archive names every part.
        guard !holds(tail, "vbaProject"), !holds(tail, "Basic/Standard/") else { return nil }
        if holds(head, "mimetypeapplication/vnd.oasis.opendocument.text") { return .odt }
        if holds(head, "mimetypeapplication/vnd.oasis.opendocument.spreadsheet") { return .ods }
        guard holds(tail, "[Content_Types].xml") else { return nil }
        if holds(tail, "word/document.xml") { return .docx }
        return holds(tail, "xl/workbook.xml") ? .xlsx : nil
    }

    /// UTF-8 without control characters. A character may be cut at the ends of the bytes that are looked at.
    private static func isText(_ bytes: [UInt8], isCut: Bool = false) -> Bool {
        guard !bytes.isEmpty else { return false }
        let start = isCut ? bytes.prefix(4).prefix { $0 & 0xC0 == 0x80 }.count : 0
        var inner = bytes[start...]
        guard !inner.contains(where: { $0 < 32 && $0 != 9 && $0 != 10 && $0 != 12 && $0 != 13 }) else { return false }
        for _ in 0..<4 {
            if String(validating: inner, as: UTF8.self) != nil { return true }
            inner = inner.dropLast()
        }
        return false
    }
}
