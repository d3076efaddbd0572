import Base

/// The answers to the questions of a category, by the question's code. Only multivaluelists have several.
public struct Answers: Hashable, Sendable {
    public private(set) var values: [String: [String]]

    public init(_ values: [String: [String]] = [:]) { self.values = values.filter { !$0.value.isEmpty } }

    public subscript(code: String) -> [String] {
        get { values[code] ?? [] }
        set { values[code] = newValue.isEmpty ? nil : newValue }
    }

    public var isEmpty: Bool { values.isEmpty }

    /// For the database: `{"depth":["deep"]}`, members in order of their names.
    public var json: JSON {
        .object(values.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .array($0.value.map(JSON.string))) })
    }

    public init(json: JSON) {
        self.init(
            Dictionary((json.object ?? []).map { ($0.name, ($0.value.array ?? []).compactMap(\.string)) }) { $1 })
    }
}

extension Category {
    /// Holds answers against the questions. What no question asks is dropped; blank answers count as none.
    /// Returns the answers to keep, and what is wrong by the question's code, in the order of the questions.
    public func check(_ given: Answers) -> (answers: Answers, faults: [(code: String, fault: AnswerFault)]) {
        var kept = Answers()
        var faults: [(code: String, fault: AnswerFault)] = []
        for question in asked {
            let values = given[question.code].filter { !$0.allSatisfy(\.isWhitespace) }
            if let fault = question.fault(in: values) { faults.append((question.code, fault)) }
            kept[question.code] = question.kind == .multivaluelist ? values : Array(values.prefix(1))
        }
        return (kept, faults)
    }
}

extension Question {
    func fault(in values: [String]) -> AnswerFault? {
        guard let first = values.first else { return isRequired ? .missing : nil }
        switch kind {
        case .singlevaluelist, .multivaluelist:
            return values.allSatisfy { value($0) != nil } ? nil : .notOffered
        case .number:
            let number = Double(first.replacing(",", with: "."))
            return number?.isFinite == true && first.count <= limit ? nil : .notANumber
        case .datetime:
            return Self.isDate(first) ? nil : .notADate
        case .string, .text:
            return first.count <= limit ? nil : .tooLong(limit: limit)
        }
    }

    /// `2026-03-29`, `2026-03-29T09:30` (a browser's field) or with a zone (Open311).
    private static func isDate(_ text: String) -> Bool {
        LocalDate(text) != nil || Instant(iso8601: text) != nil || Instant(iso8601: text + "Z") != nil
            || Instant(iso8601: text + ":00Z") != nil
    }
}
