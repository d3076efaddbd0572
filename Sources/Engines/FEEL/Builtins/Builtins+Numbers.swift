extension Builtins {
    /// DMN 1.5, 10.3.4.5.
    static let numbers: [Builtin] = [
        define("decimal", "n: number, scale: number") { arguments, evaluation in
            rounded(arguments, .halfEven, evaluation)
        },
        define("floor", "n: number, scale?: number") { arguments, evaluation in rounded(arguments, .floor, evaluation)
        },
        define("ceiling", "n: number, scale?: number") { arguments, evaluation in
            rounded(arguments, .ceiling, evaluation)
        },
        define("round up", "n: number, scale: number") { arguments, evaluation in rounded(arguments, .up, evaluation) },
        define("round down", "n: number, scale: number") { arguments, evaluation in
            rounded(arguments, .down, evaluation)
        },
        define("round half up", "n: number, scale: number") { arguments, evaluation in
            rounded(arguments, .halfUp, evaluation)
        },
        define("round half down", "n: number, scale: number") { arguments, evaluation in
            rounded(arguments, .halfDown, evaluation)
        },
        define("abs", "n: Any") { arguments, evaluation in
            switch single(arguments[0]) {
            case .number(let number): .number(number.magnitude)
            case .days(let duration): .days(duration.isNegative ? -duration : duration)
            case .months(let duration): .months(MonthsDuration(months: abs(duration.months)))
            case let other: evaluation.null("'abs' takes a number or a duration, not \(other.kind)")
            }
        },
        define("modulo", "dividend: number, divisor: number") { arguments, evaluation in
            Decimal128.modulo(decimal(arguments[0]), decimal(arguments[1])).map { .number($0) }
                ?? evaluation.null("'modulo' cannot divide by 0")
        },
        define("sqrt", "number: number") { arguments, evaluation in
            decimal(arguments[0]).squareRoot.map { .number($0) }
                ?? evaluation.null("there is no square root of a number below 0")
        },
        define("log", "number: number") { arguments, evaluation in
            decimal(arguments[0]).logarithm.map { .number($0) }
                ?? evaluation.null("there is no logarithm of a number at or below 0")
        },
        define("exp", "number: number") { arguments, evaluation in
            decimal(arguments[0]).exponential.map { .number($0) }
                ?? evaluation.null("the number is too large for 'exp'")
        },
        define("odd", "number: number") { arguments, _ in .boolean(decimal(arguments[0]).isOddInteger) },
        define("even", "number: number") { arguments, _ in
            let number = decimal(arguments[0])
            return .boolean(number.isInteger && !number.isOddInteger)
        },
    ]

    static func decimal(_ value: FEELValue) -> Decimal128 {
        if case .number(let number) = value { number } else { .zero }
    }

    private static func rounded(_ arguments: [FEELValue], _ mode: RoundingMode, _ evaluation: Evaluation) -> FEELValue {
        guard let scale = decimal(arguments[1]).rounded(scale: 0, .down)?.exactInt, scale >= -6111, scale <= 6176 else {
            return evaluation.null("a scale lies between -6111 and 6176")
        }
        return decimal(arguments[0]).rounded(scale: scale, mode).map { .number($0) }
            ?? evaluation.null("the rounded number has more than 34 digits")
    }
}
