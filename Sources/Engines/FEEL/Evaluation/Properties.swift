extension FEELValue {
    /// A property of a date, time, duration or range; nil where there is none of that name. DMN 1.5, table 60.
    func property(_ name: String) -> FEELValue? {
        switch self {
        case .date(let date): FEELValue.property(name, of: date)
        case .time(let time): FEELValue.property(name, of: time, offset: time.zone.standardOffset)
        case .dateTime(let value):
            FEELValue.property(name, of: value.date)
                ?? FEELValue.property(name, of: value.time, offset: value.offset)
        case .months(let duration):
            switch name {
            case "years": .number(duration.months / 12)
            case "months": .number(duration.months % 12)
            default: nil
            }
        case .days(let duration): FEELValue.property(name, of: duration)
        case .range(let range): FEELValue.property(name, of: range)
        default: nil
        }
    }

    private static func property(_ name: String, of date: CalendarDate) -> FEELValue? {
        switch name {
        case "year": .number(Int(date.year))
        case "month": .number(Int(date.month))
        case "day": .number(Int(date.day))
        case "weekday": .number(date.weekday)
        default: nil
        }
    }

    private static func property(_ name: String, of time: ClockTime, offset: Int?) -> FEELValue? {
        switch name {
        case "hour": return .number(time.hour)
        case "minute": return .number(time.minute)
        case "second": return .number(time.secondOfMinute)
        case "time offset": return offset.map { .days(DaysDuration(second: $0)) } ?? .null
        case "timezone":
            if case .region(let region) = time.zone { return .string(region.name) }
            return .null
        default: return nil
        }
    }

    private static func property(_ name: String, of duration: DaysDuration) -> FEELValue? {
        let parts = duration.parts
        let sign = duration.isNegative ? -1 : 1
        switch name {
        case "days": return .number(parts.days * sign)
        case "hours": return .number(parts.hours * sign)
        case "minutes": return .number(parts.minutes * sign)
        case "seconds": return .number(parts.seconds * sign)
        default: return nil
        }
    }

    private static func property(_ name: String, of range: FEELRange) -> FEELValue? {
        switch name {
        case "start": range.start
        case "end": range.end
        case "start included": .boolean(range.startIncluded)
        case "end included": .boolean(range.endIncluded)
        default: nil
        }
    }

    /// The date, time, date and time or duration that a text stands for (`@"…"`).
    package static func temporal(_ text: String) -> FEELValue? {
        if let date = TemporalReader.date(text) { return .date(date) }
        if let dateTime = TemporalReader.dateTime(text) { return .dateTime(dateTime) }
        if let time = TemporalReader.time(text) { return .time(time) }
        return TemporalReader.duration(text)
    }
}
