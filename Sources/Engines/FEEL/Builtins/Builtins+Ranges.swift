extension Builtins {
    /// Allen's relations between points and ranges. DMN 1.5, 10.3.4.11, table 78.
    static let ranges: [Builtin] = [
        relation("before") { a, b in
            try before(a, b)
        },
        relation("after") { a, b in try before(b, a) },
        relation("meets", points: false) { a, b in
            try a.end == b.start && a.endIncluded && b.startIncluded
        },
        relation("met by", points: false) { a, b in try b.end == a.start && b.endIncluded && a.startIncluded },
        relation("overlaps", points: false) { a, b in
            let first = try a.end > b.start || a.end == b.start && a.endIncluded && b.startIncluded
            let second = try a.start < b.end || a.start == b.end && a.startIncluded && b.endIncluded
            return first && second
        },
        relation("overlaps before", points: false) { a, b in try overlapsBefore(a, b) },
        relation("overlaps after", points: false) { a, b in try overlapsBefore(b, a) },
        relation("finishes") { a, b in try finishes(a, b) },
        relation("finished by") { a, b in try finishes(b, a) },
        relation("includes") { a, b in try includes(a, b) },
        relation("during") { a, b in try includes(b, a) },
        relation("starts") { a, b in try starts(a, b) },
        relation("started by") { a, b in try starts(b, a) },
        relation("coincides") { a, b in
            guard a.isPoint == b.isPoint else { throw NoOrder() }
            return try a.start == b.start && a.end == b.end && a.startIncluded == b.startIncluded
                && a.endIncluded == b.endIncluded
        },
    ]

    /// The ends have no order.
    private struct NoOrder: Error {}

    /// One end of a span; nothing below `lowest` or above `highest`.
    private enum End {
        case lowest, highest
        case value(FEELValue)

        private static func order(_ a: End, _ b: End) throws -> Int {
            switch (a, b) {
            case (.lowest, .lowest), (.highest, .highest): return 0
            case (.lowest, _), (_, .highest): return -1
            case (.highest, _), (_, .lowest): return 1
            case (.value(let x), .value(let y)):
                guard let order = FEELValue.compare(x, y) else { throw NoOrder() }
                return order
            }
        }

        static func < (a: End, b: End) throws -> Bool { try order(a, b) < 0 }
        static func > (a: End, b: End) throws -> Bool { try order(a, b) > 0 }
        static func == (a: End, b: End) throws -> Bool { try order(a, b) == 0 }
    }

    /// A range, or a point as a range of itself.
    private struct Span {
        let start: End, end: End
        let startIncluded: Bool, endIncluded: Bool
        let isPoint: Bool

        init(_ value: FEELValue) throws {
            switch value {
            case .range(let range):
                let isOpen = range.form != .interval
                if range.form == .notEqual || !isOpen && (range.start.isNull || range.end.isNull) { throw NoOrder() }
                start = range.start.isNull ? .lowest : .value(range.start)
                end = range.end.isNull ? .highest : .value(range.end)
                (startIncluded, endIncluded, isPoint) = (range.startIncluded, range.endIncluded, false)
            default:
                (start, end) = (.value(value), .value(value))
                (startIncluded, endIncluded, isPoint) = (true, true, true)
            }
        }
    }

    private static func relation(
        _ name: String, points: Bool = true, _ holds: @escaping @Sendable (Span, Span) throws -> Bool
    ) -> Builtin {
        let parameters =
            points ? "point1|range1|point|range: Any, point2|range2|range|point: Any" : "range1: Any, range2: Any"
        return define(name, parameters) { arguments, evaluation in
            do {
                let a = try Span(single(arguments[0]))
                let b = try Span(single(arguments[1]))
                if !points && (a.isPoint || b.isPoint) { throw NoOrder() }
                return .boolean(try holds(a, b))
            } catch {
                return evaluation.null("'\(name)' cannot relate \(arguments[0].kind) to \(arguments[1].kind)")
            }
        }
    }

    private static func before(_ a: Span, _ b: Span) throws -> Bool {
        try a.end < b.start || a.end == b.start && (!a.endIncluded || !b.startIncluded)
    }

    private static func overlapsBefore(_ a: Span, _ b: Span) throws -> Bool {
        let starts = try a.start < b.start || a.start == b.start && a.startIncluded && !b.startIncluded
        let touches = try a.end > b.start || a.end == b.start && a.endIncluded && b.startIncluded
        let ends = try a.end < b.end || a.end == b.end && (!a.endIncluded || b.endIncluded)
        return starts && touches && ends
    }

    private static func finishes(_ a: Span, _ b: Span) throws -> Bool {
        if b.isPoint { throw NoOrder() }
        if a.isPoint { return try b.endIncluded && b.end == a.start }
        return try a.endIncluded == b.endIncluded && a.end == b.end
            && (a.start > b.start || a.start == b.start && (!a.startIncluded || b.startIncluded))
    }

    private static func starts(_ a: Span, _ b: Span) throws -> Bool {
        if b.isPoint { throw NoOrder() }
        if a.isPoint { return try b.startIncluded && b.start == a.start }
        return try a.startIncluded == b.startIncluded && a.start == b.start
            && (a.end < b.end || a.end == b.end && (!a.endIncluded || b.endIncluded))
    }

    private static func includes(_ a: Span, _ b: Span) throws -> Bool {
        if a.isPoint { throw NoOrder() }
        let low = try a.start < b.start || a.start == b.start && (a.startIncluded || !b.startIncluded)
        let high = try a.end > b.end || a.end == b.end && (a.endIncluded || !b.endIncluded)
        return low && high
    }
}
