import Base
import ServiceDefinition

/// The legal deadline of a case: when it ends, and whether it stands still.
public struct CaseClock: Hashable, Sendable {
    /// The last moment in time; `nil` where the law sets none.
    public var dueAt: Instant?
    public var pausedAt: Instant?
    /// Days of the term that were left when the clock stopped: working days, or days, as the definition counts.
    public var daysLeft: Int?

    init(dueAt: Instant? = nil, pausedAt: Instant? = nil, daysLeft: Int? = nil) {
        (self.dueAt, self.pausedAt, self.daysLeft) = (dueAt, pausedAt, daysLeft)
    }

    /// The clock of a case that is submitted at `now`.
    static func started(_ clock: Service.Clock?, at now: Instant, _ calendar: LegalCalendar) -> CaseClock {
        guard let clock else { return CaseClock() }
        return CaseClock(dueAt: due(clock.days, clock, from: now, calendar))
    }

    /// The clock when the case comes into a state at `now`: it stands where the definition says so, and runs on elsewhere with the days
    /// that were left. A day that has begun before the pause counts as used, for it was the agency's.
    mutating func enter(_ status: CaseStatus, _ clock: Service.Clock?, at now: Instant, _ calendar: LegalCalendar) {
        guard let clock, let dueAt else { return }
        let stands = status.pause.map { clock.pauses.contains($0) } ?? false
        if stands, pausedAt == nil {
            pausedAt = now
            daysLeft = max(0, Self.days(clock, from: now, to: dueAt, calendar))
        } else if !stands, pausedAt != nil {
            self.dueAt = Self.due(daysLeft ?? 0, clock, from: now, calendar)
            (pausedAt, daysLeft) = (nil, nil)
        }
    }

    private static func due(_ days: Int, _ clock: Service.Clock, from now: Instant, _ calendar: LegalCalendar)
        -> Instant
    {
        if clock.isWorkingDays { return calendar.deadline(workingDays: days, after: now) }
        return calendar.zone.startOfDay(calendar.zone.date(at: now).adding(days: days + 1))
    }

    /// The days from today to the last day of the term, `dueAt` being the end of that day.
    private static func days(_ clock: Service.Clock, from now: Instant, to due: Instant, _ calendar: LegalCalendar)
        -> Int
    {
        let today = calendar.zone.date(at: now)
        let last = calendar.zone.date(at: due - .microseconds(1))
        return clock.isWorkingDays ? calendar.workingDays(from: today, to: last) : last - today
    }
}
