import Base
import Journal
import Web

/// Why an officer looks, as forms carry it from page to page: chosen once for a search and what is opened from it.
struct LookForm: Sendable {
    /// The key of one of the definition's purposes.
    var purpose: String = ""
    var caseReference: String = ""

    init() {}

    init(_ form: Form) {
        purpose = form["purpose"] ?? ""
        caseReference = String((form["case"] ?? "").prefix(100))
    }

    func purpose(in definition: RegistryDefinition) -> Purpose? {
        if !definition.isPersonal { return Purpose(definition.title) }
        guard let chosen = definition.purposes.first(where: { $0.key == purpose }) else { return nil }
        return Purpose(chosen.text, case: caseReference.isEmpty ? nil : caseReference)
    }

    /// The questions; none in a registry that is about nobody.
    func fields(_ definition: RegistryDefinition, _ words: RecordWords, mistaken: Bool) -> [any Web.Field] {
        guard definition.isPersonal else { return [] }
        let choices = definition.purposes.map {
            UI.Choice($0.key, $0.text(in: words.language), isChosen: $0.key == purpose)
        }
        let question = UI.Question(
            "purpose", words.text("look.purpose"), hint: words.text("look.purpose-hint"),
            error: mistaken ? words.text("look.purpose-missing") : nil)
        return [
            UI.Choices(question, choices),
            UI.TextField(
                UI.Question("case", words.text("look.case"), hint: words.text("look.case-hint"), optional: true),
                value: caseReference,
                width: .medium, autocomplete: "off"),
        ]
    }

    var hidden: [UI.HiddenField] { [UI.HiddenField("purpose", purpose), UI.HiddenField("case", caseReference)] }
}
