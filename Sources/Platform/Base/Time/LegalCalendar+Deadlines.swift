extension LegalCalendar {
    /// `date` itself where it is a working day, else the next one.
    public func workingDay(onOrAfter date: LocalDate) -> LocalDate {
        var days = WorkingDays(self)
        return days.nearest(from: date, step: 1)
    }

    /// The first working day after `date`.
    public func workingDay(after date: LocalDate) -> LocalDate { workingDay(onOrAfter: date.adding(days: 1)) }

    /// The working day that is `count` working days after `date`, or before it where negative. The day itself is not
    /// counted, as in the reckoning of legal periods (Regulation (EEC) 1182/71, Art. 3). Zero working days end on `date`
    /// or the next working day.
    public func date(adding count: Int, workingDaysTo date: LocalDate) -> LocalDate {
        var days = WorkingDays(self)
        guard count != 0 else { return days.nearest(from: date, step: 1) }
        let step = count.signum()
        var date = date
        for _ in 0..<count.magnitude {
            let next = days.nearest(from: date.adding(days: step), step: step)
            if next == date { return date }
            date = next
        }
        return date
    }

    /// The working days after `start`, up to and including `end`; negative where `end` is earlier.
    public func workingDays(from start: LocalDate, to end: LocalDate) -> Int {
        guard start <= end else { return -workingDays(from: end, to: start) }
        var days = WorkingDays(self)
        var count = 0
        var date = start
        while date < end {
            date = date.adding(days: 1)
            if days.contains(date) { count += 1 }
        }
        return count
    }

    /// The deadline that is `count` working days after `instant`: the end of the last day, which is its closing time
    /// where the calendar has opening hours, else the midnight that ends it.
    public func deadline(workingDays count: Int, after instant: Instant) -> Instant {
        let last = date(adding: count, workingDaysTo: zone.date(at: instant))
        return openPeriods(on: last).last?.upperBound ?? zone.startOfDay(last.adding(days: 1))
    }

    /// The instant at which `duration` of working time has passed since `instant`. Where nothing is open at `instant`,
    /// time begins to run when the office opens next.
    public func deadline(workingTime duration: Duration, after instant: Instant) -> Instant {
        var days = WorkingDays(self)
        var left = max(duration, .zero)
        var date = zone.date(at: instant)
        while true {
            if days.contains(date) {
                for period in openPeriods(on: date) where period.upperBound > instant {
                    let start = max(period.lowerBound, instant)
                    if start + left <= period.upperBound { return start + left }
                    left -= period.upperBound - start
                }
            }
            let next = date.adding(days: 1)
            if next == date { return zone.startOfDay(date) }
            date = next
        }
    }

    /// The working time between two instants; zero where `end` is earlier.
    public func workingTime(from start: Instant, to end: Instant) -> Duration {
        guard start < end else { return .zero }
        var days = WorkingDays(self)
        var total = Duration.zero
        var date = zone.date(at: start)
        let last = zone.date(at: end)
        while date <= last {
            if days.contains(date) {
                for period in openPeriods(on: date) {
                    let (from, to) = (max(period.lowerBound, start), min(period.upperBound, end))
                    if from < to { total += to - from }
                }
            }
            let next = date.adding(days: 1)
            if next == date { break }
            date = next
        }
        return total
    }

    /// When the office is open on a working day. A worked Saturday without hours of its own is open all day.
    func openPeriods(on date: LocalDate) -> [Range<Instant>] {
        guard let openingHours, !(workedDays.contains(date) && openingHours.periods[date.weekday] == nil) else {
            return [zone.startOfDay(date)..<zone.startOfDay(date.adding(days: 1))]
        }
        return (openingHours.periods[date.weekday] ?? []).compactMap { period in
            let opens = zone.instant(LocalDateTime(date, period.opens))
            let closes = zone.instant(LocalDateTime(date, period.closes))
            return opens < closes ? opens..<closes : nil
        }
    }
}
