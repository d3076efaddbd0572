import Base
import BuildingBlock
import Web

/// The fields of the pages of a report.
struct ReportFields {
    let words: RequestWords
    let category: Category
    let answers: ReportAnswers
    let faults: [FilingFault]

    private func error(_ field: String) -> String? { faults.first { $0.field == field }.map(words.fault) }

    /// The questions of the category, then words and photos.
    func details(photos kept: [UI.KeptFile], photoProblem: String?) -> [any Field] {
        var fields: [any Field] = category.asked.map(field)
        let isOptional = !category.asked.isEmpty
        fields.append(
            UI.TextArea(
                UI.Question(
                    "description", words("report.description"), hint: words("report.description-hint"),
                    error: error("description"), optional: isOptional),
                value: answers.description, rows: 4, limit: Filing.descriptionLimit))
        if category.photo != .none {
            let settings = words.catalogue.settings
            fields.append(
                UI.FileField(
                    UI.Question(
                        "photos", words("report.photos"), error: photoProblem ?? error("photos"),
                        optional: category.photo == .optional),
                    accept: PhotoFormat.allCases.map(\.rawValue), several: settings.photosPerReport > 1,
                    limits: words(
                        "report.photo-limits",
                        [
                            "count": .number(Int64(settings.photosPerReport)),
                            "size": .text(words.format.bytes(Int64(settings.photoBytes))),
                        ]), kept: kept))
        }
        return fields
    }

    func contact() -> [any Field] {
        [
            UI.TextField(
                UI.Question(
                    "email", words("report.email"), hint: words("report.email-hint"), error: error("email"),
                    optional: true),
                value: answers.email ?? "", kind: .email, width: .long, autocomplete: "email"),
            UI.TextField(
                UI.Question("phone", words("report.phone"), error: error("phone"), optional: true),
                value: answers.phone ?? "", kind: .tel, width: .medium, autocomplete: "tel"),
            UI.TextField(
                UI.Question("name", words("report.name"), error: error("name"), optional: true),
                value: answers.name ?? "", width: .long, autocomplete: "name"),
        ]
    }

    private func field(_ question: Question) -> any Field {
        let name = "answer-\(question.code)"
        let given = answers.answers[question.code]
        let asked = UI.Question(
            name, question.text(in: words.language), hint: question.hint?(in: words.language), error: error(name),
            optional: !question.isRequired)
        switch question.kind {
        case .string: return UI.TextField(asked, value: given.first ?? "", width: .long)
        case .number: return UI.TextField.number(asked, value: given.first ?? "", decimals: true)
        case .text: return UI.TextArea(asked, value: given.first ?? "", rows: 3, limit: question.limit)
        case .datetime:
            let parts = (given.first ?? "").split(separator: "-", omittingEmptySubsequences: false).map(String.init)
            let day = parts.count > 2 ? String(parts[2].prefix(2)) : ""
            return UI.DateField(
                asked, day: day, month: parts.count > 1 ? parts[1] : "", year: parts.first ?? "")
        case .singlevaluelist, .multivaluelist:
            let choices = question.values.map {
                UI.Choice($0.key, $0.name(in: words.language), isChosen: given.contains($0.key))
            }
            let isLong = question.kind == .singlevaluelist && choices.count > 8
            return isLong
                ? UI.Select(asked, choices) : UI.Choices(asked, choices, several: question.kind == .multivaluelist)
        }
    }

    /// All answers in words, to be checked. `change` is the address to which each leads.
    func summary(photos: Int, change: (ReportJourney.Step) -> String?) -> UI.SummaryList {
        var rows = [
            UI.SummaryRow(words("report.category"), category.name(in: words.language), change: RequestLinks.report)
        ]
        if category.location != .none {
            var row = UI.SummaryRow(words("report.place"), change: change(.place))
            row.lines = [answers.address, answers.point.map { _ in words("report.point-on-map") }].compactMap { $0 }
            rows.append(row)
        }
        for (question, answer) in KeptDefinition(category).readable(answers.answers, in: words.language) {
            rows.append(UI.SummaryRow(question, answer))
        }
        if !answers.description.isEmpty {
            var row = UI.SummaryRow(words("report.description"))
            row.lines = words.paragraphs(answers.description)
            rows.append(row)
        }
        if category.photo != .none {
            rows.append(UI.SummaryRow(words("report.photos"), words.count("report.photo-count", photos)))
        }
        let contact = [answers.name, answers.email, answers.phone].compactMap { $0 }
        var row = UI.SummaryRow(words("report.contact"))
        row.lines = contact.isEmpty ? [words("report.anonymous")] : contact
        rows.append(row)
        return UI.SummaryList(rows)
    }
}
