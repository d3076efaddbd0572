extension JSONEncoding {
    struct Single: SingleValueEncodingContainer {
        let encoder: JSONEncoding
        var codingPath: [any CodingKey] { encoder.codingPath }

        func encodeNil() { set(.null) }
        func encode(_ value: Bool) { set(.bool(value)) }
        func encode(_ value: String) { set(.string(value)) }
        func encode(_ value: Double) throws {
            guard value.isFinite else { throw invalid(value) }
            set(.number(value))
        }
        func encode(_ value: Float) throws { try encode(Double(value)) }
        func encode(_ value: Int) { set(.integer(Int64(value))) }
        func encode(_ value: Int8) { set(.integer(Int64(value))) }
        func encode(_ value: Int16) { set(.integer(Int64(value))) }
        func encode(_ value: Int32) { set(.integer(Int64(value))) }
        func encode(_ value: Int64) { set(.integer(value)) }
        func encode(_ value: UInt) throws { try encode(UInt64(value)) }
        func encode(_ value: UInt8) { set(.integer(Int64(value))) }
        func encode(_ value: UInt16) { set(.integer(Int64(value))) }
        func encode(_ value: UInt32) { set(.integer(Int64(value))) }
        func encode(_ value: UInt64) throws {
            guard let integer = Int64(exactly: value) else { throw invalid(value) }
            set(.integer(integer))
        }
        func encode(_ value: some Encodable) throws {
            set(try JSONEncoding.encode(value, path: codingPath, userInfo: encoder.userInfo))
        }

        private func set(_ json: JSON) { encoder.box.content = .leaf(json) }
        private func invalid(_ value: any Sendable) -> EncodingError {
            .invalidValue(value, .init(codingPath: codingPath, debugDescription: "\(value) has no form in JSON"))
        }
    }
}

/// A member's name or an element's index.
struct JSONKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(_ name: String) {
        stringValue = name
        intValue = nil
    }
    init(_ index: Int) {
        stringValue = String(index)
        intValue = index
    }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { self.init(intValue) }
}
