/// One diagram of a model, ready to be drawn as SVG.
///
/// The SVG says by classes what each part is (`task`, `gateway`, `flow`) and how it stands with it (`is-done`, `is-here`,
/// `is-stuck`, `is-due`), and holds no style of its own: it draws in `currentColor` alone and gains colours from the
/// page's style sheet, so that it is as good in a dark page as on paper and passes a strict content security policy.
public struct ProcessDrawing: Sendable {
    public let diagram: Diagram
    /// The diagram's name, or that of what it shows.
    public let title: String
    /// Whether its places come from this engine, not from the file.
    public let isLaidOut: Bool
    let elements: ElementIndex

    /// The drawing as SVG.
    /// - Parameters:
    ///   - overlay: where an instance stands and how it came there.
    ///   - options: words and names; the elements' own names without them.
    public func svg(overlay: DrawingOverlay = .init(), options: DrawingOptions = .init()) -> String {
        var painter = Painter(self, overlay: overlay, options: options)
        return painter.paint()
    }

    /// The ids of all that is drawn.
    public var drawnElements: Set<String> {
        Set(diagram.shapes.compactMap(\.element) + diagram.edges.compactMap(\.element))
    }
}

/// Where an instance stands, by ids of elements.
public struct DrawingOverlay: Sendable, Hashable {
    /// How many tokens wait there.
    public var here: [String: Int]
    /// Nodes that were finished and flows that were taken.
    public var done: Set<String>
    /// Nodes where something waits for an operator.
    public var stuck: Set<String>
    /// By when something has to happen there, in words: `3 March`.
    public var due: [String: String]

    public init(
        here: [String: Int] = [:], done: Set<String> = [], stuck: Set<String> = [], due: [String: String] = [:]
    ) {
        self.here = here
        self.done = done
        self.stuck = stuck
        self.due = due
    }

    public var isEmpty: Bool { here.isEmpty && done.isEmpty && stuck.isEmpty && due.isEmpty }
}

/// How a drawing speaks.
public struct DrawingOptions: Sendable, Hashable {
    /// Names for people, by the elements' ids, in place of the model's own.
    public var names: [String: String]
    /// The title, in place of the diagram's own.
    public var title: String?
    /// In place of the description that is made from the steps.
    public var description: String?
    public var words: Words
    /// Whether the picture runs from right to left: places are mirrored, letters are not.
    public var isRightToLeft: Bool
    /// What ids within the SVG begin with, unique in the page.
    public var idPrefix: String
    /// Whether the SVG stands alone and brings its colours itself; in a page of ours the page has them.
    public var isStandalone: Bool

    /// What the description says about steps.
    public struct Words: Sendable, Hashable {
        public var here: String
        public var done: String
        public var stuck: String
        public var due: String
        public var steps: String

        public init(
            here: String = "Now", done: String = "Done", stuck: String = "Needs attention", due: String = "Due",
            steps: String = "Steps"
        ) {
            self.here = here
            self.done = done
            self.stuck = stuck
            self.due = due
            self.steps = steps
        }
    }

    public init(
        names: [String: String] = [:], title: String? = nil, description: String? = nil, words: Words = Words(),
        isRightToLeft: Bool = false, idPrefix: String = "process", isStandalone: Bool = false
    ) {
        self.names = names
        self.title = title
        self.description = description
        self.words = words
        self.isRightToLeft = isRightToLeft
        self.idPrefix = idPrefix
        self.isStandalone = isStandalone
    }
}

extension ProcessModel {
    /// Everything that can be drawn: the diagrams of the file, then those of processes that the file draws nowhere.
    public func drawings() -> [ProcessDrawing] {
        let index = ElementIndex(self)
        let drawn = diagrams.filter { !$0.shapes.isEmpty }
        let shown = Set(drawn.flatMap { $0.shapes.compactMap(\.element) })
        let own = drawn.map { ProcessDrawing(diagram: $0, title: title($0, index), isLaidOut: false, elements: index) }
        return own
            + layouts(besides: shown).map {
                ProcessDrawing(diagram: $0, title: title($0, index), isLaidOut: true, elements: index)
            }
    }

    /// The drawing that shows most of a process, laid out where the file has none; nil where there is no such process.
    public func drawing(ofProcess id: String) -> ProcessDrawing? {
        guard let process = processes.first(where: { $0.header.id == id }) else { return nil }
        let nodes = Set(process.body.nodes.map(\.id))
        let best = drawings().max { a, b in
            a.drawnElements.intersection(nodes).count < b.drawnElements.intersection(nodes).count
        }
        return best
    }

    private func title(_ diagram: Diagram, _ index: ElementIndex) -> String {
        if !diagram.header.name.isEmpty { return diagram.header.name }
        if let element = diagram.element, let name = index[element]?.name, !name.isEmpty { return name }
        let pools = diagram.shapes.compactMap { shape -> String? in
            guard let element = index[shape.element ?? ""], case .pool = element.kind else { return nil }
            return element.name
        }
        return pools.first { !$0.isEmpty } ?? (header.name.isEmpty ? "BPMN" : header.name)
    }
}
