/// What residents and officers remember of their year, written down by themselves and by nobody of the program.
struct Tally: Sendable {
    /// Acts by their own hands, by verb.
    var hands: [String: Int] = [:]
    /// What happened to people, for the report.
    var stories: [String: Int] = [:]
    /// In the smallest unit of the currency.
    var paid: Int64 = 0
    var paidBack: Int64 = 0

    mutating func did(_ verb: String) { hands[verb, default: 0] += 1 }
    mutating func told(_ story: String) { stories[story, default: 0] += 1 }
}
