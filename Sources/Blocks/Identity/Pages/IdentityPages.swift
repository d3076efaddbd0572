import Base
import BuildingBlock
import Web

/// The pages of this block. Each file beside this one has a few that belong together.
struct IdentityPages: Sendable {
    let platform: Platform
    let service: IdentityService
    /// What other blocks have of a person's.
    var entries: [Site.Entry] = []

    func text(_ key: String, _ language: Language, _ arguments: [String: Texts.Argument] = [:]) -> String {
        platform.texts("identity.\(key)", in: language, arguments)
    }

    func format(_ language: Language) -> Format { Format(language, zone: platform.jurisdiction.calendar.zone) }

    /// A page with one form, or with words and no form.
    func page(_ title: String, _ model: FormPage, status: Int = 200) -> Reply {
        .page(Page("identity/form", title: title, model, status: status))
    }

    func mayRegister(_ call: Call<Visitor>) throws {
        guard service.settings.registration else { throw Problem.notFound }
    }
}

/// A page that asks, with what happened before above it.
struct FormPage: ViewModel {
    var notice: UI.Notice?
    var page: UI.QuestionPage

    func member(_ name: String) -> Any? {
        switch name {
        case "notice": notice.orAbsent
        case "page": page
        default: nil
        }
    }
}

/// A page that only says something.
struct WordsPage: ViewModel {
    var title: String
    var notice: UI.Notice

    func member(_ name: String) -> Any? {
        switch name {
        case "title": title
        case "notice": notice
        default: nil
        }
    }
}

/// An entry of a list with something to do about it.
struct ListEntry: ViewModel {
    var title: String
    var note: String
    var tag: UI.Tag?
    var action: UI.Action?

    func member(_ name: String) -> Any? {
        switch name {
        case "title": title
        case "note": note
        case "tag": tag.orAbsent
        case "action": action.orAbsent
        default: nil
        }
    }
}

extension Call {
    /// Where somebody signs in from.
    func place(replacing session: Identifier<Never>?) -> SignInPlace {
        SignInPlace(
            address: input.address, device: DeviceName.of(userAgent: input.headers["user-agent"]),
            session: session.map { Identifier($0) })
    }
}

extension Person {
    var accountID: Identifier<Account> { Identifier(account) }
    var device: Identifier<SignedInDevice> { Identifier(session) }
}

extension Form {
    /// A password as it was typed: white space is part of it.
    func password(_ name: String) -> String { fields[name] ?? "" }
}
