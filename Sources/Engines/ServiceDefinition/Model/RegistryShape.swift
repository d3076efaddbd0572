import FEEL

/// What a registry holds, as far as a service needs to know: its fields and their types.
public struct RegistryShape: Sendable {
    public var name: String
    public var fields: [FEELType.Field]
    /// The allowed values of fields that are choices.
    public var choices: [String: [String]]

    public init(_ name: String, fields: [FEELType.Field], choices: [String: [String]] = [:]) {
        (self.name, self.fields, self.choices) = (name, fields, choices)
    }

    /// The type of a field by its name in a registry's definition; `Any` for kinds not known here.
    public static func type(named name: String, several: Bool = false) -> FEELType {
        let type: FEELType =
            switch name.lowercased().replacing("-", with: " ") {
            case "text", "long text", "choice", "person", "organisation", "reference", "email", "e mail", "phone",
                "identifier":
                .string
            case "number", "integer", "money", "decimal": .number
            case "date": .date
            case "date and time", "instant", "time": .dateTime
            case "yes no", "boolean": .boolean
            default: .any
            }
        return several ? .list(type) : type
    }
}

/// What a service is checked against: the government around it, as values.
public struct Surroundings: Sendable {
    /// nil: not known, so that nothing is said about registries.
    public var registries: [RegistryShape]?
    /// All languages of the government, the default first.
    public var languages: [String]
    /// nil: not known.
    public var agencies: [String]?
    /// Names of the processes that services share; nil: not known.
    public var sharedProcesses: [String]?
    /// Messages that the house has words for where a service has none; nil: not known.
    public var messages: [String]?

    public init(
        registries: [RegistryShape]? = nil, languages: [String] = ["en"], agencies: [String]? = nil,
        sharedProcesses: [String]? = nil, messages: [String]? = nil
    ) {
        (self.registries, self.languages, self.agencies, self.sharedProcesses, self.messages) =
            (registries, languages, agencies, sharedProcesses, messages)
    }
}
