/// The logical structure of a document (ISO 32000-1 §14.7): what reading aloud goes by. Elements are made in reading order; those
/// that hold content become tags of the drawing, the groups around them are written afterwards.
struct StructureTree {
    struct Element {
        typealias ID = Int
        var tag: String
        var parent: ID?
        var children: [ID] = []
        /// The text in place of a picture (§14.9.3).
        var alternative: String?
        /// `Column` or `Row` for a heading cell (§14.8.5.7).
        var scope: String?
        /// How a list is counted: `Decimal`, `Disc` (§14.8.5.5).
        var numbering: String?
        /// The tags of the drawing that hold its content, by the order in which they were drawn.
        var drawn: [Int] = []
    }

    private(set) var elements: [Element] = [Element(tag: "Document", parent: nil)]
    static let root = 0
    private var count = 0

    mutating func add(_ tag: String, in parent: Element.ID = root, alternative: String? = nil, scope: String? = nil)
        -> Element.ID
    {
        elements.append(Element(tag: tag, parent: parent, alternative: alternative, scope: scope))
        elements[parent].children.append(elements.count - 1)
        return elements.count - 1
    }

    mutating func setNumbering(_ numbering: String, of element: Element.ID) { elements[element].numbering = numbering }

    /// Notes that the next tag of the drawing holds content of the element.
    mutating func draw(_ element: Element.ID) {
        elements[element].drawn.append(count)
        count += 1
    }
}
