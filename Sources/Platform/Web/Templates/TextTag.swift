/// A tag of a text template with its line, for those who check templates before they are used.
public struct TextTag: Sendable, Hashable {
    public enum Kind: Sendable { case value, section, end }
    public var name: String
    public var kind: Kind
    /// From 1.
    public var line: Int
}

extension TextTemplate {
    /// Every tag in its order. Throws a `TextTemplateError` for a tag that only views have.
    public static func tags(in source: String) throws(TextTemplateError) -> [TextTag] {
        do {
            return try TemplateParser.tags(in: source)
        } catch let error as TemplateError {
            throw TextTemplateError(line: error.line, message: error.message)
        } catch {
            throw TextTemplateError(line: 0, message: "\(error)")
        }
    }
}
