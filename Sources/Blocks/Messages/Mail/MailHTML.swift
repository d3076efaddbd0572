import Base
import Web

/// The text of a mail as a page without styles, scripts or pictures: paragraphs, lists, addresses as links.
enum MailHTML {
    static func page(_ mail: Mail) -> String {
        let language = mail.language
        let attributes =
            language.map { " lang=\"\($0)\" dir=\"\($0.isRightToLeft ? "rtl" : "ltr")\"" } ?? " dir=\"auto\""
        let body = MessageParagraph.all(of: mail.text).map(markup).joined(separator: "\n")
        return """
            <!doctype html>
            <html\(attributes)>
            <head><meta charset="utf-8"><title>\(escape(mail.subject))</title></head>
            <body\(attributes)>
            \(body)
            </body>
            </html>

            """
    }

    private static func markup(_ paragraph: MessageParagraph) -> String {
        switch paragraph {
        case .lines(let lines): "<p>\(lines.map(line).joined(separator: "<br>\n"))</p>"
        case .items(let items): "<ul>\n\(items.map { "<li>\(line($0))</li>" }.joined(separator: "\n"))\n</ul>"
        }
    }

    private static func line(_ text: String) -> String {
        MessageParagraph.pieces(of: text).map { piece in
            switch piece {
            case .words(let words): escape(words)
            case .address(let address): "<a href=\"\(escape(address))\">\(escape(address))</a>"
            }
        }.joined()
    }

    private static func escape(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }
}
