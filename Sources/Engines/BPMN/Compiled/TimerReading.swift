import FEEL

/// The moments of timers.
enum TimerReading {
    /// What a value says, by the kind of timer: the first moment, how many follow, and how far apart.
    static func wait(_ value: FEELValue, _ plan: TimerPlan, _ now: Moment, _ options: ProcessOptions) -> Subscription
        .Wait?
    {
        switch plan {
        case .date:
            // An expression for a date may as well give how long to wait.
            let due = Moment(value, options) ?? Span(value)?.added(to: now, options)
            return due.map { .timer(due: $0, left: 0, period: nil) }
        case .duration:
            let due = Span(value)?.added(to: now, options) ?? Moment(value, options)
            return due.map { .timer(due: max($0, now), left: 0, period: nil) }
        case .cycle:
            guard case .string(let text) = value, let cycle = Recurrence(text, options) else {
                return Span(value).flatMap { span in
                    span.isPositive ? span.added(to: now, options) : nil
                }.map { .timer(due: $0, left: nil, period: value.description) }
            }
            guard cycle.count != 0, let first = cycle.first(after: now, options) else { return nil }
            let period = text.split(separator: "/").first { Span(String($0)) != nil }.map(String.init)
            return .timer(due: first, left: cycle.count.map { $0 - 1 }, period: period)
        }
    }

    /// The next moment of a timer that starts processes.
    static func next(
        _ plan: TimerPlan, after moment: Moment, previous: Moment?, count: Int, _ options: ProcessOptions
    ) -> Moment? {
        let value: FEELValue
        switch plan {
        case .date(let template), .duration(let template), .cycle(let template):
            switch template {
            case .text(let text): value = .string(text)
            case .formula(let formula):
                let now = moment.dateTime(in: options.zone)
                value = formula.expression.evaluate(FEELContext(), now: now).value
            }
        }
        guard case .timer(let due, let left, let period)? = wait(value, plan, moment, options) else { return nil }
        if count == 0 { return due }
        guard let period, let previous, left.map({ count <= $0 }) ?? true else { return nil }
        return Span(period)?.added(to: previous, options)
    }
}
