import Mustache

/// The design system: one value for each thing a page is made of, and one template that draws it.
///
/// `UI.Notice` is drawn by the partial `ui-notice`. A template draws a component that it finds under a key by
/// entering it: `{{#saved}}{{>ui-notice}}{{/saved}}`, and a list of different components by the name that each
/// brings along: `{{#fields}}{{>*partial}}{{/fields}}`. `docs/design.md` lists them all.
public enum UI {}

/// A value that a template can draw.
public protocol Component: MustacheParent, Sendable {
    /// The name of the template that draws it, without extension.
    static var partial: String { get }

    /// What stands under a key. A key that the component knows but has no value for gives `Absent`, so that
    /// the template does not find a namesake further out; a key that it does not know gives `nil`.
    func value(_ key: String) -> Any?
}

extension Component {
    public func child(named key: String) -> Any? { key == "partial" ? Self.partial : value(key) }
}

/// A known key without a value: its section is skipped and its variable is empty.
public struct Absent: MustacheCustomRenderable, Sendable {
    public let renderText = ""
    public let isNull = true
    public init() {}
}

extension Optional {
    /// The value, or `Absent`.
    public var orAbsent: Any { map { $0 as Any } ?? Absent() }
}

/// Texts have no keys. Saying so spares the template engine a reflection at every look-up that passes one.
extension String: @retroactive MustacheParent {
    public func child(named: String) -> Any? { nil }
}

/// Text that is HTML already and is written as it stands. Never build one from what a person typed.
public struct HTML: MustacheCustomRenderable, Sendable, Hashable {
    public let renderText: String
    public let isNull = false
    public init(_ markup: String) { renderText = markup }
}
