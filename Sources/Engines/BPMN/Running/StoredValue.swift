import FEEL

/// A value of FEEL as it is kept: every kind comes back as it was. Functions are kept as null.
struct StoredValue: Codable {
    var value: FEELValue

    private enum Key: String, CodingKey {
        /// A number that is no whole one, by its numeral.
        case number = "n"
        /// A date, time, duration or range, as FEEL writes it.
        case literal = "t"
        /// A context: names and values in turn.
        case context = "c"
    }

    static let maxDepth = 100

    init(_ value: FEELValue) { self.value = value }

    init(from decoder: any Decoder) throws {
        guard decoder.codingPath.count < 3 * StoredValue.maxDepth else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "values nest too deeply"))
        }
        if let single = try? decoder.singleValueContainer() {
            if single.decodeNil() {
                value = .null
                return
            }
            if let boolean = try? single.decode(Bool.self) {
                value = .boolean(boolean)
                return
            }
            if let number = try? single.decode(Int.self) {
                value = .number(number)
                return
            }
            if let text = try? single.decode(String.self) {
                value = .string(text)
                return
            }
        }
        if var list = try? decoder.unkeyedContainer() {
            var items: [FEELValue] = []
            while !list.isAtEnd { items.append(try list.decode(StoredValue.self).value) }
            value = .list(items)
            return
        }
        value = try StoredValue.keyed(try decoder.container(keyedBy: Key.self))
    }

    private static func keyed(_ container: KeyedDecodingContainer<Key>) throws -> FEELValue {
        if container.contains(.context) {
            return .context(try container.decode(StoredContext.self, forKey: .context).context)
        }
        if let text = try container.decodeIfPresent(String.self, forKey: .number), let number = Decimal128(text) {
            return .number(number)
        }
        let text = try container.decode(String.self, forKey: .literal)
        guard let expression = try? Expression(text) else {
            throw DecodingError.dataCorruptedError(forKey: .literal, in: container, debugDescription: "no value")
        }
        let value = expression.evaluate(limits: .init(steps: 100)).value
        if value.isNull {
            throw DecodingError.dataCorruptedError(forKey: .literal, in: container, debugDescription: "no value")
        }
        return value
    }

    func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        switch value {
        case .null, .function: try single.encodeNil()
        case .boolean(let value): try single.encode(value)
        case .string(let text): try single.encode(text)
        case .number(let number):
            if let whole = number.exactInt, Decimal128(whole).description == number.description {
                try single.encode(whole)
            } else {
                var container = encoder.container(keyedBy: Key.self)
                try container.encode(number.description, forKey: .number)
            }
        case .list(let items): try single.encode(items.map { StoredValue($0) })
        case .context(let context):
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(StoredContext(context), forKey: .context)
        case .date, .time, .dateTime, .days, .months, .range:
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(value.literal, forKey: .literal)
        }
    }
}

/// Variables as they are kept: names and values in turn, so that their order stays.
struct StoredContext: Codable {
    var context: FEELContext

    init(_ context: FEELContext) { self.context = context }

    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        context = FEELContext()
        while !list.isAtEnd {
            let name = try list.decode(String.self)
            context[name] = try list.decode(StoredValue.self).value
        }
    }

    func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        for (name, value) in context.entries {
            try list.encode(name)
            try list.encode(StoredValue(value))
        }
    }
}

/// The variables of an instance or of an event: a context that can be compared and kept.
public struct Variables: Sendable, Equatable, Codable {
    public var context: FEELContext

    public init(_ context: FEELContext = FEELContext()) { self.context = context }

    public subscript(name: String) -> FEELValue? {
        get { context[name] }
        set { context[name] = newValue }
    }

    public var isEmpty: Bool { context.isEmpty }

    public static func == (a: Variables, b: Variables) -> Bool {
        a.context.count == b.context.count
            && a.context.entries.allSatisfy { name, value in b.context[name].map { $0 == value } ?? false }
    }

    public init(from decoder: any Decoder) throws { context = try StoredContext(from: decoder).context }

    public func encode(to encoder: any Encoder) throws { try StoredContext(context).encode(to: encoder) }

    mutating func merge(_ other: Variables) {
        for (name, value) in other.context.entries { context[name] = value }
    }
}

extension Variables: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, FEELValue)...) { self.init(FEELContext(elements)) }
}
