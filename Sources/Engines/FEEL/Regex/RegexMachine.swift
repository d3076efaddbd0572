/// A pattern as instructions.
enum RegexProgram {
    enum Instruction: Sendable {
        case set(RegexSet)
        case jump(Int)
        /// Tries the first place, then the second.
        case split(Int, Int)
        /// Remembers the position in a register.
        case save(Int)
        case reference(Int)
        case start, end
        /// Goes on only where the position has moved since it was saved in the register.
        case moved(Int)
        case match
    }

    static let maxSize = 20_000

    static func compile(_ node: RegexNode) throws(Regex.Failure) -> [Instruction] {
        var builder = Builder()
        try builder.add(node)
        builder.code.append(.match)
        return builder.code
    }

    private struct Builder {
        var code: [Instruction] = []
        /// Registers of loops are negative, so that they do not meet those of groups.
        var loops = 0

        mutating func add(_ node: RegexNode) throws(Regex.Failure) {
            if code.count > maxSize { throw Regex.Failure(description: "the pattern is too large") }
            switch node {
            case .set(let set): code.append(.set(set))
            case .sequence(let nodes):
                for node in nodes { try add(node) }
            case .choice(let nodes): try addChoice(nodes)
            case .group(let number, let node):
                if number > 0 { code.append(.save(2 * number)) }
                try add(node)
                if number > 0 { code.append(.save(2 * number + 1)) }
            case .loop(let node, let least, let most, let greedy): try addLoop(node, least, most, greedy)
            case .reference(let number): code.append(.reference(number))
            case .start: code.append(.start)
            case .end: code.append(.end)
            }
        }

        private mutating func addChoice(_ nodes: [RegexNode]) throws(Regex.Failure) {
            var jumps: [Int] = []
            for (index, node) in nodes.enumerated() {
                let split = code.count
                let isLast = index == nodes.count - 1
                if !isLast { code.append(.jump(0)) }
                try add(node)
                if !isLast {
                    jumps.append(code.count)
                    code.append(.jump(0))
                    code[split] = .split(split + 1, code.count)
                }
            }
            for jump in jumps { code[jump] = .jump(code.count) }
        }

        private mutating func addLoop(
            _ node: RegexNode, _ least: Int, _ most: Int?, _ greedy: Bool
        ) throws(Regex.Failure) {
            for _ in 0..<least { try add(node) }
            if let most {
                var splits: [Int] = []
                for _ in least..<max(least, most) {
                    splits.append(code.count)
                    code.append(.jump(0))
                    try add(node)
                }
                for split in splits {
                    code[split] = greedy ? .split(split + 1, code.count) : .split(code.count, split + 1)
                }
                return
            }
            loops += 1
            let register = -loops
            let split = code.count
            code.append(.jump(0))
            code.append(.save(register))
            try add(node)
            code.append(.moved(register))
            code.append(.jump(split))
            code[split] = greedy ? .split(split + 1, code.count) : .split(code.count, split + 1)
        }
    }
}

/// Runs a program by backtracking on a stack of its own.
struct RegexMachine {
    let program: [RegexProgram.Instruction]
    let groups: Int
    let text: [Unicode.Scalar]
    let flags: RegexFlags
    private(set) var steps: Int
    private static let maxSteps = 5_000_000

    private enum Choice {
        case go(Int, Int)
        case restore(register: Int, Int)
        case restoreLoop(register: Int, Int)
    }

    init(program: [RegexProgram.Instruction], groups: Int, text: [Unicode.Scalar], flags: RegexFlags, steps: Int) {
        (self.program, self.groups, self.text, self.flags, self.steps) = (program, groups, text, flags, steps)
    }

    mutating func match(at start: Int) throws(Regex.Failure) -> [Int]? {
        var captures = [Int](repeating: -1, count: 2 * groups + 2)
        var loops: [Int: Int] = [:]
        var stack: [Choice] = [.go(0, start)]
        while let choice = stack.popLast() {
            switch choice {
            case .restore(let register, let value): captures[register] = value
            case .restoreLoop(let register, let value): loops[register] = value
            case .go(let at, let position):
                if let end = try run(at, position, &captures, &loops, &stack) {
                    captures[0] = start
                    captures[1] = end
                    return captures
                }
            }
        }
        return nil
    }

    private mutating func run(
        _ start: Int, _ from: Int, _ captures: inout [Int], _ loops: inout [Int: Int], _ stack: inout [Choice]
    ) throws(Regex.Failure) -> Int? {
        var at = start
        var position = from
        while true {
            steps += 1
            if steps > RegexMachine.maxSteps || stack.count > 1_000_000 {
                throw Regex.Failure(description: "the pattern takes too many steps on this text")
            }
            switch program[at] {
            case .match: return position
            case .set(let set):
                guard position < text.count, set.contains(text[position], anyCase: flags.anyCase) else { return nil }
                position += 1
                at += 1
            case .jump(let target): at = target
            case .split(let first, let second):
                stack.append(.go(second, position))
                at = first
            case .save(let register):
                if register < 0 {
                    stack.append(.restoreLoop(register: register, loops[register] ?? -1))
                    loops[register] = position
                } else {
                    stack.append(.restore(register: register, captures[register]))
                    captures[register] = position
                }
                at += 1
            case .moved(let register):
                if loops[register] == position { return nil }
                at += 1
            case .start:
                let isLine = flags.lines && position > 0 && position < text.count && text[position - 1] == "\n"
                guard position == 0 || isLine else { return nil }
                at += 1
            case .end:
                guard position == text.count || flags.lines && text[position] == "\n" else { return nil }
                at += 1
            case .reference(let number):
                guard let end = referred(number, position, captures) else { return nil }
                position = end
                at += 1
            }
        }
    }

    /// Where the text of a group ends if it stands here again; a group that matched nothing matches the empty text.
    private func referred(_ number: Int, _ position: Int, _ captures: [Int]) -> Int? {
        let (start, end) = (captures[2 * number], captures[2 * number + 1])
        guard start >= 0, end >= start else { return position }
        guard position + end - start <= text.count else { return nil }
        for offset in 0..<(end - start) {
            let set = RegexSet.scalar(text[start + offset].value)
            if !set.contains(text[position + offset], anyCase: flags.anyCase) { return nil }
        }
        return position + end - start
    }
}
