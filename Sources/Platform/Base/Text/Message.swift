/// One message in one language, taken apart once: words, placeholders, and its forms where it counts something.
struct Message: Hashable, Sendable {
    enum Segment: Hashable, Sendable {
        case words(String)
        case placeholder(String)
    }
    enum Content: Hashable, Sendable {
        case plain([Segment])
        /// The placeholder whose number decides, and the forms.
        case plural(by: String, [PluralCategory: [Segment]])
    }
    let content: Content

    init(_ text: String) { content = .plain(Self.segments(text)) }
    init(by: String, forms: [PluralCategory: String]) { content = .plural(by: by, forms.mapValues(Self.segments)) }

    /// The names of all placeholders.
    var placeholders: Set<String> {
        switch content {
        case .plain(let segments): Self.placeholders(segments)
        case .plural(let by, let forms): forms.values.reduce([by]) { $0.union(Self.placeholders($1)) }
        }
    }

    func text(in language: Language, _ arguments: [String: Texts.Argument]) -> String {
        switch content {
        case .plain(let segments): return Self.text(segments, language, arguments)
        case .plural(let by, let forms):
            let category = arguments[by].map { $0.category(in: language) } ?? .other
            let form = forms[category] ?? forms[.other] ?? forms[.many] ?? []
            return Self.text(form, language, arguments)
        }
    }

    private static func text(
        _ segments: [Segment], _ language: Language, _ arguments: [String: Texts.Argument]
    ) -> String {
        var text = ""
        for segment in segments {
            switch segment {
            case .words(let words): text += words
            // A missing argument shows its name: a mistake that can be seen.
            case .placeholder(let name): text += arguments[name]?.text(in: language) ?? "{\(name)}"
            }
        }
        return text
    }

    private static func placeholders(_ segments: [Segment]) -> Set<String> {
        Set(segments.compactMap { if case .placeholder(let name) = $0 { name } else { nil } })
    }

    /// `{name}` is a placeholder where `name` is letters, digits and hyphens; any other brace is itself.
    private static func segments(_ text: String) -> [Segment] {
        var segments: [Segment] = []
        var words = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            words += rest[..<open]
            let inner = rest[rest.index(after: open)...]
            if let close = inner.firstIndex(of: "}"), close > inner.startIndex,
                inner[..<close].allSatisfy({ $0.isASCIIAlphanumeric || $0 == "-" || $0 == "_" })
            {
                if !words.isEmpty { segments.append(.words(words)) }
                words = ""
                segments.append(.placeholder(String(inner[..<close])))
                rest = inner[inner.index(after: close)...]
            } else {
                words += "{"
                rest = inner
            }
        }
        words += rest
        if !words.isEmpty { segments.append(.words(words)) }
        return segments
    }
}
