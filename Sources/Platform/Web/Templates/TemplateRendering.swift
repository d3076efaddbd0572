import Mustache

/// Draws one page: walks the nodes and writes bytes.
struct TemplateRendering {
    private let views: ViewSet
    private var stack: [Entry]
    private var blocks: Blocks?
    private var depth = 0
    private(set) var output: [UInt8] = []

    /// A view that draws itself without end is cut off here.
    private static let deepest = 100

    /// One thing whose members tags can name.
    private struct Entry {
        let object: Any
        let parent: (any MustacheParent)?
        var isFirst = false
        var isLast = false

        init(_ object: Any) {
            self.object = object
            parent = object is String ? nil : object as? any MustacheParent
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
        stack = [Entry(model)]
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
                if let name = value(name) as? String, let number = views.numbers[name] { partial(views.templates[number], [:]) }
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
        switch value {
        case nil: if isInverted { draw(inner) }
        case let flag as Bool: if flag != isInverted { draw(inner) }
        case let value?:
            if let list = value as? any MustacheSequence { return self.list(list, isInverted, inner) }
            if Self.isNothing(value) {
                if isInverted { draw(inner) }
            } else if !isInverted {
                stack.append(Entry(value))
                draw(inner)
                stack.removeLast()
            }
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
            var entry = Entry(element)
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
        for entry in stack.reversed() {
            guard let found = entry.parent?.child(named: first) else { continue }
            guard name.path.count > 1 else { return found }
            return name.path.dropFirst().reduce(found as Any?) { value, member in
                value.flatMap { ($0 as? any MustacheParent)?.child(named: member) }
            }
        }
        return nil
    }

    private mutating func write(_ value: Any, _ isEscaped: Bool) {
        if let text = value as? String {
            if isEscaped { EscapedHTML.append(text, to: &output) } else { output += text.utf8 }
        } else if let number = value as? Int {
            output += String(number).utf8
        } else if let renderable = value as? any MustacheCustomRenderable {
            write(renderable.renderText, isEscaped)
        } else if let optional = value as? any OptionalValue {
            if let wrapped = optional.wrapped { write(wrapped, isEscaped) }
        } else {
            write(String(describing: value), isEscaped)
        }
    }

    private static func isNothing(_ value: Any) -> Bool {
        if value is String { return false }
        if let renderable = value as? any MustacheCustomRenderable { return renderable.isNull }
        if let optional = value as? any OptionalValue { return optional.wrapped == nil }
        return false
    }
}

/// Sees an optional inside `Any`.
private protocol OptionalValue {
    var wrapped: Any? { get }
}

extension Optional: OptionalValue {
    var wrapped: Any? { self }
}

/// All views in one language.
struct ViewSet: Sendable {
    let templates: [[TemplateNode]]
    let numbers: [String: Int]

    init() { (templates, numbers) = ([], [:]) }

    /// From prepared sources by name. `report` is told what does not parse.
    init(_ sources: [String: String], report: (_ view: String, TemplateError) -> Void) {
        let names = sources.keys.sorted()
        let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        self.numbers = numbers
        templates = names.map { name in
            do {
                return try TemplateParser.parse(sources[name] ?? "", views: numbers)
            } catch let error as TemplateError {
                report(name, error)
            } catch {
                report(name, TemplateError(line: 0, message: "\(error)"))
            }
            return []
        }
    }

    /// The bytes of a page; `nil` where no view has the name.
    func draw(_ model: Any, view: String) -> [UInt8]? {
        guard let number = numbers[view] else { return nil }
        var rendering = TemplateRendering(model, views: self)
        rendering.draw(templates[number])
        return rendering.output
    }

    func render(_ model: Any, withTemplate view: String) -> String? {
        draw(model, view: view).map { String(decoding: $0, as: UTF8.self) }
    }
}
