import Base
import BuildingBlock
import Web

/// The page on which an officer opens an account for somebody at a counter.
struct CounterAccountForm {
    let words: ServiceWords
    var typed = NewCounterPerson(name: "", email: "", language: .english)
    var refusal: CounterRefusal?

    init(words: ServiceWords) {
        self.words = words
        typed.language = words.language
    }

    var page: Web.Page {
        let languages = words.jurisdiction.languages.map {
            UI.Choice($0.rawValue, $0.ownName, isChosen: $0 == typed.language)
        }
        let form = UI.Form(
            action: "\(ServiceLinks.counters)/new",
            fields: [
                UI.TextField(
                    UI.Question(
                        "name", words("counter.name"), hint: words("counter.name-hint"), error: error(.badName)),
                    value: typed.name, autocomplete: "off"),
                UI.TextField(
                    UI.Question(
                        "email", words("counter.email"), hint: words("counter.email-hint"),
                        error: error(.badEmail) ?? error(.emailTaken), optional: true),
                    value: typed.email, kind: .email, autocomplete: "off"),
                UI.Choices(UI.Question("language", words("counter.language")), languages),
            ], buttons: [UI.Button(words("counter.open-button"))])
        return UI.PartsPage(
            title: words("counter.open"), introduction: [words("counter.open-lead")], back: ServiceLinks.counters,
            parts: [form]
        ).workspace()
    }

    private func error(_ one: CounterRefusal) -> String? {
        guard one == refusal else { return nil }
        return switch one {
        case .badName: words("counter.bad-name")
        case .badEmail: words("counter.bad-email")
        case .emailTaken: words("counter.email-taken")
        }
    }
}
