/// The names that an expression may use.
public struct Scope: Sendable {
    /// Variables, in the order of their slots.
    package var variables: [String]
    /// Names of entries that a path or a filter may mention (`a.first name`), where they hold spaces or operators.
    package var properties: NameTable
    /// Types by name, besides those of FEEL.
    package var types: [String: FEELType]

    public init(
        variables: [String] = [], properties: some Sequence<String> = [], types: [String: FEELType] = [:]
    ) {
        self.variables = variables
        self.properties = NameTable(Array(properties) + Scope.builtinProperties)
        self.types = types
    }

    /// Of dates, times, durations and ranges.
    package static let builtinProperties = [
        "year", "month", "day", "weekday", "hour", "minute", "second", "time offset", "timezone", "years", "months",
        "days", "hours", "minutes", "seconds", "start", "end", "start included", "end included",
    ]
}
