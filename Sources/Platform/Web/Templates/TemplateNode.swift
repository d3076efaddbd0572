/// A view taken apart (Mustache, with inheritance and dynamic names of its specification, version 1.4).
enum TemplateNode: Sendable {
    case text([UInt8])
    /// `{{name}}`; `{{{name}}}` is not escaped.
    case variable(TemplateName, isEscaped: Bool)
    /// `{{#name}}…{{/name}}`; `{{^name}}` where `isInverted`.
    case section(TemplateName, isInverted: Bool, [TemplateNode])
    /// `{{#first()}}…{{/first()}}` and `{{#last()}}`: in the first or last turn of a list.
    case edge(isFirst: Bool, isInverted: Bool, [TemplateNode])
    /// `{{>name}}` and `{{<name}}…{{/name}}`, by its number among the views; with what the blocks of the view are to hold.
    case partial(Int, [String: [TemplateNode]])
    /// `{{>*name}}`: the view whose name the model gives.
    case named(TemplateName)
    /// `{{$name}}…{{/name}}`: what inherits the view may put something else.
    case block(String, [TemplateNode])
}

/// What a tag names: `.`, a member, or members of members.
struct TemplateName: Sendable, Hashable {
    /// "" for `.`
    let first: String
    /// The members of the first, one of the other.
    let rest: [String]

    init(_ text: String) {
        let parts = text.split(separator: ".").map(String.init)
        first = parts.first ?? ""
        rest = Array(parts.dropFirst())
    }
}

struct TemplateError: Error {
    var line: Int
    var message: String
}
