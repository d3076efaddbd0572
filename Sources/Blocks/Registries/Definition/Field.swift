import Base
import FEEL

/// One field of a registry's records.
public struct Field: Sendable {
    /// As expressions, files and programs name it: `date of birth`.
    public var name: String
    public var type: FieldType
    public var label: LocalizedText
    public var hint: LocalizedText?
    public var isRequired: Bool
    /// The answers of a choice.
    public var choices: [Choice]
    /// Whether a choice may have several answers.
    public var allowsSeveral: Bool
    /// The registry that a reference leads to.
    public var registry: String?
    /// The most characters of a text.
    public var length: Int
    /// Whether records can be found by the exact value without looking at all of them.
    public var isIndexed: Bool
    /// Whether its words are found by the search.
    public var isSearched: Bool
    public var constraints: [Constraint]

    public struct Choice: Sendable {
        public var key: String
        public var label: LocalizedText
    }

    /// The name of the field in a form and in the page: `f-date-of-birth`.
    var input: String { "f-" + name.replacing(" ", with: "-") }
}

/// What must hold, as an expression of FEEL over the record's fields, and what to say where it does not.
public struct Constraint: Sendable {
    public var require: Expression
    public var otherwise: LocalizedText

    /// - Parameter context: the fields; those without a value are null.
    func holds(_ context: FEELContext, now: DateTime?) -> Bool {
        require.evaluate(context, now: now, limits: .init(steps: 100_000)).value == .boolean(true)
    }
}
