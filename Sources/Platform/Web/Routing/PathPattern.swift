/// The path of a route, taken apart: `/requests/:id`, `/services.:format`, `/requests/:id.:format`, `/log/*rest`.
struct PathPattern: Sendable, Hashable {
    var segments: [Segment]

    enum Segment: Sendable, Hashable {
        case literal(String)
        /// Texts and names in turn: `:id.:format` is `[.name("id"), .text("."), .name("format")]`.
        case pieces([Piece])
        /// The rest of the path, slashes and all. Only at the end.
        case rest(String)
    }
    enum Piece: Sendable, Hashable {
        case text(String)
        case name(String)
    }

    /// `nil` where the text is no pattern: no leading slash, an empty name, two names side by side, a rest before the end.
    init?(_ text: String) {
        guard text.first == "/" else { return nil }
        segments = []
        let parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if parts == [""] { return }
        for (index, part) in parts.enumerated() {
            if part.first == "*" {
                guard index == parts.count - 1, part.count > 1 else { return nil }
                segments.append(.rest(String(part.dropFirst())))
            } else if !part.contains(":") {
                guard !part.isEmpty else { return nil }
                segments.append(.literal(String(part)))
            } else {
                guard let pieces = Self.pieces(part) else { return nil }
                segments.append(.pieces(pieces))
            }
        }
    }

    private static func pieces(_ part: Substring) -> [Piece]? {
        var pieces: [Piece] = []
        var rest = part
        while let first = rest.first {
            if first == ":" {
                let name = rest.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                if case .name = pieces.last { return nil }
                guard !name.isEmpty else { return nil }
                pieces.append(.name(String(name)))
                rest = rest.dropFirst(name.count + 1)
            } else {
                let text = rest.prefix { $0 != ":" }
                pieces.append(.text(String(text)))
                rest = rest.dropFirst(text.count)
            }
        }
        return pieces
    }

    /// The names in the pattern, in order.
    var names: [String] {
        segments.flatMap { segment -> [String] in
            switch segment {
            case .literal: []
            case .rest(let name): [name]
            case .pieces(let pieces): pieces.compactMap { if case .name(let name) = $0 { name } else { nil } }
            }
        }
    }

    /// `/requests/{id}.{format}`, as OpenAPI writes it.
    var template: String {
        "/"
            + segments.map { segment in
                switch segment {
                case .literal(let text): text
                case .rest(let name): "{\(name)}"
                case .pieces(let pieces):
                    pieces.map {
                        if case .name(let name) = $0 {
                            "{\(name)}"
                        } else if case .text(let text) = $0 {
                            text
                        } else {
                            ""
                        }
                    }
                    .joined()
                }
            }.joined(separator: "/")
    }

    /// What the names of `pieces` stand for in `segment`; `nil` where it does not fit. A name is never empty; where a text
    /// follows it, the name reaches to the text's last occurrence.
    static func match(_ pieces: [Piece], _ segment: Substring) -> [(String, String)]? {
        var found: [(String, String)] = []
        var rest = segment
        var index = 0
        while index < pieces.count {
            switch pieces[index] {
            case .text(let text):
                guard rest.hasPrefix(text) else { return nil }
                rest = rest.dropFirst(text.count)
            case .name(let name):
                var end = rest.endIndex
                if index + 1 < pieces.count, case .text(let text) = pieces[index + 1] {
                    guard let range = rest.ranges(of: text).last else { return nil }
                    end = range.lowerBound
                }
                guard end > rest.startIndex else { return nil }
                found.append((name, String(rest[..<end])))
                rest = rest[end...]
            }
            index += 1
        }
        return rest.isEmpty ? found : nil
    }
}
