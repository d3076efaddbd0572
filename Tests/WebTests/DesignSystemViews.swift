import Base
import Foundation
import Mustache
import Testing

@testable import Web

/// The platform's views in one language, as the tests of the design system draw them.
struct DesignSystemViews {
    let library: ViewSet

    static let languages: [Language] = [.english, .french, .arabic]
    static let stylesheet = Assets.files["Assets/polity.css"] ?? ""

    /// Every view of the platform, by name, as it is written.
    static let sources = ViewSource.web.views

    init(_ language: Language) throws {
        library = try ViewLibrary([], languages: Self.languages).drawing(in: language).views
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
        if name == "csrf" { return "token" }
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
