/// A text that is no page (a message, a letter), drawn by the renderer of views: `{{name}}`, `{{#name}}…{{/name}}`,
/// `{{^name}}…{{/name}}`. Nothing is escaped: the text is not HTML. It has no partials.
///
/// ```swift
/// let template = try TextTemplate("Dear {{name}}, {{#due}}please answer by {{due}}.{{/due}}")
/// template.draw(["name": "Noor Sample"])
/// ```
public struct TextTemplate: Sendable {
    private let program: TemplateProgram
    /// Every name that it uses, of members only the first part.
    public let names: Set<String>

    /// Throws a `TextTemplateError` with the line, counted from 1.
    public init(_ source: String) throws(TextTemplateError) {
        do {
            let nodes = try TemplateParser.parse(source, views: [:]).map { try $0.unescaped() }
            program = TemplateProgram([nodes])
            names = nodes.reduce(into: []) { $1.collectNames(into: &$0) }
        } catch let error as TemplateError {
            throw TextTemplateError(line: error.line, message: error.message)
        } catch {
            throw TextTemplateError(line: 0, message: "\(error)")
        }
    }

    public func draw(_ values: Members) -> String {
        var rendering = TemplateRendering(values, program, numbers: [:])
        rendering.draw(program.views[0])
        return String(decoding: rendering.output, as: UTF8.self)
    }
}

public struct TextTemplateError: Error, Hashable, Sendable {
    /// From 1; 0 where the whole text is meant.
    public var line: Int
    public var message: String

    public init(line: Int, message: String) { (self.line, self.message) = (line, message) }
}

extension TemplateNode {
    /// The same without escaping; throws for what a text cannot have.
    fileprivate func unescaped() throws -> TemplateNode {
        switch self {
        case .text: return self
        case .variable(let name, _): return .variable(name, isEscaped: false)
        case .section(let name, let isInverted, let inner):
            return .section(name, isInverted: isInverted, try inner.map { try $0.unescaped() })
        case .edge(let isFirst, let isInverted, let inner):
            return .edge(isFirst: isFirst, isInverted: isInverted, try inner.map { try $0.unescaped() })
        case .block(let name, let inner): return .block(name, try inner.map { try $0.unescaped() })
        case .partial, .named: throw TemplateError(line: 0, message: "a text cannot draw a view")
        }
    }

    fileprivate func collectNames(into names: inout Set<String>) {
        switch self {
        case .text, .partial, .named: return
        case .variable(let name, _): if !name.first.isEmpty { names.insert(name.first) }
        case .section(let name, _, let inner):
            if !name.first.isEmpty { names.insert(name.first) }
            for node in inner { node.collectNames(into: &names) }
        case .edge(_, _, let inner), .block(_, let inner): for node in inner { node.collectNames(into: &names) }
        }
    }
}
