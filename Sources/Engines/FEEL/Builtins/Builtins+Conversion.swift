extension Builtins {
    /// DMN 1.5, 10.3.4.1.
    static let conversions: [Builtin] = [
        Builtin(
            name: "date",
            signatures: [
                signature("from: Any") { arguments, evaluation in date(arguments[0], evaluation) },
                signature("year: number, month: number, day: number") { arguments, evaluation in
                    guard let parts = whole(arguments),
                        let date = CalendarDate(year: parts[0], month: parts[1], day: parts[2])
                    else { return evaluation.null("there is no such date") }
                    return .date(date)
                },
            ], gathers: false),
        Builtin(
            name: "time",
            signatures: [
                signature("from: Any") { arguments, evaluation in time(arguments[0], evaluation) },
                signature(
                    "hour: number, minute: number, second: number, offset??: days and time duration", timeOfParts),
            ], gathers: false),
        Builtin(
            name: "date and time",
            signatures: [
                signature("from: Any") { arguments, evaluation in dateTime(arguments[0], evaluation) },
                signature("date: Any, time: time", dateAndTime),
            ], gathers: false),
        define("number", "from: string, grouping separator??: string, decimal separator??: string", number),
        define("string", "from: Any") { arguments, _ in
            arguments[0].isNull ? .null : .string(arguments[0].description)
        },
        define("duration", "from: string") { arguments, evaluation in
            guard case .string(let text) = arguments[0] else { return .null }
            return TemporalReader.duration(text) ?? evaluation.null("'\(text)' is not a duration")
        },
        define("years and months duration", "from: Any, to: Any") { arguments, evaluation in
            guard let from = dateOnly(arguments[0]), let to = dateOnly(arguments[1]) else {
                return evaluation.null("'years and months duration' needs two dates")
            }
            return .months(MonthsDuration(months: months(from, to)))
        },
        define("range", "from: string") { arguments, evaluation in
            guard case .string(let text) = arguments[0] else { return .null }
            return RangeText.range(text) ?? evaluation.null("'\(text)' is not a range")
        },
    ]

    private static func whole(_ arguments: [FEELValue]) -> [Int]? {
        var result: [Int] = []
        for argument in arguments {
            guard case .number(let number) = argument, let value = number.exactInt else { return nil }
            result.append(value)
        }
        return result
    }

    private static func dateOnly(_ value: FEELValue) -> CalendarDate? {
        switch value {
        case .date(let date): date
        case .dateTime(let value): value.date
        case .list(let items) where items.count == 1: dateOnly(items[0])
        default: nil
        }
    }

    private static func date(_ value: FEELValue, _ evaluation: Evaluation) -> FEELValue {
        if let date = dateOnly(value) { return .date(date) }
        if case .string(let text) = single(value), let date = TemporalReader.date(text) { return .date(date) }
        return evaluation.null("\(value.literal) is not a date")
    }

    static func single(_ value: FEELValue) -> FEELValue {
        if case .list(let items) = value, items.count == 1 { return items[0] }
        return value
    }

    private static func time(_ value: FEELValue, _ evaluation: Evaluation) -> FEELValue {
        switch single(value) {
        case .time: return single(value)
        case .dateTime(let value): return .time(value.time)
        case .date: return .time(ClockTime(second: 0, nanosecond: 0, zone: .offset(0)))
        case .string(let text):
            return TemporalReader.time(text).map { .time($0) } ?? evaluation.null("'\(text)' is not a time")
        default: return evaluation.null("\(value.kind) is not a time")
        }
    }

    private static func timeOfParts(_ arguments: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        guard let parts = whole(Array(arguments.prefix(2))), case .number(let second) = arguments[2],
            let whole = second.rounded(scale: 0, .floor)?.exactInt, let part = second - Decimal128(whole),
            let nanos = (part * 1_000_000_000)?.rounded(scale: 0, .down)?.exactInt
        else { return evaluation.null("there is no such time") }
        var zone = TimeZoneRule.local
        if case .days(let offset) = arguments[3] {
            guard abs(offset.second) <= 18 * 3600 else { return evaluation.null("there is no such offset from UTC") }
            zone = .offset(Int32(offset.second))
        }
        let time = ClockTime(hour: parts[0], minute: parts[1], second: whole, nanosecond: nanos, zone: zone)
        return time.map { .time($0) } ?? evaluation.null("there is no such time")
    }

    private static func dateTime(_ value: FEELValue, _ evaluation: Evaluation) -> FEELValue {
        switch single(value) {
        case .dateTime: return single(value)
        case .date: return FEELType.dateTime.coerce(single(value)) ?? .null
        case .string(let text):
            return TemporalReader.dateTime(text).map { .dateTime($0) }
                ?? evaluation.null("'\(text)' is not a date and time")
        default: return evaluation.null("\(value.kind) is not a date and time")
        }
    }

    private static func dateAndTime(_ arguments: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        guard let date = dateOnly(arguments[0]), case .time(let time) = arguments[1] else {
            return evaluation.null("'date and time' needs a date and a time")
        }
        return .dateTime(DateTime(date: date, time: time))
    }

    /// Whole months from one date to another, towards zero.
    private static func months(_ from: CalendarDate, _ to: CalendarDate) -> Int {
        let months = (Int(to.year) - Int(from.year)) * 12 + Int(to.month) - Int(from.month)
        if months > 0 && to.day < from.day { return months - 1 }
        if months < 0 && to.day > from.day { return months + 1 }
        return months
    }

    private static func number(_ arguments: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        guard case .string(var text) = arguments[0] else { return .null }
        var point = "."
        if case .string(let separator) = arguments[2] { point = separator }
        guard point == "." || point == "," else { return evaluation.null("a decimal separator is '.' or ','") }
        if case .string(let group) = arguments[1] {
            guard [" ", ",", "."].contains(group), group != point || arguments[2].isNull else {
                return evaluation.null("a grouping separator is ' ', ',' or '.', and not the decimal separator")
            }
            text.removeAll { String($0) == group }
        }
        if point == "," {
            guard !text.contains(".") else { return evaluation.null("'\(text)' is not a number") }
            text = String(text.map { $0 == "," ? "." : $0 })
        }
        let isSigned = text.hasPrefix("+")
        guard !isSigned, let number = Decimal128(text), text.last != "." else {
            return evaluation.null("'\(text)' is not a number")
        }
        return .number(number)
    }
}

/// What `range()` reads: a range whose ends are literals, or dates and times made of literals. DMN 1.5, table 63.
private enum RangeText {
    static func range(_ text: String) -> FEELValue? {
        var parser = Parser(text, scope: Scope())
        guard let syntax = try? parser.parseExpression(),
            case .range(let start, let startIncluded, let end, let endIncluded) = syntax, isLiteral(start),
            isLiteral(end)
        else { return nil }
        var compiler = Compiler(variables: [])
        let codes = (compiler.compile(start), compiler.compile(end))
        let (low, high) = Frame.with(compiler.slots, Evaluation()) { (codes.0.run($0), codes.1.run($0)) }
        guard let order = FEELValue.compare(low, high), order <= 0 else { return nil }
        return .range(FEELRange(start: low, startIncluded: startIncluded, end: high, endIncluded: endIncluded))
    }

    private static func isLiteral(_ syntax: Syntax) -> Bool {
        switch syntax {
        case .literal(let value): return !value.isNull
        case .call(.name(let name, _), let arguments, _):
            let makers = ["date", "time", "date and time", "duration"]
            return makers.contains(name)
                && arguments.allSatisfy {
                    if case .literal = $0 { true } else { false }
                }
        default: return false
        }
    }
}
