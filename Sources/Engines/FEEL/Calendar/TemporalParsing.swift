/// Reads the texts of dates, times and durations: XML Schema Part 2 with the zones of DMN 1.5, 10.3.4.1.
struct TemporalReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    private var isAtEnd: Bool { position == bytes.count }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func digits(_ count: ClosedRange<Int>) -> (value: Int, count: Int)? {
        var value = 0
        let start = position
        while position < bytes.count, position - start < count.upperBound, bytes[position] >= 48,
            bytes[position] <= 57
        {
            value = value * 10 + Int(bytes[position] - 48)
            position += 1
        }
        return position - start >= count.lowerBound ? (value, position - start) : nil
    }

    static func date(_ text: String) -> CalendarDate? {
        var reader = TemporalReader(text)
        guard let date = reader.date(), reader.isAtEnd else { return nil }
        return date
    }

    static func time(_ text: String) -> ClockTime? {
        var reader = TemporalReader(text)
        _ = reader.take("T")
        guard let (time, _) = reader.time(), reader.isAtEnd else { return nil }
        return time
    }

    /// A date alone is its midnight.
    static func dateTime(_ text: String) -> DateTime? {
        var reader = TemporalReader(text)
        guard let date = reader.date() else { return nil }
        if reader.isAtEnd {
            return DateTime(date: date, time: ClockTime(second: 0, nanosecond: 0, zone: .local))
        }
        guard reader.take("T"), let (time, isNextDay) = reader.time(), reader.isAtEnd else { return nil }
        return (isNextDay ? date.adding(days: 1) : date).map { DateTime(date: $0, time: time) }
    }

    private mutating func date() -> CalendarDate? {
        let isNegative = take("-")
        let start = position
        guard let year = digits(4...9), year.count == 4 || bytes[start] != 48, take("-"),
            let month = digits(2...2), take("-"), let day = digits(2...2)
        else { return nil }
        return CalendarDate(year: isNegative ? -year.value : year.value, month: month.value, day: day.value)
    }

    private mutating func time() -> (time: ClockTime, isNextDay: Bool)? {
        guard let hour = digits(2...2), take(":"), let minute = digits(2...2), take(":"),
            let second = digits(2...2)
        else { return nil }
        var nanosecond = 0
        if take(".") {
            guard let fraction = nanoseconds() else { return nil }
            nanosecond = fraction
        }
        guard let zone = zone() else { return nil }
        let isMidnight = hour.value == 24 && minute.value == 0 && second.value == 0 && nanosecond == 0
        guard
            let time = ClockTime(
                hour: isMidnight ? 0 : hour.value, minute: minute.value, second: second.value,
                nanosecond: nanosecond, zone: zone)
        else { return nil }
        return (time, isMidnight)
    }

    /// Digits after the point; what is beyond billionths is cut off.
    private mutating func nanoseconds() -> Int? {
        let start = position
        guard let digits = digits(1...9) else { return nil }
        while position < bytes.count, bytes[position] >= 48, bytes[position] <= 57 { position += 1 }
        guard position > start else { return nil }
        return (digits.count..<9).reduce(digits.value) { value, _ in value * 10 }
    }

    private mutating func zone() -> TimeZoneRule? {
        if isAtEnd { return .local }
        if take("Z") || take("z") { return .offset(0) }
        if take("@") {
            let name = String(decoding: bytes[position...], as: UTF8.self)
            position = bytes.count
            return TimeZoneRule.Region(name).map { .region($0) }
        }
        let isNegative = take("-")
        guard isNegative || take("+"), let hour = digits(2...2), take(":"), let minute = digits(2...2) else {
            return nil
        }
        var seconds = hour.value * 3600 + minute.value * 60
        if take(":") {
            guard let second = digits(2...2), second.value < 60 else { return nil }
            seconds += second.value
        }
        guard minute.value < 60, seconds <= 18 * 3600 else { return nil }
        return .offset(Int32(isNegative ? -seconds : seconds))
    }

    /// `P1DT2H` or `P1Y2M`, but not both in one.
    static func duration(_ text: String) -> FEELValue? {
        var reader = TemporalReader(text)
        return reader.duration()
    }

    private mutating func duration() -> FEELValue? {
        let isNegative = take("-")
        guard take("P") else { return nil }
        var months: Int?
        var nanos: Int128?
        var isTime = false
        var last = -1
        while !isAtEnd {
            if !isTime && take("T") {
                isTime = true
                if isAtEnd { return nil }
                last = max(last, 2)
            }
            guard let (amount, rank) = component(isTime: isTime), rank > last else { return nil }
            last = rank
            if rank < 2 { months = (months ?? 0) + Int(amount) } else { nanos = (nanos ?? 0) + amount }
        }
        if let months, nanos == nil, !isTime { return .months(MonthsDuration(months: isNegative ? -months : months)) }
        guard let nanos, months == nil else { return nil }
        return DaysDuration(nanoseconds: isNegative ? -nanos : nanos).map { .days($0) }
    }

    /// One number with its letter: the amount in months (rank 0, 1) or nanoseconds (rank 2 to 5).
    private mutating func component(isTime: Bool) -> (amount: Int128, rank: Int)? {
        guard let number = digits(1...15) else { return nil }
        let amount = Int128(number.value)
        let second: Int128 = 1_000_000_000
        if !isTime {
            if take("Y") { return (amount * 12, 0) }
            if take("M") { return (amount, 1) }
            return take("D") ? (amount * 86_400 * second, 2) : nil
        }
        if take("H") { return (amount * 3600 * second, 3) }
        if take("M") { return (amount * 60 * second, 4) }
        var nanos = 0
        if take(".") { nanos = nanoseconds() ?? 0 }
        return take("S") ? (amount * second + Int128(nanos), 5) : nil
    }
}
