import Testing

@testable import FEEL

@Suite("Properties of the language, with seeds")
struct PropertyTests {
    @Test("Printing and reading again gives the same value", arguments: [1, 2, 3, 4, 5])
    func printing(_ seed: UInt64) throws {
        var random = SeededRandom(seed)
        let scope = Scope(variables: ["x", "my list", "a-b"])
        let context: FEELContext = ["x": 3, "my list": [1, 2, ["k": 4]], "a-b": "text"]
        for _ in 0..<400 {
            let text = random.expression(depth: 4)
            guard let first = try? Expression(text, scope: scope) else { continue }
            let second = try Expression(first.canonicalText, scope: scope)
            let (a, b) = (first.evaluate(context).value, second.evaluate(context).value)
            #expect(a.literal == b.literal, "seed \(seed): \(text) → \(first.canonicalText)")
            #expect(first.evaluate(context).value.literal == a.literal, "seed \(seed): evaluation is repeatable")
        }
    }

    @Test("Values print as expressions that give them again", arguments: [11, 12])
    func literals(_ seed: UInt64) {
        var random = SeededRandom(seed)
        for _ in 0..<300 {
            guard let expression = try? Expression(random.expression(depth: 3)) else { continue }
            let value = expression.evaluate(limits: .init(steps: 10_000)).value
            if value.literal.contains("function") { continue }
            let again = try? Expression(value.literal).evaluate().value
            #expect(again == value, "seed \(seed): \(value.literal)")
        }
    }

    @Test("No input makes the reader or the evaluation fail", arguments: [21, 22, 23])
    func fuzz(_ seed: UInt64) {
        var random = SeededRandom(seed)
        let limits = Evaluation.Limits(steps: 5000, depth: 64)
        for round in 0..<1200 {
            var text = round % 3 == 0 ? random.noise() : random.expression(depth: 4)
            if round % 3 == 1 { text = random.mutated(text) }
            let scope = Scope(variables: ["x", "my list", "a-b"])
            if let expression = try? Expression(text, scope: scope) {
                _ = expression.evaluate(["x": 3], limits: limits)
            }
            if let tests = try? UnaryTests(text, scope: scope) {
                _ = tests.passes(3, in: Evaluation(limits: limits))
            }
            _ = FEELValue(json: text)
            var steps = 0
            _ = try? Regex(text, flags: "").matches("abc xyz", steps: &steps)
        }
    }
}

extension SeededRandom {
    private mutating func pick(_ items: [String]) -> String { items[Int(next() % UInt64(items.count))] }

    /// An expression, mostly a sensible one.
    mutating func expression(depth: Int) -> String {
        if depth == 0 { return leaf() }
        func part(_ random: inout SeededRandom) -> String { random.expression(depth: depth - 1) }
        switch next() % 16 {
        case 0, 1, 2:
            return
                "\(part(&self)) \(pick(["+", "-", "*", "/", "**", "=", "!=", "<", ">=", "and", "or"])) \(part(&self))"
        case 3: return "(\(part(&self)))"
        case 4: return "[\(part(&self)), \(part(&self))]"
        case 5: return "{k: \(part(&self)), b c: \(part(&self))}"
        case 6: return "if \(part(&self)) then \(part(&self)) else \(part(&self))"
        case 7: return "for i in \(part(&self)) return \(part(&self))"
        case 8: return "some i in \(part(&self)) satisfies \(part(&self))"
        case 9: return "(\(part(&self)))[\(part(&self))]"
        case 10:
            return
                "\(pick(["abs", "count", "string", "sum", "flatten", "not", "min", "date", "reverse"]))(\(part(&self)))"
        case 11: return "(\(part(&self))) in (\(pick(["<", ">=", ""])) \(leaf()), \(part(&self)))"
        case 12: return "(\(part(&self))).k"
        case 13: return "-(\(part(&self)))"
        case 14: return "(function(p, q: number) \(part(&self)))(\(part(&self)), 1)"
        default: return "\(leaf()) between \(leaf()) and \(leaf())"
        }
    }

    private mutating func leaf() -> String {
        pick([
            "1", "0", "2.50", "-3", "1e3", "\"text\"", "\"a\\nb\"", "true", "false", "null", "x", "my list", "a-b",
            "item", "i",
            "@\"2026-03-01\"", "@\"10:00:00Z\"", "@\"P1D\"", "@\"P1Y\"", "@\"2026-03-01T10:00:00@Europe/Paris\"",
            "[1..3]", "(< 5)", "[]", "{}",
            "99999999999999999999999999999999999", "partial", "unknown name",
        ])
    }

    mutating func mutated(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0...(next() % 4) {
            guard !scalars.isEmpty else { break }
            let place = Int(next() % UInt64(scalars.count))
            switch next() % 3 {
            case 0: scalars.remove(at: place)
            case 1: scalars.insert(Unicode.Scalar(UInt8(next() % 128)), at: place)
            default: scalars[place] = Unicode.Scalar(UInt8(next() % 128))
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    mutating func noise() -> String {
        let pieces = [
            "(", ")", "[", "]", "{", "}", "..", ".", ",", ":", "\"", "\\", "/*", "//", "@", "?", "if", "for", "in", "é",
            "😀", "\n",
        ]
        return (0..<(next() % 40)).map { _ in
            next() % 2 == 0 ? pick(pieces) : String(Unicode.Scalar(UInt8(next() % 127)))
        }.joined()
    }
}
