/// Names one value inside a JSON document (RFC 6901): `/lines/0/amount`.
public struct JSONPointer: Hashable, Sendable {
    /// The names and indices on the way, unescaped. None names the whole document.
    public var tokens: [String]

    public init(tokens: [String] = []) { self.tokens = tokens }

    /// From its text: empty, or tokens each led by `/`, with `~1` for `/` and `~0` for `~`; `nil` for anything else.
    public init?(_ text: String) {
        guard !text.isEmpty else {
            tokens = []
            return
        }
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        var tokens: [String] = []
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let token = Self.unescaped(part) else { return nil }
            tokens.append(token)
        }
        self.tokens = tokens
    }

    /// The way a decoder went to where it failed.
    public init(codingPath: [any CodingKey]) {
        tokens = codingPath.map { key in key.intValue.map(String.init) ?? key.stringValue }
    }

    public func appending(_ token: String) -> JSONPointer { JSONPointer(tokens: tokens + [token]) }
    public func appending(_ index: Int) -> JSONPointer { appending(String(index)) }

    private static func unescaped(_ part: Substring) -> String? {
        var result = ""
        var rest = part[...]
        while let tilde = rest.firstIndex(of: "~") {
            result += rest[..<tilde]
            switch rest[tilde...].dropFirst().first {
            case "0": result += "~"
            case "1": result += "/"
            default: return nil
            }
            rest = rest[tilde...].dropFirst(2)
        }
        return result + rest
    }
}

extension JSONPointer: CustomStringConvertible {
    public var description: String {
        tokens.map { token in
            "/"
                + token.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
                .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
        }.joined()
    }
}

extension JSON {
    /// The value that `pointer` names, or `nil` where there is none (RFC 6901 §4).
    public subscript(pointer: JSONPointer) -> JSON? {
        var value = self
        for token in pointer.tokens {
            switch value {
            case .object:
                guard let next = value[token] else { return nil }
                value = next
            case .array:
                // An index has no sign and no leading zero.
                guard let index = Int(token), String(index) == token, let next = value[index] else { return nil }
                value = next
            default: return nil
            }
        }
        return value
    }
}
