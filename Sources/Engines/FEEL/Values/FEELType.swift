/// A type of FEEL. DMN 1.5, 10.3.2.9 and 10.3.2.10.
public indirect enum FEELType: Sendable {
    case any, null, boolean, number, string, date, time, dateTime, daysDuration, monthsDuration
    case list(FEELType)
    case range(FEELType)
    case context([Field])
    case function([FEELType], FEELType)
    /// Either kind of duration (`duration` of older models).
    case duration
    case named(NamedType)

    public struct Field: Sendable {
        public let name: String
        public let type: FEELType

        public init(_ name: String, _ type: FEELType) {
            self.name = name
            self.type = type
        }
    }

    /// The types by their names in FEEL and in older models.
    static let builtin: [String: FEELType] = [
        "Any": .any, "Null": .null, "boolean": .boolean, "number": .number, "string": .string, "date": .date,
        "time": .time, "date and time": .dateTime, "days and time duration": .daysDuration,
        "years and months duration": .monthsDuration, "dateTime": .dateTime, "dayTimeDuration": .daysDuration,
        "yearMonthDuration": .monthsDuration, "list": .list(.any), "context": .context([]), "range": .range(.any),
        "function": .function([], .any), "duration": .duration, "any": .any, "null": .null,
    ]

    /// The type of that name; nil for names that FEEL does not define.
    public static func named(_ name: String) -> FEELType? { builtin[name] }

    /// The unary tests that restrict a named type or the items of a list, as they were written.
    public var restriction: String? {
        switch self {
        case .named(let named): named.restriction.isEmpty ? named.type.restriction : named.restriction
        case .list(let item): item.restriction
        default: nil
        }
    }

    /// Behind its names.
    public var resolved: FEELType {
        var type = self
        while case .named(let named) = type { type = named.type }
        return type
    }
}

/// A type with a name of its own, whose values may be restricted (an item definition of DMN).
public final class NamedType: Sendable {
    public let name: String
    public let type: FEELType
    /// Says of a value of the type whether it is allowed.
    public let allows: (@Sendable (FEELValue) -> Bool)?
    /// The restriction as it was written, for messages.
    public let restriction: String
    /// All that is allowed, where those are a few texts: they need no evaluation.
    private let texts: [String]?

    /// - Parameter texts: the values that are allowed, where the type is `string` and `allows` accepts these alone.
    public init(
        name: String, type: FEELType, restriction: String = "", texts: [String]? = nil,
        allows: (@Sendable (FEELValue) -> Bool)? = nil
    ) {
        self.name = name
        self.type = type
        self.allows = allows
        self.restriction = restriction
        if case .string = type { self.texts = texts } else { self.texts = nil }
    }

    func contains(_ value: FEELValue) -> Bool {
        if let texts, case .string(let text) = value {
            for allowed in texts where sameText(allowed, text) { return true }
            return false
        }
        return type.contains(value) && allows?(value) != false
    }
}

extension FEELType: CustomStringConvertible {
    public var description: String {
        switch self {
        case .any: "Any"
        case .null: "Null"
        case .boolean: "boolean"
        case .number: "number"
        case .string: "string"
        case .date: "date"
        case .time: "time"
        case .dateTime: "date and time"
        case .daysDuration: "days and time duration"
        case .monthsDuration: "years and months duration"
        case .duration: "duration"
        case .list(let item): "list<\(item)>"
        case .range(let item): "range<\(item)>"
        case .context(let fields): "context<\(fields.map { "\($0.name): \($0.type)" }.joined(separator: ", "))>"
        case .function(let parameters, let result):
            "function<\(parameters.map(\.description).joined(separator: ", "))>->\(result)"
        case .named(let named): named.name
        }
    }
}
