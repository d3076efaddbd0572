import FEEL

/// What is known before anything is asked: who applies, what registries hold, and what time it is.
public struct Facts: Sendable {
    /// `id`, `kind` (`person` or `organisation`), `name`, `given names`, `family name`, `date of birth`, `email`, `phone`, `address`, …;
    /// nil before somebody has signed in.
    public var applicant: FEELContext?
    /// By the names of the service's evidence: a record, a list of records, or null where there is none. What is missing was not looked
    /// up, and rules that need it stay undecided.
    public var evidence: [String: FEELValue]
    /// With the government's time zone: `today()` is the date there.
    public var now: DateTime

    public init(applicant: FEELContext?, evidence: [String: FEELValue] = [:], now: DateTime) {
        (self.applicant, self.evidence, self.now) = (applicant, evidence, now)
    }
}
