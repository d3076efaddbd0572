import Mustache

/// The design system: one value for each thing a page is made of, and one view that draws it.
///
/// `UI.Notice` is drawn by the view `notice`. A view draws a component that it finds under a name by entering it:
/// `{{#saved}}{{>notice}}{{/saved}}`, and a list of different components by the view that each brings along:
/// `{{#fields}}{{>*partial}}{{/fields}}`. `docs/design.md` lists them all.
public enum UI {}

/// A model with a view of its own.
///
/// Its `member` gives `Absent` for a name that it knows but has no value for, so that the view does not find a
/// namesake further out, and `nil` for a name that it does not know.
public protocol Component: ViewModel {
    /// The name of the view that draws it.
    static var partial: String { get }
}

extension Component {
    public func child(named key: String) -> Any? { key == "partial" ? Self.partial : member(key) }
}

/// A known name without a value: its section is skipped and its variable is empty.
public struct Absent: MustacheCustomRenderable, Sendable {
    public let renderText = ""
    public let isNull = true
    public init() {}
}

extension Optional {
    /// The value, or `Absent`.
    public var orAbsent: Any { map { $0 as Any } ?? Absent() }
}

/// Texts have no members. Saying so spares the template engine a reflection at every look-up that passes one.
extension String: @retroactive MustacheParent {
    public func child(named: String) -> Any? { nil }
}
