import Synchronization

/// A regular expression of XQuery and XPath Functions 3.1, 5.6: XML Schema's with anchors, reluctant quantifiers,
/// groups and back-references. It runs on an explicit stack, in a bounded number of steps.
struct Regex: Sendable {
    /// Why a pattern cannot be used.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let program: [RegexProgram.Instruction]
    let groups: Int
    let flags: RegexFlags

    init(_ pattern: String, flags: String) throws(Failure) {
        self.flags = try RegexFlags(flags)
        var parser = RegexParser(pattern, self.flags)
        let node = try parser.parse()
        groups = parser.groups
        program = try RegexProgram.compile(node)
    }

    /// The last patterns used stay compiled.
    static func cached(_ pattern: String, flags: String) throws(Failure) -> Regex {
        let key = "\(flags)/\(pattern)"
        if let known = cache.withLock({ $0[key] }) { return known }
        let regex = try Regex(pattern, flags: flags)
        cache.withLock {
            if $0.count > 200 { $0.removeAll() }
            $0[key] = regex
        }
        return regex
    }

    private static let cache = Mutex<[String: Regex]>([:])

    /// `steps` counts what the search costs, and bounds it.
    func matches(_ text: String, steps: inout Int) throws(Failure) -> Bool {
        try find(Array(text.unicodeScalars), from: 0, &steps) != nil
    }

    /// The first match at or after a place: the bounds of the groups, group 0 being the whole.
    private func find(_ text: [Unicode.Scalar], from start: Int, _ steps: inout Int) throws(Failure) -> [Int]? {
        var machine = RegexMachine(program: program, groups: groups, text: text, flags: flags, steps: steps)
        defer { steps = machine.steps }
        for position in start...max(start, text.count) where position <= text.count {
            if let captures = try machine.match(at: position) { return captures }
        }
        return nil
    }

    /// The text with every match replaced; `$1` stands for a group, `\$` for a dollar.
    func replace(_ text: String, with replacement: String, steps: inout Int) throws(Failure) -> String {
        let scalars = Array(text.unicodeScalars)
        if try find([], from: 0, &steps) != nil { throw Failure(description: "the pattern matches the empty string") }
        let parts = try self.parts(of: replacement)
        var result = String.UnicodeScalarView()
        var position = 0
        while let match = try find(scalars, from: position, &steps) {
            result.append(contentsOf: scalars[position..<match[0]])
            for part in parts { append(part, match, scalars, &result) }
            if match[1] == match[0] {
                if match[0] < scalars.count { result.append(scalars[match[0]]) }
                position = match[0] + 1
                if position > scalars.count { break }
            } else {
                position = match[1]
            }
        }
        if position < scalars.count { result.append(contentsOf: scalars[position...]) }
        return String(result)
    }

    private enum Part {
        case text(Unicode.Scalar)
        case group(Int)
    }

    private func append(
        _ part: Part, _ match: [Int], _ text: [Unicode.Scalar], _ result: inout String.UnicodeScalarView
    ) {
        switch part {
        case .text(let scalar): result.append(scalar)
        case .group(let number):
            guard number <= groups, match[2 * number] >= 0 else { return }
            result.append(contentsOf: text[match[2 * number]..<match[2 * number + 1]])
        }
    }

    private func parts(of replacement: String) throws(Failure) -> [Part] {
        let scalars = Array(replacement.unicodeScalars)
        if flags.isLiteral { return scalars.map { .text($0) } }
        var parts: [Part] = []
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            if scalar == "\\" {
                guard index < scalars.count, scalars[index] == "\\" || scalars[index] == "$" else {
                    throw Failure(description: "a backslash in a replacement stands before \\ or $")
                }
                parts.append(.text(scalars[index]))
                index += 1
            } else if scalar == "$" {
                parts.append(.group(try group(scalars, &index)))
            } else {
                parts.append(.text(scalar))
            }
        }
        return parts
    }

    /// As many digits as make the number of a group.
    private func group(_ scalars: [Unicode.Scalar], _ index: inout Int) throws(Failure) -> Int {
        guard index < scalars.count, scalars[index].isDigit else {
            throw Failure(description: "a dollar in a replacement stands before a digit")
        }
        var number = Int(scalars[index].value - 48)
        index += 1
        while index < scalars.count, scalars[index].isDigit, number * 10 + Int(scalars[index].value - 48) <= groups {
            number = number * 10 + Int(scalars[index].value - 48)
            index += 1
        }
        return number
    }

    /// The pieces between matches.
    func split(_ text: String, steps: inout Int) throws(Failure) -> [String] {
        let scalars = Array(text.unicodeScalars)
        if try find([], from: 0, &steps) != nil { throw Failure(description: "the delimiter matches the empty string") }
        var pieces: [String] = []
        var position = 0
        while let match = try find(scalars, from: position, &steps), match[1] > match[0] {
            pieces.append(String(String.UnicodeScalarView(scalars[position..<match[0]])))
            position = match[1]
        }
        pieces.append(String(String.UnicodeScalarView(scalars[position...])))
        return pieces
    }
}

/// The flags of XPath: s (dot matches line ends), m (anchors match at lines), i (any case), x (white space in the pattern
/// does not count), q (the pattern is a plain text).
struct RegexFlags: Sendable {
    var dotAll = false, lines = false, anyCase = false, spaced = false, isLiteral = false

    init(_ text: String) throws(Regex.Failure) {
        for flag in text.unicodeScalars {
            switch flag {
            case "s": dotAll = true
            case "m": lines = true
            case "i": anyCase = true
            case "x": spaced = true
            case "q": isLiteral = true
            default: throw Regex.Failure(description: "'\(flag)' is not a flag of regular expressions")
            }
        }
    }
}
