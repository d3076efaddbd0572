import Base
import BuildingBlock
import FEEL
import ServiceDefinition
import Web

/// Questions as fields of a form, and fields as answers.
struct AnswerForm {
    let words: ServiceWords

    init(_ words: ServiceWords) { self.words = words }

    /// The name of a question's field.
    static func name(_ question: Question) -> String { name(question.name) }
    static func name(_ text: String) -> String { text.replacing(" ", with: "-") }

    // MARK: Fields

    /// - Parameter extra: how many empty items a group shows beside those that are there.
    func fields(_ asked: [Journey.Asked], _ journey: Journey, _ extra: [String: Int], showsErrors: Bool) -> [any Field]
    {
        asked.flatMap { one -> [any Field] in
            if case .group(let parts, let least, let most, let item) = one.question.kind {
                return group(one, parts, least, most, item, journey, extra[one.question.name] ?? 0, showsErrors)
            }
            let error = showsErrors ? one.errors.first : nil
            var answer = one.answer
            if answer.isEmpty, let prefill = journey.prefill(one.question) { answer = prefill }
            return [field(one.question, Self.name(one.question), answer, error, journey)]
        }
    }

    private func group(
        _ one: Journey.Asked, _ parts: [Question], _ least: Int, _ most: Int, _ item: Wording?, _ journey: Journey,
        _ extra: Int,
        _ showsErrors: Bool
    ) -> [any Field] {
        var items: [AnswerValue] = []
        if case .list(let list) = one.answer { items = list }
        let count = min(max(items.count + extra, least, 1), max(most, 1))
        var fields: [any Field] = []
        for index in 0..<count {
            for part in parts {
                let error =
                    showsErrors
                    ? one.errors.first { ($0.item ?? 0) == index && ($0.part == nil || $0.part == part.name) } : nil
                let answer = index < items.count ? items[index][part.name] : .null
                var field = field(
                    part, "\(Self.name(one.question)).\(index).\(Self.name(part))", answer, error, journey)
                let head = item.map(words.of) ?? words.of(one.question.label)
                field.question.label = "\(head) \(index + 1): \(words.of(part.label))"
                fields.append(field)
            }
        }
        return fields
    }

    private func field(
        _ question: Question, _ name: String, _ answer: AnswerValue, _ error: Journey.FieldError?, _ journey: Journey
    ) -> any Field {
        let asked = UI.Question(
            name, words.of(question.label), hint: question.hint.map(words.of), error: error?.message,
            optional: !question.isRequired)
        switch question.kind {
        case .text: return UI.TextField(asked, value: answer.typed, width: .long)
        case .longText(let longest): return UI.TextArea(asked, value: answer.typed, rows: 4, limit: longest)
        case .number: return UI.TextField.number(asked, value: answer.typed, decimals: true)
        case .integer: return UI.TextField.number(asked, value: answer.typed)
        case .money:
            return UI.TextField.money(asked, value: answer.typed, currency: words.jurisdiction.currency.rawValue)
        case .date: return date(asked, answer)
        case .yesNo:
            return UI.YesNo(
                asked, answer: answer.typed == "yes" || answer.typed == "true" ? true : answer.isEmpty ? nil : false)
        case .choice: return choices(asked, journey.choices(of: question), [answer.typed], several: false)
        case .choices:
            var given: [String] = [answer.typed]
            if case .list(let items) = answer { given = items.map(\.typed) }
            return choices(asked, journey.choices(of: question), given, several: true)
        case .file(let accept, let largest, let most): return files(asked, answer, accept, largest, most)
        case .address:
            return parts(asked, answer, ["street", "postcode", "town", "country"], error)
        case .email: return UI.TextField(asked, value: answer.typed, kind: .email, width: .long, autocomplete: "email")
        case .phone: return UI.TextField(asked, value: answer.typed, kind: .tel, width: .medium, autocomplete: "tel")
        case .personDetails: return parts(asked, answer, ["given names", "family name", "date of birth"], error)
        case .mapPoint: return parts(asked, answer, ["longitude", "latitude"], error)
        case .declaration:
            var agreed = asked
            agreed.label = words("declare")
            return UI.Declaration(agreed, statements: [words.of(question.label)], isGiven: answer.typed == "yes")
        case .group: return UI.TextArea(asked, value: answer.typed)
        }
    }

    private func date(_ asked: UI.Question, _ answer: AnswerValue) -> UI.DateField {
        if case .object = answer {
            return UI.DateField(
                asked, day: answer["day"].typed, month: answer["month"].typed, year: answer["year"].typed)
        }
        let parts = answer.typed.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        return parts.count == 3
            ? UI.DateField(asked, day: parts[2], month: parts[1], year: parts[0])
            : UI.DateField(asked, year: answer.typed)
    }

    private func choices(
        _ asked: UI.Question, _ choices: [(value: String, label: String, hint: String?)], _ given: [String],
        several: Bool
    ) -> any Field {
        let shown = choices.map { UI.Choice($0.value, $0.label, hint: $0.hint, isChosen: given.contains($0.value)) }
        return !several && shown.count > 10
            ? UI.Select(asked, [UI.Choice("", "")] + shown) : UI.Choices(asked, shown, several: several)
    }

    private func files(_ asked: UI.Question, _ answer: AnswerValue, _ accept: [String], _ largest: Int, _ most: Int)
        -> UI.FileField
    {
        var given: [AnswerValue] = answer.isEmpty ? [] : [answer]
        if case .list(let items) = answer { given = items }
        let kinds = accept.isEmpty ? ["pdf", "jpeg", "png"] : accept
        return UI.FileField(
            asked, accept: kinds.flatMap { $0 == "jpeg" ? [".jpeg", ".jpg"] : [".\($0)"] }, several: most > 1,
            limits: words(
                "file-limits",
                [
                    "kinds": .text(kinds.map { $0.uppercased() }.joined(separator: ", ")),
                    "size": .text(words.format.bytes(Int64(largest))),
                ]),
            kept: given.map {
                UI.KeptFile(
                    id: $0["id"].typed, name: $0["name"].typed, size: words.format.bytes(Int64($0["size"].typed) ?? 0))
            })
    }

    /// The parts of an answer below each other.
    private func parts(_ asked: UI.Question, _ answer: AnswerValue, _ names: [String], _ error: Journey.FieldError?)
        -> UI.AddressField
    {
        let complete = [
            "postcode": "postal-code", "town": "address-level2", "country": "country-name", "street": "street-address",
        ]
        let lines = names.map { part -> UI.TextField in
            let fails = error.map { ($0.part ?? names[0]) == part } ?? false
            var typed = answer[part].typed
            if case .object = answer[part] {
                typed = ["year", "month", "day"].map { answer[part][$0].typed }.joined(separator: "-")
            }
            return UI.TextField(
                UI.Question(
                    "\(asked.name)-\(Self.name(part))", words("part.\(Self.name(part))"),
                    hint: part == "date of birth" ? words("date-hint") : nil, error: fails ? error?.message : nil,
                    optional: part == "postcode" || part == "country"),
                value: typed, width: part == "postcode" ? .short : .long, autocomplete: complete[part])
        }
        return UI.AddressField(asked, lines: lines)
    }

    // MARK: Answers

    /// The answers of a form to questions; what a form cannot hold (files) is kept from before.
    func answers(to questions: [Question], in form: Form, keeping before: Answers) -> Answers {
        var answers = before
        for question in questions {
            answers[question.name] = answer(to: question, Self.name(question), form, before[question.name] ?? .null)
        }
        return answers
    }

    private func answer(to question: Question, _ name: String, _ form: Form, _ before: AnswerValue) -> AnswerValue {
        func line(_ name: String) -> AnswerValue { form[name].map(AnswerValue.text) ?? .null }
        func object(_ names: [String]) -> AnswerValue {
            let members = Dictionary(names.map { ($0, line("\(name)-\(Self.name($0))")) }) { $1 }
            return members.values.allSatisfy(\.isEmpty) ? .null : .object(members)
        }
        switch question.kind {
        case .text, .longText, .number, .integer, .money, .email, .phone, .choice: return line(name)
        case .yesNo:
            return form[name].map { $0 == "yes" ? .bool(true) : $0 == "no" ? .bool(false) : .text($0) } ?? .null
        case .declaration: return form[name] == "yes" ? .bool(true) : .null
        case .choices:
            let given = form.all(name).filter { !$0.isEmpty }
            return given.isEmpty ? .null : .list(given.map(AnswerValue.text))
        case .date: return object(["day", "month", "year"])
        case .address: return object(["street", "postcode", "town", "country"])
        case .personDetails: return object(["given names", "family name", "date of birth"])
        case .mapPoint: return object(["longitude", "latitude"])
        case .file:
            guard let removed = form["\(name)-remove"] else { return before }
            var kept: [AnswerValue] = []
            if case .list(let items) = before { kept = items.filter { $0["id"].typed != removed } }
            return .list(kept)
        case .group(let parts, _, let most, _):
            let items = (0..<min(max(most, 1), 200)).map { index in
                AnswerValue.object(
                    Dictionary(
                        parts.map { ($0.name, answer(to: $0, "\(name).\(index).\(Self.name($0))", form, .null)) }
                    ) { $1 })
            }
            return .list(items.filter { !$0.isEmpty })
        }
    }
}
