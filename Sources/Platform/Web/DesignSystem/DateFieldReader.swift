import Base

/// The three boxes of a date (`UI.DateField`), as a form sends them.
public struct DateFieldReader: Sendable {
    /// Year, month, day, as typed.
    let parts: [String]

    public init(_ form: Form, _ name: String) { parts = ["year", "month", "day"].map { form["\(name)-\($0)"] ?? "" } }

    public var isEmpty: Bool { parts.allSatisfy(\.isEmpty) }
    /// `nil` where it is none.
    public var date: LocalDate? {
        let numbers = parts.compactMap { Int($0) }
        return numbers.count == 3 ? LocalDate(year: numbers[0], month: numbers[1], day: numbers[2]) : nil
    }
    /// The date (ISO 8601), nothing, or something that is no date.
    public var text: String { isEmpty ? "" : date?.description ?? "?" }
}

extension UI.DateField {
    public init(_ question: UI.Question, _ date: LocalDate?) {
        self.init(
            question, day: date.map { "\($0.day)" } ?? "", month: date.map { "\($0.month)" } ?? "",
            year: date.map { "\($0.year)" } ?? "")
    }

    /// As it was sent.
    public init(_ question: UI.Question, typed: DateFieldReader) {
        self.init(question, day: typed.parts[2], month: typed.parts[1], year: typed.parts[0])
    }
}
