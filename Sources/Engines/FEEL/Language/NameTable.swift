/// Names that an expression may use. They may hold spaces and operators, so they are compared part by part: a part is
/// a run of name characters or one other character, with any white space between parts. DMN 1.5, 10.3.1.2.
package struct NameTable: Sendable {
    private struct Entry: Sendable {
        let parts: [[Unicode.Scalar]]
        let name: String
    }

    private var entries: [[Unicode.Scalar]: [Entry]] = [:]
    private(set) package var names: [String] = []

    package init(_ names: some Sequence<String> = []) {
        for name in names { insert(name) }
    }

    package mutating func insert(_ name: String) {
        let parts = NameTable.parts(of: name)
        guard let first = parts.first else { return }
        var list = entries[first] ?? []
        if list.contains(where: { $0.name == name }) { return }
        names.append(name)
        list.append(Entry(parts: parts, name: name))
        list.sort { $0.parts.count > $1.parts.count }
        entries[first] = list
    }

    static func parts(of name: String) -> [[Unicode.Scalar]] {
        var parts: [[Unicode.Scalar]] = []
        var run: [Unicode.Scalar] = []
        for scalar in name.unicodeScalars {
            if scalar.isNamePart {
                run.append(scalar)
                continue
            }
            if !run.isEmpty { parts.append(run) }
            run = []
            if !scalar.isSpace { parts.append([scalar]) }
        }
        if !run.isEmpty { parts.append(run) }
        return parts
    }

    /// The longest name that stands at `start`, and where it ends.
    func match(_ text: [Unicode.Scalar], at start: Int) -> (name: String, end: Int)? {
        let end = NameTable.part(text, at: start)
        guard end > start, let list = entries[Array(text[start..<end])] else { return nil }
        for entry in list {
            if let end = NameTable.match(entry.parts, text, from: end) { return (entry.name, end) }
        }
        return nil
    }

    private static func match(_ parts: [[Unicode.Scalar]], _ text: [Unicode.Scalar], from: Int) -> Int? {
        var position = from
        for part in parts.dropFirst() {
            while position < text.count, text[position].isSpace { position += 1 }
            let end = NameTable.part(text, at: position)
            guard text[position..<end].elementsEqual(part) else { return nil }
            position = end
        }
        return position
    }

    /// The end of the part that begins at `start`.
    private static func part(_ text: [Unicode.Scalar], at start: Int) -> Int {
        guard start < text.count else { return start }
        guard text[start].isNamePart else { return start + 1 }
        var end = start
        while end < text.count, text[end].isNamePart { end += 1 }
        return end
    }

    /// The name closest to a misspelt one: at most a third of its letters away.
    package static func closest(to name: String, among names: some Sequence<String>) -> String? {
        var best: (name: String, distance: Int)?
        for candidate in names where candidate != name {
            let distance = distance(Array(name.lowercased()), Array(candidate.lowercased()))
            if distance <= max(1, name.count / 3), distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// Levenshtein's distance, with two neighbours changed round counted once.
    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        if a.count > 100 || b.count > 100 { return .max }
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}

extension Unicode.Scalar {
    /// DMN 1.5, 10.3.1.2, rules 28 to 30.
    var isNameStart: Bool {
        switch value {
        case 0x3F, 0x41...0x5A, 0x5F, 0x61...0x7A: true
        case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F,
            0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
            !isSpace
        default: false
        }
    }

    var isNamePart: Bool {
        switch value {
        case 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
        default: isNameStart
        }
    }

    var isDigit: Bool { value >= 48 && value <= 57 }

    /// DMN 1.5, rule 61, with the line ends.
    var isSpace: Bool {
        switch value {
        case 0x9...0xD, 0x20, 0x85, 0xA0, 0x1680, 0x180E, 0x2000...0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000,
            0xFEFF:
            true
        default: false
        }
    }

    /// What a name may hold besides letters and digits (rule 30 "additional name symbols").
    var isNameSymbol: Bool {
        switch self {
        case ".", "/", "-", "'", "’", "+", "*": true
        default: false
        }
    }
}
