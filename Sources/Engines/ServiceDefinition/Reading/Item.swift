import FEEL
import Foundation
import Yams

/// A piece of a YAML file, with its line.
final class Item {
    enum Content {
        case null
        case scalar(String)
        case list([Item])
        case map([(key: String, line: Int, value: Item)])
    }

    let content: Content
    let line: Int
    /// The line on which the text of a scalar begins.
    let textLine: Int

    init(_ content: Content, line: Int, textLine: Int? = nil) {
        (self.content, self.line, self.textLine) = (content, line, textLine ?? line)
    }

    var text: String? { if case .scalar(let text) = content { text } else { nil } }
    var isNull: Bool { if case .null = content { true } else { false } }
    var members: [(key: String, line: Int, value: Item)] { if case .map(let members) = content { members } else { [] } }
    /// A list, or the one thing that stands in its place.
    var items: [Item] {
        switch content {
        case .null: []
        case .list(let items): items
        default: [self]
        }
    }
    func member(_ key: String) -> Item? { members.first { $0.key == key }?.value }

    /// What it is, in words.
    var kind: String {
        switch content {
        case .null: "nothing"
        case .scalar: "a text"
        case .list: "a list"
        case .map: "a group of keys"
        }
    }

    /// How long a file may be, how deep, and of how many pieces.
    static let longest = 1_000_000
    private static let deepest = 60
    private static let most = 50_000

    /// Reads a file; a `Mistake` where it is not YAML.
    static func read(_ data: Data, file: String) throws(Mistake) -> Item {
        guard data.count <= longest else { throw Mistake("the file is larger than 1 MB", file: file, line: 0) }
        guard let text = String(data: data, encoding: .utf8) else {
            throw Mistake("the file is not text in UTF-8; save it as UTF-8", file: file, line: 0)
        }
        if let line = tooDeep(text) {
            throw Mistake("the file nests deeper than \(deepest) levels", file: file, line: line)
        }
        var budget = most
        do {
            // Tabs as indentation are the commonest slip, and the parser's words for it are hard to understand.
            guard let node = try Yams.compose(yaml: text) else {
                throw Mistake("the file is empty", file: file, line: 0)
            }
            return try item(node, file, &budget, 0)
        } catch let mistake as Mistake {
            throw mistake
        } catch let error as YamlError {
            throw mistake(error, text, file)
        } catch {
            throw Mistake("the file cannot be read as YAML: \(error)", file: file, line: 0)
        }
    }

    /// Brackets are counted and indentation is measured before the parser, which recurses, sees the text.
    private static func tooDeep(_ text: String) -> Int? {
        var line = 1
        var open = 0
        var indent = 0
        var atStart = true
        var dashes = 0
        for byte in text.utf8 {
            switch byte {
            case 0x0A:
                line += 1
                indent = 0
                dashes = 0
                atStart = true
            case 0x20 where atStart: indent += 1
            case 0x2D where atStart, 0x3F where atStart, 0x3A where atStart:
                dashes += 1
                if dashes > deepest { return line }
            case 0x5B, 0x7B:
                atStart = false
                open += 1
                if open > deepest { return line }
            case 0x5D, 0x7D:
                atStart = false
                open = max(0, open - 1)
            default: atStart = false
            }
            if indent > 1000 { return line }
        }
        return nil
    }

    private static func item(_ node: Node, _ file: String, _ budget: inout Int, _ depth: Int) throws(Mistake) -> Item {
        budget -= 1
        let line = node.mark?.line ?? 0
        if budget < 0 { throw Mistake("the file has more than \(most) pieces", file: file, line: line) }
        if depth > deepest * 20 { throw Mistake("the file nests too deeply", file: file, line: line) }
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .any || scalar.style == .plain
            let isBlock = scalar.style == .literal || scalar.style == .folded
            if isPlain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) { return Item(.null, line: line) }
            return Item(.scalar(scalar.string), line: line, textLine: isBlock ? line + 1 : line)
        case .sequence(let sequence):
            var items: [Item] = []
            for node in sequence { items.append(try item(node, file, &budget, depth + 1)) }
            return Item(.list(items), line: line)
        case .mapping(let mapping):
            var members: [(String, Int, Item)] = []
            for (key, value) in mapping {
                guard let name = key.scalar?.string else {
                    throw Mistake("a key must be one text", file: file, line: key.mark?.line ?? line)
                }
                members.append((name, key.mark?.line ?? line, try item(value, file, &budget, depth + 1)))
            }
            return Item(.map(members), line: line)
        case .alias: throw Mistake("write the text again: references (*) are not used here", file: file, line: line)
        }
    }

    private static func mistake(_ error: YamlError, _ text: String, _ file: String) -> Mistake {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let here = lines.indices.contains(mark.line - 1) ? lines[mark.line - 1] : ""
            var hint = ""
            if here.prefix(while: \.isWhitespace).contains("\t") {
                hint = "; indent with spaces, not tabs"
            } else if problem.contains("mapping values") {
                hint = "; put a text that holds ': ' in quotes"
            } else if problem.contains("expected <block end>") {
                hint = "; look at the indentation of this line and those before"
            }
            return Mistake("this is not YAML: \(problem)\(hint)", file: file, line: mark.line)
        case .duplicatedKeysInMapping(let keys, let context):
            return Mistake(
                "\(keys.map { "'\($0)'" }.joined(separator: ", ")) stands here twice", file: file,
                line: context.mark.line)
        case .reader(let problem, let offset, _, _):
            let line = offset.map { text.utf8.prefix($0).count { $0 == 0x0A } + 1 } ?? 0
            return Mistake("this is not YAML: \(problem)", file: file, line: line)
        default: return Mistake("this is not YAML: \(error)", file: file, line: 0)
        }
    }
}
