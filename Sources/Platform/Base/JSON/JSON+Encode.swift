extension JSON {
    /// The value as JSON. Members stand in the order in which `value` encodes them.
    ///
    /// - Throws: `EncodingError` for numbers that JSON cannot hold, and what `value` itself throws.
    public static func encode(_ value: some Encodable, userInfo: [CodingUserInfoKey: any Sendable] = [:]) throws -> JSON
    {
        try JSONEncoding.encode(value, path: [], userInfo: userInfo)
    }
}

/// An encoder writes into boxes, because a container handed out early may be filled late.
final class JSONBox {
    enum Content {
        case empty
        case leaf(JSON)
        case array([JSONBox])
        case object([(name: String, box: JSONBox)])
    }
    var content = Content.empty

    init(_ content: Content = .empty) { self.content = content }

    var json: JSON? {
        switch content {
        case .empty: nil
        case .leaf(let json): json
        case .array(let boxes): .array(boxes.map { $0.json ?? .object([]) })
        case .object(let members): .object(members.map { JSON.Member($0.name, $0.box.json ?? .object([])) })
        }
    }

    func set(_ name: String, _ box: JSONBox) {
        guard case .object(var members) = content else {
            content = .object([(name, box)])
            return
        }
        content = .empty
        if let index = members.firstIndex(where: { $0.name == name }) {
            members[index].box = box
        } else {
            members.append((name, box))
        }
        content = .object(members)
    }

    func append(_ box: JSONBox) {
        guard case .array(var boxes) = content else {
            content = .array([box])
            return
        }
        content = .empty
        boxes.append(box)
        content = .array(boxes)
    }
}

struct JSONEncoding: Encoder {
    let box: JSONBox
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any]

    static func encode(
        _ value: some Encodable, path: [any CodingKey], userInfo: [CodingUserInfoKey: Any]
    ) throws -> JSON {
        if let json = value as? JSON { return json }
        let box = JSONBox()
        try value.encode(to: JSONEncoding(box: box, codingPath: path, userInfo: userInfo))
        return box.json ?? .object([])
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .empty = box.content { box.content = .object([]) }
        return KeyedEncodingContainer(Keyed<Key>(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .empty = box.content { box.content = .array([]) }
        return Unkeyed(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(encoder: self) }

    func at(_ key: any CodingKey, _ box: JSONBox) -> JSONEncoding {
        JSONEncoding(box: box, codingPath: codingPath + [key], userInfo: userInfo)
    }

    struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let encoder: JSONEncoding
        var codingPath: [any CodingKey] { encoder.codingPath }

        func encodeNil(forKey key: Key) { encoder.box.set(key.stringValue, JSONBox(.leaf(.null))) }
        func encode(_ value: some Encodable, forKey key: Key) throws {
            let json = try JSONEncoding.encode(value, path: codingPath + [key], userInfo: encoder.userInfo)
            encoder.box.set(key.stringValue, JSONBox(.leaf(json)))
        }
        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Nested> {
            child(key).container(keyedBy: type)
        }
        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { child(key).unkeyedContainer() }
        func superEncoder() -> any Encoder { child(JSONKey("super")) }
        func superEncoder(forKey key: Key) -> any Encoder { child(key) }

        private func child(_ key: any CodingKey) -> JSONEncoding {
            let box = JSONBox()
            encoder.box.set(key.stringValue, box)
            return encoder.at(key, box)
        }
    }

    struct Unkeyed: UnkeyedEncodingContainer {
        let encoder: JSONEncoding
        var codingPath: [any CodingKey] { encoder.codingPath }
        var count: Int { if case .array(let boxes) = encoder.box.content { boxes.count } else { 0 } }

        func encodeNil() { encoder.box.append(JSONBox(.leaf(.null))) }
        func encode(_ value: some Encodable) throws {
            let json = try JSONEncoding.encode(value, path: codingPath + [JSONKey(count)], userInfo: encoder.userInfo)
            encoder.box.append(JSONBox(.leaf(json)))
        }
        func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
            child().container(keyedBy: type)
        }
        func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { child().unkeyedContainer() }
        func superEncoder() -> any Encoder { child() }

        private func child() -> JSONEncoding {
            let key = JSONKey(count)
            let box = JSONBox()
            encoder.box.append(box)
            return encoder.at(key, box)
        }
    }
}
