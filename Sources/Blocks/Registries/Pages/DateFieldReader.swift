import Base
import Web

/// The three boxes of a date, as a form sends them.
struct DateFieldReader {
    let parts: [String]

    init(_ form: Form, _ name: String) { parts = ["year", "month", "day"].map { form["\(name)-\($0)"] ?? "" } }

    var isEmpty: Bool { parts.allSatisfy(\.isEmpty) }
    /// `nil` where it is none.
    var date: LocalDate? {
        let numbers = parts.compactMap { Int($0) }
        return numbers.count == 3 ? LocalDate(year: numbers[0], month: numbers[1], day: numbers[2]) : nil
    }
    /// What a field of a record would read: the date, nothing, or something that is no date.
    var text: String { isEmpty ? "" : date?.description ?? "?" }
}

extension UI.DateField {
    init(_ question: UI.Question, _ date: LocalDate?) {
        self.init(
            question, day: date.map { "\($0.day)" } ?? "", month: date.map { "\($0.month)" } ?? "",
            year: date.map { "\($0.year)" } ?? "")
    }

    init(_ question: UI.Question, typed: DateFieldReader) {
        self.init(question, day: typed.parts[2], month: typed.parts[1], year: typed.parts[0])
    }
}
