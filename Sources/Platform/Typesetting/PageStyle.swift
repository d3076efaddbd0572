/// How pages look: paper, margins, faces and the one colour. Lengths in points.
public struct PageStyle: Sendable, Hashable {
    /// A4 (ISO 216).
    public var width = 595.276
    public var height = 841.89
    /// At the start and end of lines.
    public var side = 68.0
    public var top = 54.0
    public var bottom = 72.0
    /// The size of body text.
    public var size = 10.5
    /// Families in the order in which a script is looked for in them; what none has falls back to the system's.
    public var families = "Noto Sans, Noto Naskh Arabic, Noto Sans Devanagari, Liberation Sans"
    public var titleFamilies = "Noto Serif, Noto Naskh Arabic, Noto Serif Devanagari, Liberation Serif"
    /// Rules, the emblem and headings.
    public var colour = Colour(red: 0.15, green: 0.2, blue: 0.3)
    /// A double line around each page, as certificates have.
    public var isFramed = false
    /// Head and headings in the middle of the page.
    public var isCentred = false
    /// Written across every page: `SAMPLE`.
    public var watermark = ""

    public init() {}

    var textWidth: Double { width - 2 * side }
}

public struct Colour: Sendable, Hashable {
    public var red, green, blue: Double
    public init(red: Double, green: Double, blue: Double) { (self.red, self.green, self.blue) = (red, green, blue) }

    /// From `#0b5650`; `nil` for anything else.
    public init?(hex: String) {
        guard hex.utf8.count == 7, hex.hasPrefix("#"), let value = UInt32(hex.dropFirst(), radix: 16) else {
            return nil
        }
        self.init(
            red: Double(value >> 16) / 255, green: Double(value >> 8 & 0xFF) / 255, blue: Double(value & 0xFF) / 255)
    }

    static let ink = Colour(red: 0.09, green: 0.1, blue: 0.11)
    static let pale = Colour(red: 0.36, green: 0.38, blue: 0.4)
    static let hair = Colour(red: 0.72, green: 0.74, blue: 0.75)
    static let wash = Colour(red: 0.9, green: 0.91, blue: 0.91)
}

/// Why a manuscript could not be set.
public enum TypesettingError: Error, Hashable, Sendable {
    /// A picture is of a form that cannot be drawn; why.
    case picture(String)
    /// The text for a code is longer than a code holds.
    case codeTooLong
    /// The drawing library refused; its reason.
    case drawing(String)
    /// The file is none that we understand; where.
    case unreadable(String)
}
