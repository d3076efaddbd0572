import Mustache

/// Draws one page: goes through the steps and writes bytes.
struct TemplateRendering {
    private let program: TemplateProgram
    private let numbers: [String: Int]
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
        let steps: [Int: (inside: Range<Int>, outer: Blocks?)]

        init(_ own: [Int: Range<Int>], outer: Blocks?) {
            // What inherits from further out wins.
            steps = own.mapValues { ($0, outer) }.merging(outer?.steps ?? [:]) { $1 }
        }
    }

    init(_ model: Any, _ program: TemplateProgram, numbers: [String: Int]) {
        self.program = program
        self.numbers = numbers
        stack = [Entry(model, .model)]
        output.reserveCapacity(16 * 1024)
    }

    mutating func draw(_ range: Range<Int>) {
        var index = range.lowerBound
        while index < range.upperBound {
            let step = program.steps[index]
            let first = Int(step.first)
            index += 1
            switch step.kind {
            case .text: output += program.text[first..<first + Int(step.second)]
            case .variable: if let value = value(first) { write(value, true) }
            case .unescaped: if let value = value(first) { write(value, false) }
            case .partial: partial(first, step.second < 0 ? nil : program.overrides[Int(step.second)])
            case .named: if let name = value(first) as? String, let view = numbers[name] { partial(view, nil) }
            case .section, .inverted, .first, .notFirst, .last, .notLast, .block:
                let inside = index..<Int(step.second)
                index = inside.upperBound
                draw(step.kind, first, inside)
            }
        }
    }

    /// A step with others inside.
    private mutating func draw(_ kind: TemplateProgram.Step.Kind, _ first: Int, _ inside: Range<Int>) {
        switch kind {
        case .section: section(value(first), false, inside)
        case .inverted: section(value(first), true, inside)
        case .first: if stack.last?.isFirst == true { draw(inside) }
        case .notFirst: if stack.last?.isFirst != true { draw(inside) }
        case .last: if stack.last?.isLast == true { draw(inside) }
        case .notLast: if stack.last?.isLast != true { draw(inside) }
        default: block(first, inside)
        }
    }

    private mutating func block(_ number: Int, _ standard: Range<Int>) {
        guard let override = blocks?.steps[number] else { return draw(standard) }
        let before = blocks
        blocks = override.outer
        draw(override.inside)
        blocks = before
    }

    private mutating func partial(_ view: Int, _ own: [Int: Range<Int>]?) {
        guard depth < Self.deepest else { return }
        depth += 1
        if let own {
            let before = blocks
            blocks = Blocks(own, outer: before)
            draw(program.views[view])
            blocks = before
        } else {
            draw(program.views[view])
        }
        depth -= 1
    }

    private mutating func section(_ value: Any?, _ isInverted: Bool, _ inside: Range<Int>) {
        guard let value else {
            if isInverted { draw(inside) }
            return
        }
        let kind = kinds.kind(of: value)
        switch kind {
        case .flag: if (value as? Bool) != isInverted { draw(inside) }
        case .models: if let models = value as? any ModelList { list(of: models, isInverted, inside) }
        case .list: if let list = value as? any MustacheSequence { self.list(list, isInverted, inside) }
        case .optional: section((value as? any OptionalValue)?.wrapped, isInverted, inside)
        case .renderable where (value as? any MustacheCustomRenderable)?.isNull == true, .nothing:
            if isInverted { draw(inside) }
        case .text, .number, .model, .renderable, .other:
            guard !isInverted else { return }
            stack.append(Entry(value, kind))
            draw(inside)
            stack.removeLast()
        }
    }

    /// The common list, without asking each element what it is.
    private mutating func list(of models: some ModelList, _ isInverted: Bool, _ inside: Range<Int>) {
        guard !models.isEmpty else {
            if isInverted { draw(inside) }
            return
        }
        guard !isInverted else { return }
        models.each { model, isFirst, isLast in
            stack.append(Entry(model, isFirst: isFirst, isLast: isLast))
            draw(inside)
            stack.removeLast()
        }
    }

    private mutating func list(_ list: some Sequence, _ isInverted: Bool, _ inside: Range<Int>) {
        var iterator = list.makeIterator()
        guard var element = iterator.next() else {
            if isInverted { draw(inside) }
            return
        }
        guard !isInverted else { return }
        var isFirst = true
        while true {
            let next = iterator.next()
            var entry = Entry(element, kinds.kind(of: element))
            (entry.isFirst, entry.isLast) = (isFirst, next == nil)
            stack.append(entry)
            draw(inside)
            stack.removeLast()
            guard let next else { return }
            element = next
            isFirst = false
        }
    }

    /// The nearest thing that knows the name, and from there down.
    private func value(_ number: Int) -> Any? {
        let first = program.names[number].first
        guard !first.isEmpty else { return stack.last?.object }
        var index = stack.count
        while index > 0 {
            index -= 1
            guard case .model(let parent) = stack[index].content, let found = parent.child(named: first) else {
                continue
            }
            return program.names[number].rest.reduce(found as Any?) { value, member in
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
