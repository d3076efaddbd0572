/// All views as one list of steps. A step is a few numbers, so that drawing a page counts no references: several threads that
/// draw the same view do not get into each other's way.
struct TemplateProgram: Sendable {
    private(set) var steps: [Step] = []
    /// All constant text, one after the other.
    private(set) var text: [UInt8] = []
    private(set) var names: [TemplateName] = []
    /// What partials put into blocks: the steps by the block's number.
    private(set) var overrides: [[Int: Range<Int>]] = []
    /// The steps of each view, by its number.
    private(set) var views: [Range<Int>] = []

    private var nameNumbers: [TemplateName: Int] = [:]
    private var blockNumbers: [String: Int] = [:]

    struct Step: Sendable {
        enum Kind: UInt8, Sendable {
            /// The text from `first`, `second` bytes of it.
            case text
            /// The name `first`.
            case variable, unescaped
            /// The name `first`; what is inside reaches to the step `second`.
            case section, inverted
            /// What is inside reaches to the step `second`.
            case first, notFirst, last, notLast
            /// The view `first`, with the overrides `second`, or with none where that is -1.
            case partial
            /// The view that the name `first` gives.
            case named
            /// The block `first`; its standard reaches to the step `second`.
            case block
        }
        var kind: Kind
        var first: Int32
        var second: Int32
    }

    /// Overrides whose steps are still to be added, after those of the view that holds them.
    private var waiting: [(override: Int, block: Int, nodes: [TemplateNode])] = []

    init(_ templates: [[TemplateNode]]) {
        for template in templates { views.append(add(template)) }
        while let next = waiting.popLast() { overrides[next.override][next.block] = add(next.nodes) }
        (nameNumbers, blockNumbers) = ([:], [:])
    }

    private mutating func add(_ nodes: [TemplateNode]) -> Range<Int> {
        let start = steps.count
        for node in nodes { add(node) }
        return start..<steps.count
    }

    private mutating func add(_ node: TemplateNode) {
        switch node {
        case .text(let bytes):
            step(.text, text.count, bytes.count)
            text += bytes
        case .variable(let name, let isEscaped): step(isEscaped ? .variable : .unescaped, number(of: name))
        case .section(let name, let isInverted, let inner):
            step(isInverted ? .inverted : .section, number(of: name), inner)
        case .edge(let isFirst, let isInverted, let inner):
            step(isFirst ? (isInverted ? .notFirst : .first) : (isInverted ? .notLast : .last), 0, inner)
        case .partial(let view, let own): step(.partial, view, override(own))
        case .named(let name): step(.named, number(of: name))
        case .block(let name, let standard): step(.block, number(ofBlock: name), standard)
        }
    }

    private mutating func step(_ kind: Step.Kind, _ first: Int, _ second: Int = 0) {
        steps.append(Step(kind: kind, first: Int32(clamping: first), second: Int32(clamping: second)))
    }

    /// A step with others inside, which follow it.
    private mutating func step(_ kind: Step.Kind, _ first: Int, _ inner: [TemplateNode]) {
        let index = steps.count
        step(kind, first)
        steps[index].second = Int32(clamping: add(inner).upperBound)
    }

    private mutating func override(_ blocks: [String: [TemplateNode]]) -> Int {
        guard !blocks.isEmpty else { return -1 }
        overrides.append([:])
        for (name, nodes) in blocks { waiting.append((overrides.count - 1, number(ofBlock: name), nodes)) }
        return overrides.count - 1
    }

    private mutating func number(of name: TemplateName) -> Int {
        if let number = nameNumbers[name] { return number }
        names.append(name)
        nameNumbers[name] = names.count - 1
        return names.count - 1
    }

    private mutating func number(ofBlock name: String) -> Int {
        if let number = blockNumbers[name] { return number }
        blockNumbers[name] = blockNumbers.count
        return blockNumbers.count - 1
    }
}
