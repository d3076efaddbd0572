/// A message's text as pages and mails draw it.
enum MessageParagraph: Hashable {
    case lines([String])
    /// Lines that begin with `- `.
    case items([String])

    static func all(of text: String) -> [MessageParagraph] {
        var result: [MessageParagraph] = []
        var isOpen = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.allSatisfy(\.isWhitespace) {
                isOpen = false
                continue
            }
            let isItem = line.hasPrefix("- ")
            let words = String(isItem ? line.dropFirst(2) : line)
            switch (isOpen ? result.last : nil, isItem) {
            case (.lines(let lines), false): result[result.count - 1] = .lines(lines + [words])
            case (.items(let items), true): result[result.count - 1] = .items(items + [words])
            default: result.append(isItem ? .items([words]) : .lines([words]))
            }
            isOpen = true
        }
        return result
    }

    enum Piece: Hashable {
        case words(String)
        /// `https://…`, which leads there.
        case address(String)
    }

    /// The addresses in a line, and what stands between them.
    static func pieces(of line: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = line[...]
        while let match = rest.firstMatch(of: /https?:\/\/[^\s<>"\x{2068}\x{2069}]*[^\s<>"\x{2068}\x{2069}.,;:!?)]/) {
            if match.range.lowerBound > rest.startIndex {
                pieces.append(.words(String(rest[..<match.range.lowerBound])))
            }
            pieces.append(.address(String(match.output)))
            rest = rest[match.range.upperBound...]
        }
        if !rest.isEmpty { pieces.append(.words(String(rest))) }
        return pieces
    }
}
