extension Builtins {
    /// DMN 1.5, 10.3.4.8 and 10.3.4.9.
    static let temporals: [Builtin] = [
        define("now", "") { _, evaluation in
            evaluation.now.map { .dateTime($0) } ?? evaluation.null("the evaluation was given no time")
        },
        define("today", "") { _, evaluation in
            evaluation.now.map { .date($0.date) } ?? evaluation.null("the evaluation was given no time")
        },
        dateFunction("day of year") { .number($0.dayOfYear) },
        dateFunction("day of week") { .string(weekdays[$0.weekday - 1]) },
        dateFunction("month of year") { .string(months[Int($0.month) - 1]) },
        dateFunction("week of year") { .number($0.weekOfYear) },
    ]

    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    private static func dateFunction(
        _ name: String, _ body: @escaping @Sendable (CalendarDate) -> FEELValue
    ) -> Builtin {
        define(name, "date: Any") { arguments, evaluation in
            switch single(arguments[0]) {
            case .date(let date): body(date)
            case .dateTime(let value): body(value.date)
            case let other: evaluation.null("'\(name)' takes a date, not \(other.kind)")
            }
        }
    }
}
