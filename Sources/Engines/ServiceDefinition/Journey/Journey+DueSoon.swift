import FEEL

extension Journey {
    /// Something that is due soon for this applicant, or overdue.
    public struct Due: Sendable {
        public var item: Service.DueSoon
        public var day: CalendarDate
        /// From today; negative where the day has passed.
        public var inDays: Int
    }

    /// What of the facts ends soon, the first first. What cannot be told is left out.
    public var dueSoon: [Due] {
        let evaluation = evaluation()
        return service.dueSoon.compactMap { item in
            guard item.when?.isTrue(values, evaluation) ?? true else { return nil }
            let day: CalendarDate
            switch item.date.value(values, evaluation) {
            case .date(let date): day = date
            case .dateTime(let moment): day = moment.date
            default: return nil
            }
            let left = day.dayNumber - moment.date.dayNumber
            return left <= item.withinDays ? Due(item: item, day: day, inDays: left) : nil
        }.sorted { $0.inDays < $1.inDays }
    }
}
