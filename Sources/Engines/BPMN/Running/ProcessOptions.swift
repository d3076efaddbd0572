import FEEL

/// What a step needs of the world besides its event and its time. The same for every step of an instance.
public struct ProcessOptions: Sendable {
    /// The end of so many working days after a moment, by the legal calendar of the place; nil where there is none.
    public var workingDays: (@Sendable (_ count: Int, _ start: Moment) -> Moment?)?
    /// The clock by which dates without a zone and durations in days, months and years are meant.
    public var zone: TimeZoneRule
    /// Whether a manual task waits to be confirmed. BPMN 2.0.2, 13.3.3 leaves its work outside the system, so that a
    /// process goes straight on.
    public var waitsForManualTasks: Bool
    /// How many nodes one step may enter before it stops with an incident instead of going round for ever.
    public var maximumMoves: Int
    /// How many instances a multi-instance activity may have.
    public var maximumInstances: Int

    public init(
        workingDays: (@Sendable (_ count: Int, _ start: Moment) -> Moment?)? = nil, zone: TimeZoneRule = .offset(0),
        waitsForManualTasks: Bool = false, maximumMoves: Int = 100_000, maximumInstances: Int = 100_000
    ) {
        self.workingDays = workingDays
        self.zone = zone
        self.waitsForManualTasks = waitsForManualTasks
        self.maximumMoves = maximumMoves
        self.maximumInstances = maximumInstances
    }
}
