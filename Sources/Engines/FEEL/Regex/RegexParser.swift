/// A pattern, read.
indirect enum RegexNode: Sendable {
    case set(RegexSet)
    case sequence([RegexNode])
    case choice([RegexNode])
    /// A group; number 0 does not capture.
    case group(Int, RegexNode)
    case loop(RegexNode, least: Int, most: Int?, greedy: Bool)
    case reference(Int)
    case start, end
}

/// Reads patterns by recursive descent.
struct RegexParser {
    private let text: [Unicode.Scalar]
    private let flags: RegexFlags
    private var position = 0
    private var depth = 0
    private(set) var groups = 0
    private var openGroups: Set<Int> = []

    init(_ pattern: String, _ flags: RegexFlags) {
        let scalars = Array(pattern.unicodeScalars)
        text = flags.spaced && !flags.isLiteral ? RegexParser.withoutSpace(scalars) : scalars
        self.flags = flags
    }

    /// White space does not count, except in a character class.
    private static func withoutSpace(_ pattern: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        var brackets = 0
        var isEscaped = false
        for scalar in pattern {
            let isSpace = scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
            if brackets == 0 && isSpace { continue }
            result.append(scalar)
            if isEscaped {
                isEscaped = false
                continue
            }
            if scalar == "\\" { isEscaped = true }
            if scalar == "[" { brackets += 1 }
            if scalar == "]" { brackets = max(0, brackets - 1) }
        }
        return result
    }

    private func failure(_ reason: String) -> Regex.Failure {
        Regex.Failure(description: "the pattern cannot be read: \(reason)")
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard position < text.count, text[position] == scalar else { return false }
        position += 1
        return true
    }

    private var next: Unicode.Scalar? { position < text.count ? text[position] : nil }

    mutating func parse() throws(Regex.Failure) -> RegexNode {
        if text.count > 10_000 { throw failure("it is too long") }
        if flags.isLiteral { return .sequence(text.map { .set(.scalar($0.value)) }) }
        let node = try choice()
        if position < text.count { throw failure("unexpected '\(text[position])'") }
        return node
    }

    private mutating func choice() throws(Regex.Failure) -> RegexNode {
        depth += 1
        defer { depth -= 1 }
        if depth > 100 { throw failure("it nests too deeply") }
        var branches = [try branch()]
        while take("|") { branches.append(try branch()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func branch() throws(Regex.Failure) -> RegexNode {
        var pieces: [RegexNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            var atom = try atom(scalar)
            if let (least, most) = try quantifier() {
                let isReluctant = take("?")
                atom = .loop(atom, least: least, most: most, greedy: !isReluctant)
            }
            pieces.append(atom)
        }
        return .sequence(pieces)
    }

    private mutating func quantifier() throws(Regex.Failure) -> (Int, Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard take("{") else { return nil }
        guard let least = number() else { throw failure("a quantity begins with a number") }
        var most: Int? = least
        if take(",") { most = next == "}" ? nil : number() ?? -1 }
        guard take("}"), most ?? least >= least else { throw failure("a quantity is {n}, {n,} or {n,m}") }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let digit = next, digit.isDigit, (value ?? 0) < 100_000 {
            value = (value ?? 0) * 10 + Int(digit.value - 48)
            position += 1
        }
        return value
    }

    private mutating func atom(_ scalar: Unicode.Scalar) throws(Regex.Failure) -> RegexNode {
        position += 1
        switch scalar {
        case ".": return .set(flags.dotAll ? .any : .line)
        case "^": return .start
        case "$": return .end
        case "(": return try group()
        case "[": return .set(try characterClass())
        case "\\": return try escape()
        case "*", "+", "?", "{", "}", "]": throw failure("unexpected '\(scalar)'")
        default: return .set(.scalar(scalar.value))
        }
    }

    private mutating func group() throws(Regex.Failure) -> RegexNode {
        var number = 0
        if take("?") {
            guard take(":") else { throw failure("a group that does not capture begins with (?:") }
        } else {
            groups += 1
            number = groups
            openGroups.insert(number)
        }
        let node = try choice()
        guard take(")") else { throw failure("a group is not closed") }
        openGroups.remove(number)
        return .group(number, node)
    }

    private mutating func escape() throws(Regex.Failure) -> RegexNode {
        guard let scalar = next else { throw failure("it ends with a backslash") }
        guard scalar.isDigit else { return .set(try escapedSet()) }
        var number = Int(scalar.value - 48)
        position += 1
        while let digit = next, digit.isDigit, number * 10 + Int(digit.value - 48) <= groups {
            number = number * 10 + Int(digit.value - 48)
            position += 1
        }
        guard number > 0, number <= groups, !openGroups.contains(number) else {
            throw failure("\\\(number) refers to no group before it")
        }
        return .reference(number)
    }

    private mutating func escapedSet() throws(Regex.Failure) -> RegexSet {
        guard let scalar = next else { throw failure("it ends with a backslash") }
        position += 1
        switch scalar {
        case "n": return .scalar(10)
        case "r": return .scalar(13)
        case "t": return .scalar(9)
        case "\\", "|", ".", "-", "^", "?", "*", "+", "{", "}", "(", ")", "[", "]", "$": return .scalar(scalar.value)
        case "s": return .space
        case "S": return .inverse(.space)
        case "d": return .digit
        case "D": return .inverse(.digit)
        case "w": return .word
        case "W": return .inverse(.word)
        case "i": return .nameStart
        case "I": return .inverse(.nameStart)
        case "c": return .namePart
        case "C": return .inverse(.namePart)
        case "p": return .category(try categoryName())
        case "P": return .inverse(.category(try categoryName()))
        default: throw failure("\\\(scalar) means nothing")
        }
    }

    private mutating func categoryName() throws(Regex.Failure) -> String {
        guard take("{") else { throw failure("\\p stands before {") }
        var name = ""
        while let scalar = next, scalar != "}" {
            name.unicodeScalars.append(scalar)
            position += 1
        }
        guard take("}"), RegexSet.isCategory(name) else { throw failure("there is no category '\(name)'") }
        return name
    }

    /// After the opening bracket.
    private mutating func characterClass() throws(Regex.Failure) -> RegexSet {
        depth += 1
        defer { depth -= 1 }
        if depth > 100 { throw failure("it nests too deeply") }
        let isInverse = take("^")
        var sets: [RegexSet] = []
        var excluded: RegexSet?
        while let scalar = next, scalar != "]" {
            if scalar == "-", position + 1 < text.count, text[position + 1] == "[", !sets.isEmpty {
                position += 2
                excluded = try characterClass()
                break
            }
            sets.append(try classItem())
        }
        guard take("]"), !sets.isEmpty else { throw failure("a character class is empty or not closed") }
        let set = isInverse ? RegexSet.inverse(.union(sets)) : .union(sets)
        return excluded.map { .difference(set, $0) } ?? set
    }

    private mutating func classItem() throws(Regex.Failure) -> RegexSet {
        let first = try classCharacter()
        guard case .scalar(let low) = first, next == "-", position + 1 < text.count, text[position + 1] != "]",
            text[position + 1] != "["
        else { return first }
        position += 1
        guard case .scalar(let high) = try classCharacter(), low <= high else {
            throw failure("a span of characters goes from the lower to the higher")
        }
        return .span(low...high)
    }

    private mutating func classCharacter() throws(Regex.Failure) -> RegexSet {
        guard let scalar = next else { throw failure("a character class is not closed") }
        position += 1
        if scalar == "\\" {
            if next?.isDigit == true { throw failure("a character class cannot refer to a group") }
            return try escapedSet()
        }
        if scalar == "[" { throw failure("unexpected '[' in a character class") }
        return .scalar(scalar.value)
    }
}
