import Base
import Foundation
import Mustache
import Testing

@testable import Web

/// The platform's views in one language, with their words put in, as the tests of the design system draw them.
struct DesignSystemViews {
    let library: MustacheLibrary
    let texts: [String: String]

    static let languages: [Language] = [.english, .french, .arabic]

    /// Every view of the platform, by name.
    static let sources: [String: String] = Assets.files.reduce(into: [:]) { views, file in
        guard file.key.hasPrefix("Views/"), file.key.hasSuffix(".mustache") else { return }
        views[String(file.key.dropFirst("Views/".count).dropLast(".mustache".count))] = file.value
    }

    static let stylesheet = Assets.files["Assets/polity.css"] ?? ""

    init(_ language: Language) throws {
        texts = try Self.texts(language)
        var library = MustacheLibrary()
        for (name, source) in Self.sources {
            let filled = source.replacing(/\[\[([a-z0-9.-]+)\]\]/) { texts[String($0.1)]?.escapedForMarkup ?? "[[\($0.1)]]" }
            try library.register(filled, named: name)
        }
        self.library = library
    }

    static func texts(_ language: Language) throws -> [String: String] {
        let json = try #require(Assets.files["Texts/\(language).json"])
        return try JSONDecoder().decode([String: String].self, from: Data(json.utf8))
    }

    func draw(_ component: any Component) throws -> String { try draw(type(of: component).partial, component) }

    func draw(_ view: String, _ model: any MustacheParent) throws -> String {
        try #require(library.render(model, withTemplate: view), "no view \(view)")
    }
}

/// A page's root, which notes every name that a view asked for and nobody knew.
final class DesignSystemProbe: MustacheParent {
    private(set) var unknown: Set<String> = []
    private let frame: UI.Frame
    private let content: any MustacheParent

    init(_ frame: UI.Frame, _ content: any MustacheParent) { (self.frame, self.content) = (frame, content) }

    func child(named name: String) -> Any? {
        if name == "frame" { return frame }
        if let value = content.child(named: name) { return value }
        unknown.insert(name)
        return nil
    }
}

extension UI.Frame {
    /// With everything in it.
    static func sample(_ language: Language, signedIn: Bool = false) -> UI.Frame {
        UI.Frame(
            language: language, title: "Title", siteName: "Sample City",
            languages: [
                UI.Link("English", "?lang=en", isCurrent: language == .english, language: .english),
                UI.Link("العربية", "?lang=ar", isCurrent: language == .arabic, language: .arabic),
            ], navigation: [UI.Link("Services", "/services", isCurrent: true), UI.Link("Reports", "/reports")],
            account: signedIn
                ? UI.Account(
                    name: "A. Sample", href: "/account", signOut: "/session", onBehalfOf: "A firm",
                    token: UI.HiddenField("csrf", "t")) : nil,
            signIn: signedIn ? nil : UI.Link("Sign in", "/sign-in"), demonstration: "Nothing here is real.",
            breadcrumbs: [UI.Link("Home", "/")], footer: [UI.Link("Contact", "/contact")],
            verification: UI.Link("Check it", "/log"), description: "About it", hasErrors: true)
    }
}
