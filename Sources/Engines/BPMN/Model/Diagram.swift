/// A drawing of a process or a collaboration. BPMN 2.0.2, 12 (BPMN DI).
public struct Diagram: Sendable, Hashable {
    public var header: ElementHeader
    /// Pixels per inch, where the file says so.
    public var resolution: Double?
    public var planeId: String
    /// The id of what is drawn: a process, a collaboration, a sub-process.
    public var element: String?
    public var shapes: [Shape] = []
    public var edges: [Edge] = []
    public var labelStyles: [LabelStyle] = []

    public init(header: ElementHeader, resolution: Double? = nil, planeId: String = "", element: String? = nil) {
        self.header = header
        self.resolution = resolution
        self.planeId = planeId
        self.element = element
    }

    /// A point of the drawing; y grows downwards.
    public struct Point: Sendable, Hashable {
        public var x: Double
        public var y: Double

        public init(x: Double, y: Double) {
            self.x = x
            self.y = y
        }
    }

    public struct Bounds: Sendable, Hashable {
        public var x: Double
        public var y: Double
        public var width: Double
        public var height: Double

        public init(x: Double, y: Double, width: Double, height: Double) {
            self.x = x
            self.y = y
            self.width = width
            self.height = height
        }
    }

    public struct Label: Sendable, Hashable {
        /// nil where the tool that draws chooses.
        public var bounds: Bounds?
        /// The id of a label style.
        public var style: String?

        public init(bounds: Bounds? = nil, style: String? = nil) {
            self.bounds = bounds
            self.style = style
        }
    }

    public struct LabelStyle: Sendable, Hashable {
        public var id: String
        public var fontName: String?
        public var size: Double?
        public var isBold: Bool
        public var isItalic: Bool
        public var isUnderlined: Bool
        public var isStruckThrough: Bool

        public init(
            id: String, fontName: String? = nil, size: Double? = nil, isBold: Bool = false, isItalic: Bool = false,
            isUnderlined: Bool = false, isStruckThrough: Bool = false
        ) {
            self.id = id
            self.fontName = fontName
            self.size = size
            self.isBold = isBold
            self.isItalic = isItalic
            self.isUnderlined = isUnderlined
            self.isStruckThrough = isStruckThrough
        }
    }

    /// A node, lane, pool, data or artifact. BPMN 2.0.2, 12.2.3.3.
    public struct Shape: Sendable, Hashable {
        public var header: ElementHeader
        /// The id of what is drawn.
        public var element: String?
        public var bounds: Bounds
        public var isHorizontal: Bool?
        public var isExpanded: Bool?
        public var isMarkerVisible: Bool?
        public var isMessageVisible: Bool?
        public var participantBandKind: String?
        public var choreographyActivityShape: String?
        public var label: Label?

        public init(header: ElementHeader, element: String? = nil, bounds: Bounds, label: Label? = nil) {
            self.header = header
            self.element = element
            self.bounds = bounds
            self.label = label
        }
    }

    /// A flow or an association. BPMN 2.0.2, 12.2.3.4.
    public struct Edge: Sendable, Hashable {
        public var header: ElementHeader
        /// The id of what is drawn.
        public var element: String?
        public var waypoints: [Point]
        /// Ids of shapes or edges, where the file names them.
        public var source: String?
        public var target: String?
        /// `initiating` or `non_initiating`.
        public var messageVisibleKind: String?
        public var label: Label?

        public init(header: ElementHeader, element: String? = nil, waypoints: [Point], label: Label? = nil) {
            self.header = header
            self.element = element
            self.waypoints = waypoints
            self.label = label
        }
    }
}
