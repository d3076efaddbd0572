import Mustache

/// Draws one page: walks the nodes and writes bytes.
struct TemplateRendering {
    private let views: ViewSet
    private var stack: [Entry]
    private var blocks: Blocks?
    private var depth = 0
    private var kinds = ValueKinds()
    private(set) var output: [UInt8] = []

    /// A view that draws itself without end is cut off here.
    private static let deepest = 100

    /// One thing that a section entered: tags can name it, and its members if it has some.
    private struct Entry {
        enum Content {
            case model(any MustacheParent)
            case value(Any)
        }
        let content: Content
        var isFirst = false
        var isLast = false

        init(_ model: any MustacheParent, isFirst: Bool, isLast: Bool) {
            content = .model(model)
            (self.isFirst, self.isLast) = (isFirst, isLast)
        }

        init(_ object: Any, _ kind: ValueKind) {
            if kind == .model, let parent = object as? any MustacheParent {
                content = .model(parent)
            } else {
                content = .value(object)
            }
        }

        var object: Any {
            switch content {
            case .model(let parent): parent
            case .value(let object): object
            }
        }
    }

    /// What the blocks of a view hold, and what they held where that was written.
    private final class Blocks {
        let nodes: [String: (nodes: [TemplateNode], outer: Blocks?)]

        init(_ own: [String: [TemplateNode]], outer: Blocks?) {
            // What inherits from further out wins.
            nodes = own.mapValues { ($0, outer) }.merging(outer?.nodes ?? [:]) { $1 }
        }
    }

    init(_ model: Any, views: ViewSet) {
        self.views = views
        stack = [Entry(model, .model)]
        output.reserveCapacity(16 * 1024)
    }

    mutating func draw(_ nodes: [TemplateNode]) {
        for node in nodes {
            switch node {
            case .text(let bytes): output += bytes
            case .variable(let name, let isEscaped): if let value = value(name) { write(value, isEscaped) }
            case .section(let name, let isInverted, let inner): section(value(name), isInverted, inner)
            case .edge(let isFirst, let isInverted, let inner):
                let isThere = stack.last.map { isFirst ? $0.isFirst : $0.isLast } ?? false
                if isThere != isInverted { draw(inner) }
            case .partial(let number, let own): partial(views.templates[number], own)
            case .named(let name):
                if let name = value(name) as? String, let number = views.numbers[name] {
                    partial(views.templates[number], [:])
                }
            case .block(let name, let standard):
                guard let override = blocks?.nodes[name] else {
                    draw(standard)
                    continue
                }
                let before = blocks
                blocks = override.outer
                draw(override.nodes)
                blocks = before
            }
        }
    }

    private mutating func partial(_ nodes: [TemplateNode], _ own: [String: [TemplateNode]]) {
        guard depth < Self.deepest else { return }
        depth += 1
        let before = blocks
        if !own.isEmpty { blocks = Blocks(own, outer: before) }
        draw(nodes)
        blocks = before
        depth -= 1
    }

    private mutating func section(_ value: Any?, _ isInverted: Bool, _ inner: [TemplateNode]) {
        guard let value else {
            if isInverted { draw(inner) }
            return
        }
        let kind = kinds.kind(of: value)
        switch kind {
        case .flag: if (value as? Bool) != isInverted { draw(inner) }
        case .models: if let models = value as? any ModelList { list(of: models, isInverted, inner) }
        case .list: if let list = value as? any MustacheSequence { self.list(list, isInverted, inner) }
        case .optional: section((value as? any OptionalValue)?.wrapped, isInverted, inner)
        case .renderable where (value as? any MustacheCustomRenderable)?.isNull == true, .nothing:
            if isInverted { draw(inner) }
        case .text, .number, .model, .renderable, .other:
            guard !isInverted else { return }
            stack.append(Entry(value, kind))
            draw(inner)
            stack.removeLast()
        }
    }

    /// The common list, without asking each element what it is.
    private mutating func list(of models: some ModelList, _ isInverted: Bool, _ inner: [TemplateNode]) {
        guard !models.isEmpty else {
            if isInverted { draw(inner) }
            return
        }
        guard !isInverted else { return }
        models.each { model, isFirst, isLast in
            stack.append(Entry(model, isFirst: isFirst, isLast: isLast))
            draw(inner)
            stack.removeLast()
        }
    }

    private mutating func list(_ list: some Sequence, _ isInverted: Bool, _ inner: [TemplateNode]) {
        var iterator = list.makeIterator()
        guard var element = iterator.next() else {
            if isInverted { draw(inner) }
            return
        }
        guard !isInverted else { return }
        var isFirst = true
        while true {
            let next = iterator.next()
            var entry = Entry(element, kinds.kind(of: element))
            (entry.isFirst, entry.isLast) = (isFirst, next == nil)
            stack.append(entry)
            draw(inner)
            stack.removeLast()
            guard let next else { return }
            element = next
            isFirst = false
        }
    }

    /// The nearest thing that knows the name, and from there down.
    private func value(_ name: TemplateName) -> Any? {
        guard let first = name.path.first else { return stack.last?.object }
        var index = stack.count
        while index > 0 {
            index -= 1
            guard case .model(let parent) = stack[index].content, let found = parent.child(named: first) else {
                continue
            }
            guard name.path.count > 1 else { return found }
            return name.path.dropFirst().reduce(found as Any?) { value, member in
                value.flatMap { ($0 as? any MustacheParent)?.child(named: member) }
            }
        }
        return nil
    }

    private mutating func write(_ value: Any, _ isEscaped: Bool) {
        switch kinds.kind(of: value) {
        case .text: write(text: value as? String ?? "", isEscaped)
        case .number: output += String(value as? Int ?? 0).utf8
        case .nothing: return
        case .renderable: write(text: (value as? any MustacheCustomRenderable)?.renderText ?? "", isEscaped)
        case .optional: if let wrapped = (value as? any OptionalValue)?.wrapped { write(wrapped, isEscaped) }
        case .flag, .models, .list, .model, .other: write(text: String(describing: value), isEscaped)
        }
    }

    private mutating func write(text: String, _ isEscaped: Bool) {
        if isEscaped { EscapedHTML.append(text, to: &output) } else { output += text.utf8 }
    }
}
