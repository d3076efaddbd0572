/// Words set in lines, by the estimated widths of letters: a drawing is made where no font is at hand.
enum TextLines {
    /// The width of a text in a plain sans-serif face, in units of `size`.
    static func width(_ text: some StringProtocol, size: Double) -> Double {
        text.unicodeScalars.reduce(0) { $0 + width($1) } * size
    }

    private static func width(_ scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "i", "j", "l", "I", "t", "f", "r", ".", ",", ":", ";", "'", "!", "|", "(", ")", "[", "]", " ", "-": 0.33
        case "m", "w", "M", "W", "@", "%": 0.9
        case "A"..."Z": 0.7
        case "\u{300}"..."\u{36F}", "\u{64B}"..."\u{65F}": 0
        case "\u{590}"..."\u{6FF}", "\u{900}"..."\u{97F}": 0.55
        case "\u{2E80}"..."\u{9FFF}", "\u{AC00}"..."\u{D7AF}", "\u{FF00}"..."\u{FFEF}": 1.02
        default: 0.57
        }
    }

    /// Lines no wider than `width`; words that are too long are parted, what is too much ends in an ellipsis.
    static func wrap(_ text: String, width: Double, size: Double, most: Int) -> [String] {
        var lines: [String] = []
        for paragraph in text.split(whereSeparator: \.isNewline) {
            var line = ""
            for word in paragraph.split(whereSeparator: \.isWhitespace) {
                for part in parts(of: word, width: width, size: size) {
                    let longer = line.isEmpty ? part : "\(line) \(part)"
                    if line.isEmpty || TextLines.width(longer, size: size) <= width {
                        line = longer
                    } else {
                        lines.append(line)
                        line = part
                    }
                }
            }
            if !line.isEmpty { lines.append(line) }
            if lines.count > most { break }
        }
        guard lines.count > most, most > 0 else { return lines }
        lines.removeSubrange(most...)
        lines[most - 1] += "…"
        return lines
    }

    private static func parts(of word: Substring, width: Double, size: Double) -> [String] {
        if TextLines.width(word, size: size) <= width || word.count < 4 { return [String(word)] }
        // After a hyphen, slash or underscore, or before a capital within the word, if there is one early enough.
        var parts: [String] = []
        var part = ""
        for character in word {
            if !part.isEmpty, TextLines.width(part, size: size) + size > width {
                let cut = part.lastIndex { "-/_.".contains($0) }
                if let cut, part.distance(from: part.startIndex, to: cut) > 2 {
                    parts.append(String(part[...cut]))
                    part = String(part[part.index(after: cut)...])
                } else if parts.count < 12 {
                    parts.append(part + "-")
                    part = ""
                }
            }
            part.append(character)
        }
        return parts + (part.isEmpty ? [] : [part])
    }

    /// Whether the first letter that has a direction runs from right to left.
    static func isRightToLeft(_ text: String) -> Bool {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{590}"..."\u{8FF}", "\u{FB1D}"..."\u{FDFF}", "\u{FE70}"..."\u{FEFF}": return true
            default: if scalar.properties.isAlphabetic { return false }
            }
        }
        return false
    }
}
