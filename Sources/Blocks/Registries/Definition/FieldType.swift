/// What kind of value a field holds. The form of each value in the database and in JSON:
///
/// | type | JSON | in FEEL |
/// |---|---|---|
/// | `text`, `long text`, `address`, `email` | string | string |
/// | `number` | string, decimal: `"12.50"` | number |
/// | `integer` | integer | number |
/// | `money` | string, decimal, in the jurisdiction's currency | number |
/// | `date` | string `2026-03-01` | date |
/// | `date-time` | string, ISO 8601 in UTC | date and time |
/// | `yes-no` | true or false | boolean |
/// | `choice` | the choice's key, or a list of keys where there may be several | string, or list of strings |
/// | `person`, `organisation` | the identifier of the party | string |
/// | `reference` | the key of the other registry's record | string |
public enum FieldType: String, Sendable, CaseIterable {
    case text
    case longText = "long text"
    case number
    case integer
    case date
    case dateTime = "date-time"
    case yesNo = "yes-no"
    case money
    case choice
    case person
    case organisation
    case reference
    case address
    case email

    /// Whether values are parties of the Journal.
    public var isParty: Bool { self == .person || self == .organisation }

    /// Whether values are free text, in which words can be looked for.
    var isText: Bool { self == .text || self == .longText || self == .address || self == .email }

    /// The most characters that a text may have, unless the field says otherwise.
    var usualLength: Int { self == .longText ? 5000 : 300 }
}
