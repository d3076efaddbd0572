extension Builtins {
    /// Functions of all items of a list. DMN 1.5, 10.3.4.4.
    static let aggregates: [Builtin] = [
        gather("min") { items, evaluation in extreme(items, evaluation) { $0 < 0 } },
        gather("max") { items, evaluation in extreme(items, evaluation) { $0 > 0 } },
        gather("sum") { items, evaluation in
            switch items.first {
            case .days, .months: return sumOfDurations(items, evaluation)
            default: return total(items, "sum", evaluation).map { .number($0) } ?? .null
            }
        },
        gather("mean") { items, evaluation in
            guard let sum = total(items, "mean", evaluation) else { return .null }
            return .number(sum / Decimal128(items.count))
        },
        gather("product") { items, evaluation in
            guard let numbers = numbers(items, "product", evaluation), let first = numbers.first else { return .null }
            let product = numbers.dropFirst().reduce(Optional(first)) { left, right in left.flatMap { $0 * right } }
            return product.map { .number($0) } ?? evaluation.null("the product is too large")
        },
        gather("median") { items, evaluation in
            guard let sorted = numbers(items, "median", evaluation)?.sorted(), !sorted.isEmpty else { return .null }
            let middle = sorted.count / 2
            if sorted.count % 2 == 1 { return .number(sorted[middle]) }
            return .number((sorted[middle - 1] + sorted[middle]).flatMap { $0 / 2 })
        },
        gather("stddev", deviation),
        gather("mode") { items, evaluation in
            guard let numbers = numbers(items, "mode", evaluation) else { return .null }
            var counts: [Decimal128: Int] = [:]
            for number in numbers { counts[number, default: 0] += 1 }
            let most = counts.values.max()
            return .list(counts.filter { $0.value == most }.keys.sorted().map { .number($0) })
        },
        gather("all") { items, evaluation in truth(items, "all", decisive: false, evaluation) },
        gather("any") { items, evaluation in truth(items, "any", decisive: true, evaluation) },
    ]

    private static func extreme(
        _ items: [FEELValue], _ evaluation: Evaluation, _ isBetter: (Int) -> Bool
    ) -> FEELValue {
        guard var best = items.first else { return evaluation.null("the list is empty") }
        guard FEELValue.compare(best, best) != nil else { return evaluation.null("\(best.kind) has no order") }
        for item in items.dropFirst() {
            guard let order = FEELValue.compare(item, best) else {
                return evaluation.null("\(item.kind) and \(best.kind) have no order")
            }
            if isBetter(order) { best = item }
        }
        return best
    }

    private static func numbers(_ items: [FEELValue], _ name: String, _ evaluation: Evaluation) -> [Decimal128]? {
        var numbers: [Decimal128] = []
        numbers.reserveCapacity(items.count)
        for item in items {
            guard case .number(let number) = item else {
                evaluation.null("'\(name)' takes numbers, not \(item.kind)")
                return nil
            }
            numbers.append(number)
        }
        return numbers
    }

    private static func total(_ items: [FEELValue], _ name: String, _ evaluation: Evaluation) -> Decimal128? {
        guard let numbers = numbers(items, name, evaluation), let first = numbers.first else { return nil }
        var sum = first
        for number in numbers.dropFirst() {
            guard let next = sum + number else {
                evaluation.null("the sum is too large")
                return nil
            }
            sum = next
        }
        return sum
    }

    private static func sumOfDurations(_ items: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        var sum = items[0]
        for item in items.dropFirst() {
            switch (sum, item) {
            case (.days, .days), (.months, .months): sum = AddCode.add(sum, item, evaluation)
            default: return evaluation.null("\(sum.kind) plus \(item.kind) has no value")
            }
        }
        return sum
    }

    /// The deviation of a sample: the root of the squared distances from the mean over n - 1.
    private static func deviation(_ items: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        guard let numbers = numbers(items, "stddev", evaluation) else { return .null }
        guard numbers.count > 1, let mean = total(items, "stddev", evaluation).flatMap({ $0 / Decimal128(items.count) })
        else { return evaluation.null("'stddev' needs two numbers or more") }
        var squares: Decimal128? = .zero
        for number in numbers {
            let distance = number - mean
            let square = distance.flatMap { $0 * $0 }
            squares = squares.flatMap { sum in square.flatMap { sum + $0 } }
        }
        let variance = squares.flatMap { $0 / Decimal128(numbers.count - 1) }
        return .number(variance.flatMap(\.squareRoot))
    }

    /// `all` and `any`: decided by one value; null where that value is missing and an item is no boolean.
    private static func truth(
        _ items: [FEELValue], _ name: String, decisive: Bool, _ evaluation: Evaluation
    ) -> FEELValue {
        var isUndecided = false
        for item in items {
            guard case .boolean(let value) = item else {
                if !item.isNull { return evaluation.null("'\(name)' takes booleans, not \(item.kind)") }
                isUndecided = true
                continue
            }
            if value == decisive { return .boolean(decisive) }
        }
        return isUndecided ? .null : .boolean(!decisive)
    }
}
