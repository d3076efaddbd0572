import Base

/// The values of an order, checked against what the template declares and written in its language.
struct TemplateValues {
    let template: DocumentTemplate
    let writer: ValueWriter

    /// Throws `DocumentError.value` for a value that is missing, unknown or of another kind. Flags and texts may be left out.
    func written(_ values: JSON) throws(DocumentError) -> JSON {
        try record(values, template.values, path: "")
    }

    private func record(_ values: JSON, _ types: [String: ValueType], path: String) throws(DocumentError) -> JSON {
        guard let members = values.object else { throw .value(path, "is no record") }
        for member in members where types[member.name] == nil {
            throw .value(path + member.name, "is not declared by the template")
        }
        var result: [JSON.Member] = []
        for (name, type) in types.sorted(by: { $0.key < $1.key }) {
            let value = values[name] ?? .null
            result.append(JSON.Member(name, try one(value, type, path: path + name)))
        }
        return .object(result)
    }

    private func one(_ value: JSON, _ type: ValueType, path: String) throws(DocumentError) -> JSON {
        switch (type, value) {
        case (.flag, .null): return .bool(false)
        case (.flag, .bool): return value
        case (.text, .null), (.date, .null), (.time, .null), (.money, .null), (.number, .null): return .null
        case (.list, .null): return .array([])
        case (.list(let types), .array(let elements)):
            var records: [JSON] = []
            for (index, element) in elements.enumerated() {
                records.append(try record(element, types, path: "\(path).\(index + 1)."))
            }
            return .array(records)
        default:
            guard let text = writer.text(value, as: type) else { throw .value(path, "is no \(type.word)") }
            return .string(text)
        }
    }
}
