import Base
import Web

struct MailboxPage: ViewModel {
    let summary: String
    let entries: [MailboxEntry]
    let empty: UI.EmptyState?
    let pages: UI.Pagination?

    func member(_ name: String) -> Any? {
        switch name {
        case "summary": summary
        case "entries": entries
        case "hasEntries": !entries.isEmpty
        case "empty": empty.orAbsent
        case "pages": pages.orAbsent
        default: nil
        }
    }
}

struct MailboxEntry: ViewModel {
    let link: UI.Link
    let sender: String
    let moment: UI.Moment
    let tag: UI.Tag?

    func member(_ name: String) -> Any? {
        switch name {
        case "link": link
        case "sender": sender
        case "moment": moment
        case "tag": tag.orAbsent
        default: nil
        }
    }
}

struct MessagePage: ViewModel {
    let subject: String
    let body: MessageBody
    /// Where the message is not in the page's language.
    let language: Language?
    let facts: UI.SummaryList
    let about: UI.Button
    let print: String

    func member(_ name: String) -> Any? {
        switch name {
        case "subject": subject
        case "body": body
        case "spoken": (language?.rawValue).orAbsent
        case "spokenDirection": language.map { $0.isRightToLeft ? "rtl" : "ltr" }.orAbsent
        case "facts": facts
        case "about": about
        case "print": print
        default: nil
        }
    }
}

struct PrintedMessage: ViewModel {
    let letterhead: UI.Letterhead
    let body: MessageBody
    let language: Language

    func member(_ name: String) -> Any? {
        switch name {
        case "letterhead": letterhead
        case "body": body
        case "spoken": language.rawValue
        case "spokenDirection": language.isRightToLeft ? "rtl" : "ltr"
        default: nil
        }
    }
}

/// A message's text as the view `messages/body` draws it.
struct MessageBody: ViewModel {
    private let paragraphs: [Paragraph]
    init(_ text: String) { paragraphs = MessageParagraph.all(of: text).map(Paragraph.init) }
    func member(_ name: String) -> Any? { name == "paragraphs" ? paragraphs : nil }

    private struct Paragraph: ViewModel {
        let lines: [Line]
        let isList: Bool

        init(_ paragraph: MessageParagraph) {
            switch paragraph {
            case .lines(let lines): (self.lines, isList) = (lines.map(Line.init), false)
            case .items(let items): (lines, isList) = (items.map(Line.init), true)
            }
        }

        func member(_ name: String) -> Any? {
            switch name {
            case "lines": lines
            case "isList": isList
            default: nil
            }
        }
    }

    private struct Line: ViewModel {
        let pieces: [Piece]
        init(_ text: String) { pieces = MessageParagraph.pieces(of: text).map(Piece.init) }
        func member(_ name: String) -> Any? { name == "pieces" ? pieces : nil }
    }

    private struct Piece: ViewModel {
        let words: String
        let address: String?

        init(_ piece: MessageParagraph.Piece) {
            switch piece {
            case .words(let words): (self.words, address) = (words, nil)
            case .address(let address): (words, self.address) = (address, address)
            }
        }

        func member(_ name: String) -> Any? {
            switch name {
            case "words": words
            case "address": address.orAbsent
            default: nil
            }
        }
    }
}
