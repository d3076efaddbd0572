import Base
import BuildingBlock
import Store
import Web

/// The fields of a registry as a form: made from the definition, filled from a record or from what was typed.
struct RecordForm {
    let definition: RegistryDefinition
    let words: RecordWords
    /// The fields that are asked.
    let names: Set<String>

    private var asked: [Field] { definition.fields.filter { names.contains($0.name) } }

    /// - Parameters:
    ///   - typed: wins over `values`.
    ///   - mistakes: what to say at each field.
    func questions(values: [String: JSON], typed: Form?, mistakes: [FieldMistake]) -> [any Web.Field] {
        asked.map { field in
            let mistake = mistakes.first { $0.field == field.name }
            let question = UI.Question(
                field.input, field.label(in: words.language), hint: hint(field),
                error: mistake.map { words.mistake($0, definition) },
                optional: !field.isRequired)
            return input(field, question, values[field.name], typed)
        }
    }

    private func hint(_ field: Field) -> String? {
        if let hint = field.hint { return hint(in: words.language) }
        switch field.type {
        case .person: return words.text("form.person-hint")
        case .organisation: return words.text("form.organisation-hint")
        case .reference: return words.text("form.reference-hint")
        default: return nil
        }
    }

    private func input(_ field: Field, _ question: UI.Question, _ value: JSON?, _ typed: Form?) -> any Web.Field {
        let text = typed.map { $0[field.input] ?? "" } ?? Field.indexText(value ?? .null).first ?? ""
        switch field.type {
        case .choice:
            let chosen = typed.map { $0.all(field.input) } ?? Field.indexText(value ?? .null)
            let choices = field.choices.map {
                UI.Choice($0.key, $0.label(in: words.language), isChosen: chosen.contains($0.key))
            }
            if field.allowsSeveral { return UI.Choices(question, choices, several: true) }
            let none = UI.Choice("", words.text("form.none"), isChosen: chosen.isEmpty)
            return field.isRequired ? UI.Choices(question, choices) : UI.Choices(question, [none] + choices)
        case .yesNo:
            let answer = typed.map { $0[field.input] } ?? value?.bool.map { $0 ? "yes" : "no" }
            return UI.YesNo(question, answer: answer.map { $0 == "yes" })
        case .date:
            if let typed { return UI.DateField(question, typed: DateFieldReader(typed, field.input)) }
            return UI.DateField(question, value?.string.flatMap(LocalDate.init))
        case .longText, .address: return UI.TextArea(question, value: text, rows: 4, limit: field.length)
        case .integer: return UI.TextField.number(question, value: text)
        case .number: return UI.TextField.number(question, value: text, decimals: true)
        case .money: return UI.TextField.money(question, value: text, currency: words.desk.currency.rawValue)
        case .email: return UI.TextField(question, value: text, kind: .email, autocomplete: "off")
        default:
            return UI.TextField(question, value: text, width: field.length <= 20 ? .medium : .full, autocomplete: "off")
        }
    }

    /// What was typed, as values; with what cannot be read.
    func values(_ form: Form, at now: Instant, in tx: any ReadTransaction) throws -> (
        values: [String: JSON], mistakes: [FieldMistake]
    ) {
        var values: [String: JSON] = [:]
        var mistakes: [FieldMistake] = []
        for field in asked {
            let text =
                switch field.type {
                case .date: DateFieldReader(form, field.input).text
                case .choice: form.all(field.input).joined(separator: " ")
                default: form[field.input] ?? ""
                }
            if field.type.isParty, !text.isEmpty {
                if let party = try words.desk.party(text, field.type, at: now, in: tx) {
                    values[field.name] = .string(party.description)
                } else {
                    mistakes.append(FieldMistake(field.name, .notAParty))
                }
                continue
            }
            do {
                values[field.name] = try field.value(from: text, currency: words.desk.currency)
            } catch {
                mistakes.append(FieldMistake(field.name, error.reason))
            }
        }
        return (values, mistakes)
    }
}
