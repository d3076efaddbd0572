import Base

/// A kind of problem or complaint that people can report: data in the jurisdiction's folder, not code.
public struct Category: Hashable, Sendable {
    /// Stable: Open311's `service_code`.
    public var code: String
    public var name: LocalizedText
    public var description: LocalizedText
    /// The key of its group.
    public var group: String
    /// Other words by which people look for it.
    public var keywords: LocalizedText?
    /// The agency that receives what is reported.
    public var agency: String
    /// What happens next, said after filing: Open311's `service_notice`.
    public var notice: LocalizedText?
    public var due: DueRule?
    public var icon: String
    public var location: Need
    public var photo: Need
    public var priority: Priority
    /// Complaints about people, for example: never public, whoever asks.
    public var isSensitive: Bool
    /// How Open311 answers a filing: with the reference, with a token, or with neither.
    public var answering: Answering
    public var similar: Similar?
    public var questions: [Question]

    public enum Need: String, CaseIterable, Hashable, Sendable { case required, optional, none }
    public enum Priority: String, CaseIterable, Hashable, Sendable { case urgent, normal, low }
    public enum Answering: String, CaseIterable, Hashable, Sendable { case realtime, batch, blackbox }

    /// Within how many metres and days another report may tell the same, and which categories are one family.
    public struct Similar: Hashable, Sendable {
        public var radius: Double
        public var days: Int
        public var with: [String]
    }

    /// The rule by which a report in this category is held against others; `nil` where it never is.
    public var similarityRule: SimilarityRule? {
        guard let similar, !isSensitive else { return nil }
        return SimilarityRule(radius: similar.radius, days: similar.days, categories: Set(similar.with + [code]))
    }

    public func question(_ code: String) -> Question? { questions.first { $0.code == code } }

    /// The questions that want an answer; the others only tell something (Open311: `variable` false).
    public var asked: [Question] { questions.filter(\.isAsked) }
}

/// How long the agency has, by the legal calendar of the jurisdiction.
public enum DueRule: Hashable, Sendable {
    case workingDays(Int)
    case workingHours(Int)

    /// When something that was filed at `filed` is due.
    public func date(after filed: Instant, in calendar: LegalCalendar) -> Instant {
        switch self {
        case .workingDays(let days): calendar.deadline(workingDays: days, after: filed)
        case .workingHours(let hours): calendar.deadline(workingTime: .seconds(Int64(hours) * 3600), after: filed)
        }
    }
}

/// A heading under which categories are offered.
public struct CategoryGroup: Hashable, Sendable {
    public var key: String
    public var name: LocalizedText
}
