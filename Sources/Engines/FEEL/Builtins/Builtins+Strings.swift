extension Builtins {
    /// DMN 1.5, 10.3.4.3. Characters are code points.
    static let strings: [Builtin] = [
        define("substring", "string: string, start position: number, length??: number", substring),
        define("string length", "string: string") { arguments, _ in
            .number(text(arguments[0]).unicodeScalars.count)
        },
        define("upper case", "string: string") { arguments, _ in .string(text(arguments[0]).uppercased()) },
        define("lower case", "string: string") { arguments, _ in .string(text(arguments[0]).lowercased()) },
        define("substring before", "string: string, match: string") { arguments, _ in
            let string = text(arguments[0])
            let place = find(text(arguments[1]), in: string)
            return .string(place.map { String(decoding: Array(string.utf8)[..<$0], as: UTF8.self) } ?? "")
        },
        define("substring after", "string: string, match: string") { arguments, _ in
            let string = text(arguments[0])
            let match = text(arguments[1])
            let place = find(match, in: string).map { $0 + match.utf8.count }
            return .string(place.map { String(decoding: Array(string.utf8)[$0...], as: UTF8.self) } ?? "")
        },
        define("contains", "string: string, match: string") { arguments, _ in
            .boolean(find(text(arguments[1]), in: text(arguments[0])) != nil)
        },
        define("starts with", "string: string, match: string") { arguments, _ in
            .boolean(text(arguments[0]).utf8.starts(with: text(arguments[1]).utf8))
        },
        define("ends with", "string: string, match: string") { arguments, _ in
            .boolean(text(arguments[0]).utf8.reversed().starts(with: text(arguments[1]).utf8.reversed()))
        },
        define("matches", "input: string, pattern: string, flags??: string") { arguments, evaluation in
            regex(arguments[1], arguments[2], evaluation) { .boolean(try $0.matches(text(arguments[0]), steps: &$1)) }
        },
        define("replace", "input: string, pattern: string, replacement: string, flags??: string") {
            arguments, evaluation in
            regex(arguments[1], arguments[3], evaluation) {
                .string(try $0.replace(text(arguments[0]), with: text(arguments[2]), steps: &$1))
            }
        },
        define("split", "string: string, delimiter: string") { arguments, evaluation in
            regex(arguments[1], .null, evaluation) {
                .list(try $0.split(text(arguments[0]), steps: &$1).map { .string($0) })
            }
        },
        define("string join", "list: list, delimiter??: string", join),
    ]

    static func text(_ value: FEELValue) -> String { if case .string(let text) = value { text } else { "" } }

    private static func substring(_ arguments: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        let scalars = Array(text(arguments[0]).unicodeScalars)
        guard case .number(let number) = arguments[1], let start = number.rounded(scale: 0, .down)?.exactInt,
            start != 0,
            start <= scalars.count, start >= -scalars.count
        else { return evaluation.null("'substring' must start within the string, counting from 1 or -1") }
        let first = start > 0 ? start - 1 : scalars.count + start
        var count = scalars.count - first
        if case .number(let length) = arguments[2] {
            guard let whole = length.rounded(scale: 0, .down), whole > 0 else {
                return evaluation.null("the length of a 'substring' must be above 0")
            }
            count = min(count, whole.exactInt ?? count)
        }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars[first..<first + count])
        return .string(String(result))
    }

    private static func join(_ arguments: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        guard case .list(let items) = arguments[0], evaluation.spend(items.count) else { return .null }
        var texts: [String] = []
        for item in items {
            switch item {
            case .string(let text): texts.append(text)
            case .null: break
            default: return evaluation.null("'string join' joins strings, not \(item.kind)")
            }
        }
        return .string(texts.joined(separator: text(arguments[1])))
    }

    /// Where a text stands in another, in bytes.
    private static func find(_ match: String, in string: String) -> Int? {
        let needle = Array(match.utf8)
        let hay = Array(string.utf8)
        if needle.isEmpty { return 0 }
        guard needle.count <= hay.count else { return nil }
        for start in 0...(hay.count - needle.count) where hay[start] == needle[0] {
            if hay[start..<start + needle.count].elementsEqual(needle) { return start }
        }
        return nil
    }

    private static func regex(
        _ pattern: FEELValue, _ flags: FEELValue, _ evaluation: Evaluation,
        _ use: (Regex, inout Int) throws -> FEELValue
    ) -> FEELValue {
        var steps = 0
        do {
            let value = try use(try Regex.cached(text(pattern), flags: text(flags)), &steps)
            return evaluation.spend(steps / 8) ? value : .null
        } catch {
            _ = evaluation.spend(steps / 8)
            return evaluation.null("\(error)")
        }
    }
}
