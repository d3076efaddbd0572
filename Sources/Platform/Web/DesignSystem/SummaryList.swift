extension UI {
    /// Facts in pairs: what it is, what it says, and where to change it.
    public struct SummaryList: Component {
        public static let partial = "summary-list"
        public var title: String?
        public var rows: [SummaryRow]

        public init(title: String? = nil, _ rows: [SummaryRow]) { (self.title, self.rows) = (title, rows) }

        public func member(_ key: String) -> Any? {
            switch key {
            case "title": title.orAbsent
            case "rows": rows
            default: nil
            }
        }
    }

    public struct SummaryRow: Component {
        public static let partial = "summary-row"
        public var label: String
        /// One paragraph each.
        public var lines: [String]
        public var tag: Tag?
        public var moment: Moment?
        public var links: [Link]
        /// Where to change the answer.
        public var change: String?
        /// Where the fact comes from, if nobody was asked: "From the register of residents".
        public var source: String?

        public init(
            _ label: String, _ lines: String..., tag: Tag? = nil, moment: Moment? = nil, links: [Link] = [],
            change: String? = nil, source: String? = nil
        ) {
            (self.label, self.lines, self.tag, self.moment) = (label, lines, tag, moment)
            (self.links, self.change, self.source) = (links, change, source)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "label": label
            case "lines": lines
            case "tag": tag.orAbsent
            case "moment": moment.orAbsent
            case "links": links
            case "change": change.orAbsent
            case "source": source.orAbsent
            default: nil
            }
        }
    }

    /// Proof that something was recorded: its facts, its place in the public record, and where to check it.
    public struct Receipt: Component {
        public static let partial = "receipt"
        public var title: String
        public var rows: [SummaryRow]
        /// The fingerprint of the entry, hexadecimal.
        public var code: String?
        public var codeLabel: String
        public var verify: Link?

        public init(
            _ title: String, _ rows: [SummaryRow], codeLabel: String = "", code: String? = nil, verify: Link? = nil
        ) {
            (self.title, self.rows, self.codeLabel) = (title, rows, codeLabel)
            (self.code, self.verify) = (code, verify)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "title": title
            case "rows": rows
            case "code": code.orAbsent
            case "codeLabel": codeLabel
            case "verify": verify.orAbsent
            default: nil
            }
        }
    }

    /// A message between a person and an agency.
    public struct Message: Component {
        public static let partial = "message"
        public var sender: String
        public var moment: Moment
        public var subject: String?
        public var paragraphs: [String]
        public var attachments: [Link]
        public var isUnread: Bool
        /// Whether the reader wrote it.
        public var isOwn: Bool

        public init(
            from sender: String, _ moment: Moment, subject: String? = nil, _ paragraphs: [String],
            attachments: [Link] = [], unread: Bool = false, own: Bool = false
        ) {
            (self.sender, self.moment, self.subject) = (sender, moment, subject)
            (self.paragraphs, self.attachments, isUnread, isOwn) = (paragraphs, attachments, unread, own)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "sender": sender
            case "moment": moment
            case "subject": subject.orAbsent
            case "paragraphs": paragraphs
            case "attachments": attachments
            case "hasAttachments": !attachments.isEmpty
            case "isUnread": isUnread
            case "isOwn": isOwn
            default: nil
            }
        }
    }
}
