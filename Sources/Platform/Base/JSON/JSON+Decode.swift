extension JSON {
    /// The value as `Value`. Whole numbers are read as any integer type that holds them, whatever way they are written
    /// (`2`, `2.0`, `2e0`).
    ///
    /// - Throws: `DecodingError`; `JSONPointer(codingPath:)` names the place for people.
    public func decode<Value: Decodable>(
        _ type: Value.Type = Value.self, userInfo: [CodingUserInfoKey: any Sendable] = [:]
    ) throws -> Value {
        try JSONDecoding(json: self, codingPath: [], userInfo: userInfo).decode(type)
    }
}

struct JSONDecoding: Decoder {
    let json: JSON
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any]

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if let json = json as? Value { return json }
        return try Value(from: self)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = json else { throw mismatch("an object") }
        return KeyedDecodingContainer(Keyed<Key>(decoder: self, members: members))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = json else { throw mismatch("an array") }
        return Unkeyed(decoder: self, elements: elements)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { Single(decoder: self) }

    func at(_ key: any CodingKey, _ json: JSON) -> JSONDecoding {
        JSONDecoding(json: json, codingPath: codingPath + [key], userInfo: userInfo)
    }

    func mismatch(_ wanted: String) -> DecodingError {
        let found =
            switch json {
            case .null: "null"
            case .bool: "a boolean"
            case .integer, .number: "a number"
            case .string: "a string"
            case .array: "an array"
            case .object: "an object"
            }
        return .typeMismatch(
            JSON.self, .init(codingPath: codingPath, debugDescription: "expected \(wanted), found \(found)"))
    }

    struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let decoder: JSONDecoding
        private let values: [String: JSON]
        private let names: [String]
        var codingPath: [any CodingKey] { decoder.codingPath }

        init(decoder: JSONDecoding, members: [JSON.Member]) {
            self.decoder = decoder
            names = members.map(\.name)
            values = Dictionary(members.map { ($0.name, $0.value) }) { $1 }
        }

        var allKeys: [Key] { names.compactMap(Key.init(stringValue:)) }
        func contains(_ key: Key) -> Bool { values[key.stringValue] != nil }
        func decodeNil(forKey key: Key) throws -> Bool { try child(key).json == .null }
        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
            try child(key).decode(type)
        }
        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) throws -> KeyedDecodingContainer<Nested> {
            try child(key).container(keyedBy: type)
        }
        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
            try child(key).unkeyedContainer()
        }
        func superDecoder() throws -> any Decoder { decoder.at(JSONKey("super"), values["super"] ?? .null) }
        func superDecoder(forKey key: Key) throws -> any Decoder { try child(key) }

        private func child(_ key: Key) throws -> JSONDecoding {
            guard let value = values[key.stringValue] else {
                throw DecodingError.keyNotFound(
                    key, .init(codingPath: codingPath, debugDescription: "\(key.stringValue) is missing"))
            }
            return decoder.at(key, value)
        }
    }

    struct Unkeyed: UnkeyedDecodingContainer {
        let decoder: JSONDecoding
        let elements: [JSON]
        private(set) var currentIndex = 0
        var codingPath: [any CodingKey] { decoder.codingPath }
        var count: Int? { elements.count }
        var isAtEnd: Bool { currentIndex >= elements.count }

        mutating func decodeNil() throws -> Bool {
            guard try next().json == .null else { return false }
            currentIndex += 1
            return true
        }
        mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            let value = try next().decode(type)
            currentIndex += 1
            return value
        }
        mutating func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type
        ) throws -> KeyedDecodingContainer<Nested> {
            let container = try next().container(keyedBy: type)
            currentIndex += 1
            return container
        }
        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
            let container = try next().unkeyedContainer()
            currentIndex += 1
            return container
        }
        mutating func superDecoder() throws -> any Decoder {
            let child = try next()
            currentIndex += 1
            return child
        }

        private func next() throws -> JSONDecoding {
            guard !isAtEnd else {
                throw DecodingError.valueNotFound(
                    JSON.self, .init(codingPath: codingPath, debugDescription: "the array ends too early"))
            }
            return decoder.at(JSONKey(currentIndex), elements[currentIndex])
        }
    }
}
