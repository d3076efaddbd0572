/// DMN 1.5, table 45 to 50.
final class AddCode: Code {
    let left: any Code, right: any Code
    init(_ left: any Code, _ right: any Code) { (self.left, self.right) = (left, right) }

    func run(_ frame: Frame) -> FEELValue {
        let a = left.run(frame)
        let b = right.run(frame)
        if case .number(let x) = a, case .number(let y) = b, let sum = x + y { return .number(sum) }
        return AddCode.add(a, b, frame.evaluation)
    }

    static func add(_ a: FEELValue, _ b: FEELValue, _ evaluation: Evaluation) -> FEELValue {
        let result: FEELValue?
        switch (a, b) {
        case (.string(let x), .string(let y)):
            let size = x.utf8.count + y.utf8.count
            guard size < 10_000_000, evaluation.spend(1 + size / 16) else {
                return evaluation.null("the string is too long")
            }
            result = .string(x + y)
        case (.days(let x), .days(let y)):
            result = DaysDuration(nanoseconds: x.nanoseconds + y.nanoseconds).map { .days($0) }
        case (.months(let x), .months(let y)): result = Temporal.months(x.months, plus: y.months)
        case (_, .days(let duration)): result = Temporal.add(a, duration)
        case (.days(let duration), _): result = Temporal.add(b, duration)
        case (_, .months(let duration)): result = Temporal.add(a, months: duration.months)
        case (.months(let duration), _): result = Temporal.add(b, months: duration.months)
        default: result = nil
        }
        return result ?? evaluation.null("\(a.kind) plus \(b.kind) has no value")
    }
}

final class SubtractCode: Code {
    let left: any Code, right: any Code
    init(_ left: any Code, _ right: any Code) { (self.left, self.right) = (left, right) }

    func run(_ frame: Frame) -> FEELValue {
        let a = left.run(frame)
        let b = right.run(frame)
        if case .number(let x) = a, case .number(let y) = b, let difference = x - y { return .number(difference) }
        return subtract(a, b) ?? frame.evaluation.null("\(a.kind) minus \(b.kind) has no value")
    }

    private func subtract(_ a: FEELValue, _ b: FEELValue) -> FEELValue? {
        switch (a, b) {
        case (.days(let x), .days(let y)):
            return DaysDuration(nanoseconds: x.nanoseconds - y.nanoseconds).map { .days($0) }
        case (.months(let x), .months(let y)): return Temporal.months(x.months, plus: -y.months)
        case (_, .days(let duration)): return Temporal.add(a, -duration)
        case (_, .months(let duration)): return Temporal.add(a, months: -duration.months)
        default: return Temporal.difference(a, b)
        }
    }
}

final class MultiplyCode: Code {
    let left: any Code, right: any Code
    init(_ left: any Code, _ right: any Code) { (self.left, self.right) = (left, right) }

    func run(_ frame: Frame) -> FEELValue {
        let a = left.run(frame)
        let b = right.run(frame)
        if case .number(let x) = a, case .number(let y) = b, let product = x * y { return .number(product) }
        let result: FEELValue? =
            switch (a, b) {
            case (.days(let duration), .number(let factor)), (.number(let factor), .days(let duration)):
                duration.multiplied(by: factor).map { .days($0) }
            case (.months(let duration), .number(let factor)), (.number(let factor), .months(let duration)):
                (Decimal128(duration.months) * factor).flatMap { Temporal.months($0) }
            default: nil
            }
        return result ?? frame.evaluation.null("\(a.kind) times \(b.kind) has no value")
    }
}

final class DivideCode: Code {
    let left: any Code, right: any Code
    init(_ left: any Code, _ right: any Code) { (self.left, self.right) = (left, right) }

    func run(_ frame: Frame) -> FEELValue {
        let a = left.run(frame)
        let b = right.run(frame)
        let result: FEELValue?
        switch (a, b) {
        case (.number(let x), .number(let y)): result = (x / y).map { .number($0) }
        case (.days(let x), .number(let y)):
            result = (x.decimal / y).flatMap { DaysDuration(seconds: $0) }.map { .days($0) }
        case (.months(let x), .number(let y)): result = (Decimal128(x.months) / y).flatMap { Temporal.months($0) }
        case (.days(let x), .days(let y)): result = (x.decimal / y.decimal).map { .number($0) }
        case (.months(let x), .months(let y)):
            result = (Decimal128(x.months) / Decimal128(y.months)).map { .number($0) }
        default: result = nil
        }
        return result ?? frame.evaluation.null("\(a.kind) divided by \(b.kind) has no value")
    }
}

final class PowerCode: Code {
    let left: any Code, right: any Code
    init(_ left: any Code, _ right: any Code) { (self.left, self.right) = (left, right) }

    func run(_ frame: Frame) -> FEELValue {
        let a = left.run(frame)
        let b = right.run(frame)
        if case .number(let x) = a, case .number(let y) = b, let power = x.power(y) { return .number(power) }
        return frame.evaluation.null("\(a.kind) to the power of \(b.kind) has no value")
    }
}

/// Sums and differences of dates, times and durations.
enum Temporal {
    static let mostMonths = 1 << 50

    static func months(_ a: Int, plus b: Int) -> FEELValue? {
        let (sum, overflow) = a.addingReportingOverflow(b)
        return overflow || abs(sum) > mostMonths ? nil : .months(MonthsDuration(months: sum))
    }

    /// A number of months, cut to whole ones.
    static func months(_ number: Decimal128) -> FEELValue? {
        guard let whole = number.rounded(scale: 0, .down)?.exactInt, abs(whole) <= mostMonths else { return nil }
        return .months(MonthsDuration(months: whole))
    }

    static func add(_ value: FEELValue, _ duration: DaysDuration) -> FEELValue? {
        switch value {
        case .date(let date):
            let midnight = DateTime(date: date, time: ClockTime(second: 0, nanosecond: 0, zone: .local))
            return midnight.adding(duration).map { .date($0.date) }
        case .time(let time): return .time(time.adding(duration))
        case .dateTime(let dateTime): return dateTime.adding(duration).map { .dateTime($0) }
        default: return nil
        }
    }

    static func add(_ value: FEELValue, months: Int) -> FEELValue? {
        switch value {
        case .date(let date): return date.adding(months: months).map { .date($0) }
        case .dateTime(let dateTime): return dateTime.adding(months: months).map { .dateTime($0) }
        default: return nil
        }
    }

    static func difference(_ a: FEELValue, _ b: FEELValue) -> FEELValue? {
        switch (a, b) {
        case (.time(let x), .time(let y)):
            return difference(x.comparable, x.nanosecond, y.comparable, y.nanosecond)
        case (.date(let x), .date(let y)): return .days(DaysDuration(second: (x.dayNumber - y.dayNumber) * 86_400))
        default:
            guard let x = moment(a), let y = moment(b) else { return nil }
            return difference(x.comparable, x.time.nanosecond, y.comparable, y.time.nanosecond)
        }
    }

    /// A date counts as its midnight in UTC.
    private static func moment(_ value: FEELValue) -> DateTime? {
        switch value {
        case .dateTime(let value): value
        case .date(let date): DateTime(date: date, time: ClockTime(second: 0, nanosecond: 0, zone: .offset(0)))
        default: nil
        }
    }

    private static func difference(
        _ a: (seconds: Int, isLocal: Bool), _ aNano: Int32, _ b: (seconds: Int, isLocal: Bool), _ bNano: Int32
    ) -> FEELValue? {
        guard a.isLocal == b.isLocal else { return nil }
        let nanos = Int128(a.seconds - b.seconds) * 1_000_000_000 + Int128(aNano - bNano)
        return DaysDuration(nanoseconds: nanos).map { .days($0) }
    }
}
