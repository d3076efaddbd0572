import Web

/// The way through a report: which pages there are for a category, and which comes next. A pure function of what is
/// known; no position is stored, so going back, changing an answer and opening two tabs all work.
enum ReportJourney {
    enum Step: String, CaseIterable, Hashable, Sendable {
        /// Where it is.
        case place
        /// Whether it is one of these, which are known already.
        case similar
        /// What is wrong: the category's questions, words, photos.
        case details
        /// Who tells it, or nobody.
        case contact
        /// All of it, to be checked and sent.
        case check
    }

    /// The steps of a category, in order. `similar` is one only where something like it is known.
    static func steps(_ category: Category, hasSimilar: Bool) -> [Step] {
        Step.allCases.filter { step in
            switch step {
            case .place: category.location != .none
            case .similar: hasSimilar
            case .details, .contact, .check: true
            }
        }
    }

    static func next(after step: Step, _ category: Category, hasSimilar: Bool) -> Step? {
        let steps = steps(category, hasSimilar: hasSimilar)
        guard let index = steps.firstIndex(of: step), index + 1 < steps.count else { return nil }
        return steps[index + 1]
    }

    static func previous(before step: Step, _ category: Category, hasSimilar: Bool) -> Step? {
        let steps = steps(category, hasSimilar: hasSimilar)
        guard let index = steps.firstIndex(of: step), index > 0 else { return nil }
        return steps[index - 1]
    }

    /// The first page that must be seen again because of what is wrong.
    static func step(of faults: [FilingFault]) -> Step? {
        Step.allCases.first { step in faults.contains { Self.step(ofField: $0.field) == step } }
    }

    static func step(ofField field: String) -> Step {
        switch field {
        case "place", "address": .place
        case "name", "email", "phone": .contact
        default: .details
        }
    }

    /// "Step 2 of 4", counted without the page of similar reports, which not everybody sees.
    static func position(of step: Step, _ category: Category) -> (number: Int, count: Int) {
        let steps = steps(category, hasSimilar: false)
        return ((steps.firstIndex(of: step) ?? 0) + 1, steps.count)
    }
}
