import FEEL

/// An applicant with the outcome that the law expects: `examples/*.yaml`.
public struct Example: Sendable {
    public var name: String
    public var file: String
    public var line: Int
    public var facts: Facts
    public var answers: Answers
    /// How an officer decides; nil: as the rules propose, or in favour.
    public var officer: Officer?
    public var expected: Expected

    public struct Officer: Sendable {
        public var decision: String
        /// Keys of the decision's reasons.
        public var reasons: [String]
        public var explanation: String
    }

    public struct Expected: Sendable {
        /// nil: not said.
        public var isEligible: Bool?
        /// The rule that fails: its name, its requirement, or a part of its words.
        public var failing: String?
        public var fee: Decimal128?
        public var route: [String]?
        /// `approve`, `refuse`, another decision, `officer` (the rules propose none), `not eligible`, `incomplete`.
        public var outcome: String?
        /// By the names of values.
        public var values: [(name: String, value: FEELValue)] = []
        /// What the registry holds after an approval, by field.
        public var registry: [(field: String, value: FEELValue)] = []
        public var certificate: [String] = []
        /// Fragments of letters and messages by their names.
        public var letters: [(name: String, fragment: String)] = []
        /// Questions whose answers are refused.
        public var errors: [String]?
    }
}
