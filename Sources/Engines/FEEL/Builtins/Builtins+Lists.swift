extension Builtins {
    /// DMN 1.5, 10.3.4.4.
    static let lists: [Builtin] = [
        define("list contains", "list: list, element: Any") { arguments, _ in
            .boolean(arguments[0].items.contains { FEELValue.equal($0, arguments[1]) == true })
        },
        define("count", "list: list") { arguments, _ in .number(arguments[0].items.count) },
        define("sublist", "list: list, start position: number, length??: number", sublist),
        define("append", "list: list, item...: Any") { arguments, evaluation in
            guard evaluation.spend(arguments[0].items.count) else { return .null }
            return .list(arguments[0].items + arguments.dropFirst())
        },
        define("concatenate", "list...: list") { arguments, evaluation in
            let all = arguments.flatMap(\.items)
            return evaluation.spend(all.count) ? .list(all) : .null
        },
        define("insert before", "list: list, position: number, newItem: Any") { arguments, evaluation in
            edit(arguments, evaluation) { $0.insert(arguments[2], at: $1) }
        },
        define("remove", "list: list, position: number") { arguments, evaluation in
            edit(arguments, evaluation) { $0.remove(at: $1) }
        },
        define("list replace", "list: list, position|match: Any, newItem: Any", replaceItem),
        define("reverse", "list: list") { arguments, _ in .list(arguments[0].items.reversed()) },
        define("index of", "list: list, match: Any") { arguments, _ in
            .list(
                arguments[0].items.enumerated().filter { FEELValue.equal($0.element, arguments[1]) == true }
                    .map { .number($0.offset + 1) })
        },
        define("union", "list...: list") { arguments, evaluation in distinct(arguments.flatMap(\.items), evaluation) },
        define("distinct values", "list: list") { arguments, evaluation in distinct(arguments[0].items, evaluation) },
        define("flatten", "list: list") { arguments, evaluation in
            var result: [FEELValue] = []
            return flatten(arguments[0].items, into: &result, evaluation) ? .list(result) : .null
        },
        define("sort", "list: list, precedes??: function", sort),
    ]

    private static func sublist(_ arguments: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        let items = arguments[0].items
        guard let start = decimal(arguments[1]).rounded(scale: 0, .down)?.exactInt, start != 0,
            abs(start) <= items.count
        else { return evaluation.null("'sublist' must start within the list, counting from 1 or -1") }
        let first = start > 0 ? start - 1 : items.count + start
        var end = items.count
        if case .number(let number) = arguments[2] {
            guard let length = number.rounded(scale: 0, .down)?.exactInt, length >= 0, length <= items.count - first
            else {
                return evaluation.null("the list has fewer items than 'sublist' is to take")
            }
            end = first + length
        }
        return .list(Array(items[first..<end]))
    }

    private static func place(_ value: FEELValue, in items: [FEELValue]) -> Int? {
        guard let position = decimal(value).rounded(scale: 0, .down)?.exactInt, position != 0,
            abs(position) <= items.count
        else { return nil }
        return position > 0 ? position - 1 : items.count + position
    }

    private static func edit(
        _ arguments: [FEELValue], _ evaluation: Evaluation, _ change: (inout [FEELValue], Int) -> Void
    ) -> FEELValue {
        var items = arguments[0].items
        guard evaluation.spend(items.count) else { return .null }
        guard let place = place(arguments[1], in: items) else {
            return evaluation.null("there is no item \(arguments[1]) in a list of \(items.count)")
        }
        change(&items, place)
        return .list(items)
    }

    private static func replaceItem(_ arguments: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        switch single(arguments[1]) {
        case .number: return edit([arguments[0], single(arguments[1])], evaluation) { $0[$1] = arguments[2] }
        case .function(let match):
            guard match.arity == 2 else { return evaluation.null("the function of 'list replace' takes 2 arguments") }
            var items = arguments[0].items
            for index in items.indices {
                guard case .boolean(let isMatch) = match.call([items[index], arguments[2]], evaluation) else {
                    return evaluation.null("the function of 'list replace' must give true or false")
                }
                if isMatch { items[index] = arguments[2] }
            }
            return .list(items)
        case let other: return evaluation.null("'list replace' takes a position or a function, not \(other.kind)")
        }
    }

    private static func distinct(_ items: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        var result: [FEELValue] = []
        for item in items {
            guard evaluation.spend(result.count + 1) else { return .null }
            if !result.contains(where: { FEELValue.equal($0, item) == true }) { result.append(item) }
        }
        return .list(result)
    }

    private static func flatten(
        _ items: [FEELValue], into result: inout [FEELValue], _ evaluation: Evaluation
    ) -> Bool {
        guard evaluation.spend(items.count), evaluation.enter() else { return false }
        defer { evaluation.leave() }
        for item in items {
            if case .list(let inner) = item {
                guard flatten(inner, into: &result, evaluation) else { return false }
            } else {
                result.append(item)
            }
        }
        return true
    }

    /// A stable merge sort, which any function leaves in bounded time.
    private static func sort(_ arguments: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        var isPossible = true
        func precedes(_ a: FEELValue, _ b: FEELValue) -> Bool {
            guard isPossible else { return false }
            if case .function(let function) = arguments[1] {
                if case .boolean(let answer) = function.call([a, b], evaluation) { return answer }
            } else if let order = FEELValue.compare(a, b), evaluation.spend() {
                return order < 0
            }
            isPossible = false
            return false
        }
        let sorted = mergeSorted(arguments[0].items, precedes)
        return isPossible ? .list(sorted) : evaluation.null("the items cannot be sorted")
    }

    private static func mergeSorted(
        _ items: [FEELValue], _ precedes: (FEELValue, FEELValue) -> Bool
    ) -> [FEELValue] {
        if items.count < 2 { return items }
        let left = mergeSorted(Array(items[..<(items.count / 2)]), precedes)
        let right = mergeSorted(Array(items[(items.count / 2)...]), precedes)
        var result: [FEELValue] = []
        result.reserveCapacity(items.count)
        var (i, j) = (0, 0)
        while i < left.count && j < right.count {
            if precedes(right[j], left[i]) {
                result.append(right[j])
                j += 1
            } else {
                result.append(left[i])
                i += 1
            }
        }
        return result + left[i...] + right[j...]
    }

    /// DMN 1.5, 10.3.4.2 and 10.3.4.7.
    static let logic: [Builtin] = [
        define("not", "negand: Any") { arguments, _ in
            if case .boolean(let value) = single(arguments[0]) { .boolean(!value) } else { .null }
        },
        define("is", "value1: Any, value2: Any") { arguments, _ in .boolean(isSame(arguments[0], arguments[1])) },
    ]

    /// The same element of the semantic domain: a time in another zone is another time.
    private static func isSame(_ a: FEELValue, _ b: FEELValue) -> Bool {
        switch (a, b) {
        case (.time(let x), .time(let y)): x == y
        case (.dateTime(let x), .dateTime(let y)): x == y
        default: FEELValue.equal(a, b) == true
        }
    }
}
