/// A document as a value, before it is set: who writes, in which language, and its blocks from top to bottom. It knows nothing of
/// governments; lengths are in points (1/72 inch).
public struct Manuscript: Sendable, Hashable {
    public var title: String
    /// BCP 47: `ar`.
    public var language: String
    /// Whether lines and columns run from right to left.
    public var isRightToLeft: Bool
    /// Who answers for it; the document's author in its metadata.
    public var author: String
    public var head: Head?
    public var blocks: [Block]
    public var foot: Foot
    public var style: PageStyle
    /// When it was written, ISO 8601 in UTC: `2026-03-01T10:00:00Z`. Part of the file, so that the same manuscript gives the same bytes.
    public var date: String

    public init(
        title: String, language: String, isRightToLeft: Bool, author: String, head: Head? = nil, blocks: [Block],
        foot: Foot = Foot(), style: PageStyle = PageStyle(), date: String
    ) {
        (self.title, self.language, self.isRightToLeft, self.author) = (title, language, isRightToLeft, author)
        (self.head, self.blocks, self.foot, self.style, self.date) = (head, blocks, foot, style, date)
    }

    /// What stands above the first page's text: the emblem with the name of who writes.
    public struct Head: Sendable, Hashable {
        public var emblem: Picture?
        /// `City of Larkhaven`
        public var name: String
        /// `Citizens' Desk`
        public var office: String
        /// Address, telephone: one line each.
        public var lines: [String]
        public init(emblem: Picture? = nil, name: String, office: String = "", lines: [String] = []) {
            (self.emblem, self.name, self.office, self.lines) = (emblem, name, office, lines)
        }
    }

    /// What stands below every page. Reading aloud passes over it.
    public struct Foot: Sendable, Hashable {
        public var text: String
        /// `Page {page} of {pages}`; empty writes none.
        public var pages: String
        public init(text: String = "", pages: String = "") { (self.text, self.pages) = (text, pages) }
    }

    /// A stretch of text in one face.
    public struct Run: Sendable, Hashable {
        public var text: String
        public var isBold: Bool
        public var isItalic: Bool
        public init(_ text: String, bold: Bool = false, italic: Bool = false) {
            (self.text, isBold, isItalic) = (text, bold, italic)
        }
    }

    public enum Alignment: String, Sendable, Hashable { case start, centre, end }

    public indirect enum Block: Sendable, Hashable {
        /// Levels 1 to 3.
        case heading([Run], level: Int, Alignment = .start)
        case paragraph([Run], Alignment = .start)
        /// Small print.
        case note([Run], Alignment = .start)
        /// The address of who receives a letter.
        case address([String])
        /// Names with their values.
        case facts([Fact])
        case list([[Run]], isNumbered: Bool)
        case table(Table)
        case picture(Picture, width: Double, alternative: String, Alignment = .start)
        case code(Code)
        case signatures([Signature])
        case field(Field)
        case rule
        case space(Double)
        case pageBreak
    }

    public struct Fact: Sendable, Hashable {
        public var name: [Run]
        public var value: [Run]
        public init(_ name: [Run], _ value: [Run]) { (self.name, self.value) = (name, value) }
    }

    /// A table; its head stands again on every page that it continues on.
    public struct Table: Sendable, Hashable {
        public var columns: [Column]
        public var rows: [Row]
        public init(columns: [Column], rows: [Row]) { (self.columns, self.rows) = (columns, rows) }

        public struct Column: Sendable, Hashable {
            public var title: [Run]
            public var alignment: Alignment
            public init(_ title: [Run], _ alignment: Alignment = .start) {
                (self.title, self.alignment) = (title, alignment)
            }
        }
        public struct Row: Sendable, Hashable {
            public var cells: [[Run]]
            /// A sum, set apart.
            public var isTotal: Bool
            public init(_ cells: [[Run]], total: Bool = false) { (self.cells, isTotal) = (cells, total) }
        }
    }

    /// A QR code with the plain address beside it.
    public struct Code: Sendable, Hashable {
        /// What the code says, also its link: `https://larkhaven.example/verify/…`.
        public var address: String
        public var title: String
        public var lines: [String]
        public init(address: String, title: String, lines: [String] = []) {
            (self.address, self.title, self.lines) = (address, title, lines)
        }
    }

    /// Where someone signs, or who signed: a line with name and office below it.
    public struct Signature: Sendable, Hashable {
        public var name: String
        public var office: String
        public init(name: String, office: String) { (self.name, self.office) = (name, office) }
    }

    /// A question of a printable form.
    public struct Field: Sendable, Hashable {
        public var label: [Run]
        public var hint: String
        public var kind: Kind
        public init(_ label: [Run], hint: String = "", _ kind: Kind) {
            (self.label, self.hint, self.kind) = (label, hint, kind)
        }

        public enum Kind: Sendable, Hashable {
            /// Empty lines to write on.
            case lines(Int)
            /// A box for each character, in groups: `[2, 2, 4]` for a date.
            case boxes([Int])
            case choices([String])
            /// A line to sign on.
            case signature
        }
    }
}
