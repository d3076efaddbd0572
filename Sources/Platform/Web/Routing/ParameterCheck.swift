import Base

/// Holds the parameters of a call to an endpoint's declaration before the handler runs: what is required is there, and each
/// value fits its schema. The part of JSON Schema that parameters need: type, enum, bounds, lengths, format.
struct ParameterCheck {
    let endpoint: Endpoint
    let input: Input

    /// Throws a 400 `Problem` that names every parameter that does not fit.
    func check() throws {
        var errors: [Problem.FieldError] = []
        for parameter in endpoint.parameters {
            guard let value = value(parameter) else {
                if parameter.required { errors.append(.init(field: parameter.name, message: "is required")) }
                continue
            }
            if let message = Self.mismatch(value, parameter.schema) {
                errors.append(.init(field: parameter.name, message: message))
            }
        }
        guard errors.isEmpty else {
            throw Problem(
                type: "invalid-parameters", status: 400, title: "Parameters do not fit",
                detail: errors.map { "\($0.field) \($0.message)" }.joined(separator: "; ") + ".", errors: errors)
        }
    }

    private func value(_ parameter: Endpoint.Parameter) -> String? {
        switch parameter.place {
        case .path: input.parameters[parameter.name]
        case .query: input.query[parameter.name]
        case .header: input.headers[parameter.name.lowercased()]
        }
    }

    /// What is wrong with `text` by `schema`; `nil` where it fits.
    static func mismatch(_ text: String, _ schema: JSON) -> String? {
        if let allowed = schema["enum"]?.array?.compactMap(\.text), !allowed.contains(text) {
            return "must be one of \(allowed.joined(separator: ", "))"
        }
        switch schema["type"]?.string {
        case "integer":
            guard let number = Int64(text) else { return "must be a whole number" }
            return outside(Double(number), schema)
        case "number":
            guard let number = Double(text), number.isFinite else { return "must be a number" }
            return outside(number, schema)
        case "boolean":
            return text == "true" || text == "false" ? nil : "must be true or false"
        case "array":
            guard let items = schema["items"] else { return nil }
            return text.split(separator: ",", omittingEmptySubsequences: false).lazy
                .compactMap { mismatch(String($0), items).map { "has an element that \($0)" } }.first
        default:
            return wrongText(text, schema)
        }
    }

    private static func outside(_ number: Double, _ schema: JSON) -> String? {
        if let least = schema["minimum"]?.double, number < least {
            return "must be at least \(schema["minimum"]?.text ?? "")"
        }
        if let most = schema["maximum"]?.double, number > most {
            return "must be at most \(schema["maximum"]?.text ?? "")"
        }
        return nil
    }

    private static func wrongText(_ text: String, _ schema: JSON) -> String? {
        let count = text.unicodeScalars.count
        if let least = schema["minLength"]?.integer, count < least { return "must have at least \(least) characters" }
        if let most = schema["maxLength"]?.integer, count > most { return "must have at most \(most) characters" }
        switch schema["format"]?.string {
        case "uuid" where Identifier<Never>(text) == nil: return "must be a UUID"
        case "date-time" where Instant(iso8601: text) == nil: return "must be a date and time like 2026-03-01T12:00:00Z"
        default: return nil
        }
    }
}

extension JSON {
    /// A scalar as text.
    fileprivate var text: String? {
        switch self {
        case .string(let text): text
        case .integer, .number, .bool: description
        default: nil
        }
    }
}
