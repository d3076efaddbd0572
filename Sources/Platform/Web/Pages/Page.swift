import Base
import Mustache

/// A page for people: a view, its model and what the layout needs to know.
///
/// The model's members are what the template names. Models conform to `ViewModel`, not to reflection: it is three times
/// faster and a test can compare the names with the template's.
public struct Page: Sendable {
    /// The view's name: `service-requests/report` for `Views/report.mustache` of the block `service-requests`.
    public var view: String
    /// The first words of the title bar and the page's heading, in the caller's language.
    public var title: String
    public var model: any ViewModel
    /// 422 for a form that is shown again with its errors: the title then begins with the word.
    public var status: Int
    public var cache: Reply.Cache
    /// How the person came here, outermost first.
    public var breadcrumbs: [UI.Link] = []
    /// For search engines and previews.
    public var description: String?

    public init(_ view: String, title: String, _ model: any ViewModel, status: Int = 200, cache: Reply.Cache = .none) {
        self.view = view
        self.title = title
        self.model = model
        self.status = status
        self.cache = cache
    }

    /// A page whose model is a few pairs: `Page("home/start", title: "Home", ["name": name])`.
    public init(_ view: String, title: String, _ members: Members, status: Int = 200, cache: Reply.Cache = .none) {
        let model: any ViewModel = members
        self.init(view, title: title, model, status: status, cache: cache)
    }
}

/// What a template can name. Values: `String`, numbers, `Bool`, `ViewModel`s, arrays and optionals of these, and
/// `HTML` for markup that is already safe.
///
/// ```swift
/// struct TagModel: ViewModel {
///     let text: String
///     func member(_ name: String) -> Any? {
///         switch name {
///         case "text": text
///         default: nil
///         }
///     }
/// }
/// ```
public protocol ViewModel: Sendable, MustacheParent {
    func member(_ name: String) -> Any?
}

extension ViewModel {
    public func child(named name: String) -> Any? { member(name) }
}

/// A model made of pairs, for small things.
public struct Members: ViewModel, ExpressibleByDictionaryLiteral {
    private let values: [String: any Sendable]
    public init(dictionaryLiteral elements: (String, any Sendable)...) {
        values = Dictionary(elements, uniquingKeysWith: { $1 })
    }
    public init(_ values: [String: any Sendable]) { self.values = values }
    public func member(_ name: String) -> Any? { values[name] }
}

/// Markup that is already safe: `{{{map}}}` writes it as it is. Made by our own drawing code only.
public struct HTML: Sendable, CustomStringConvertible {
    public let description: String
    public init(_ markup: String) { description = markup }
}
