extension UI {
    /// One line of a line chart: an amount for each place on its axis; `nil` where there is none.
    public struct Series: Sendable {
        public var name: String
        public var amounts: [Double?]
        public init(_ name: String, _ amounts: [Double?]) {
            self.name = name
            self.amounts = amounts.map { $0.flatMap { $0.isFinite ? $0 : nil } }
        }
    }

    /// How amounts change. Each line bears its name at its end and has its own dashes; the figures stand in a table behind.
    public struct LineChart: Component {
        public static let partial = "line-chart"
        public var title: String
        public var axisTitle: String
        /// The places on the axis, in order: "January", "February"…
        public var axis: [String]
        /// At most four.
        public var series: [Series]
        /// An amount as people read it.
        public var format: @Sendable (Double) -> String
        public var isRightToLeft: Bool

        public init(
            _ title: String, axisTitle: String, axis: [String], _ series: [Series], rightToLeft: Bool = false,
            format: @escaping @Sendable (Double) -> String = { $0.formatted }
        ) {
            (self.title, self.axisTitle, self.axis, self.series) = (title, axisTitle, axis, series)
            (isRightToLeft, self.format) = (rightToLeft, format)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "title": title
            case "svg": HTML(svg)
            case "table": table
            default: nil
            }
        }

        var table: Table {
            Table(
                title, hideCaption: true, columns: [Column(axisTitle)] + series.map { Column($0.name, .number) },
                rows: axis.enumerated().map { index, place in
                    Row([Cell(place)] + series.map { Cell($0.amounts.count > index ? words($0.amounts[index]) : "–") })
                })
        }

        private func words(_ amount: Double?) -> String { amount.map(format) ?? "–" }

        // The drawing has the height of a text and the width of the page: lines stretch with the page, words do not.
        private static let height = 260.0, top = 26.0, bottom = 30.0

        var svg: String {
            let scale = PlotScale(amounts: series.flatMap { $0.amounts.compactMap { $0 } })
            var svg =
                "<svg class=\"plot\" height=\"\(Int(Self.height))\" role=\"img\" aria-label=\"\(EscapedHTML.escape(title))\">"
            svg += grid(scale) + axisLabels
            let ends = labelHeights(scale)
            for (index, line) in series.enumerated() {
                svg += drawn(line, "s\(index % 4 + 1)", scale, labelAt: ends[index])
            }
            return svg + "</svg>"
        }

        private func x(_ index: Int) -> Double {
            // Room on both sides for the words at the ends.
            let part = 9 + (axis.count > 1 ? Double(index) / Double(axis.count - 1) : 0.5) * 89
            return isRightToLeft ? 100 - part : part
        }
        private func y(_ amount: Double, _ scale: PlotScale) -> Double {
            Self.top + scale.y(amount) / 100 * (Self.height - Self.top - Self.bottom)
        }

        private func grid(_ scale: PlotScale) -> String {
            let steps = PlotScale.steps(from: scale.bottom, to: scale.top)
            return steps.map { amount in
                let y = y(amount, scale).short
                // In a right-to-left text the anchor "start", the default, is its right end.
                let side = isRightToLeft ? "x=\"100%\"" : "x=\"0\""
                return
                    "<line class=\"\(amount == 0 ? "axis" : "grid")\" x2=\"100%\" y1=\"\(y)\" y2=\"\(y)\"/>"
                    + "<text \(side) y=\"\(y)\" dy=\"-4\">\(EscapedHTML.escape(format(amount)))</text>"
            }.joined()
        }

        private var axisLabels: String {
            let step = max(1, (axis.count + 3) / 4)
            return axis.enumerated().filter { $0.offset % step == 0 || $0.offset == axis.count - 1 }
                .filter { $0.offset == axis.count - 1 || axis.count - 1 - $0.offset >= step || step == 1 }
                .map { index, place in
                    let anchor = index == axis.count - 1 ? "end" : "middle"
                    return
                        "<text x=\"\(x(index).short)%\" y=\"\(Int(Self.height) - 8)\" text-anchor=\"\(anchor)\">\(EscapedHTML.escape(place))</text>"
                }.joined()
        }

        /// Where the names stand: above their ends, the lowest below its end, pushed apart until none covers another.
        private func labelHeights(_ scale: PlotScale) -> [Double] {
            var heights = series.map { y($0.amounts.compactMap { $0 }.last ?? 0, scale) - 10 }
            let order = heights.indices.sorted { heights[$0] < heights[$1] }
            if let lowest = order.last, series.count > 1, heights[lowest] + 30 < Self.height - Self.bottom {
                heights[lowest] += 30
            }
            for (above, below) in zip(order, order.dropFirst()) {
                heights[below] = max(heights[below], heights[above] + 20)
            }
            return heights
        }

        private func drawn(_ line: Series, _ style: String, _ scale: PlotScale, labelAt height: Double) -> String {
            let points = line.amounts.prefix(axis.count).enumerated().compactMap { index, amount in
                amount.map { (x(index), y($0, scale)) }
            }
            guard let end = points.last else { return "" }
            let path = points.map { "\($0.0.short),\($0.1.short)" }.joined(separator: " ")
            return
                "<svg width=\"100%\" height=\"\(Int(Self.height))\" viewBox=\"0 0 100 \(Int(Self.height))\" preserveAspectRatio=\"none\">"
                + "<polyline class=\"line \(style)\" points=\"\(path)\"/></svg>"
                + "<circle class=\"end \(style)\" cx=\"\(end.0.short)%\" cy=\"\(end.1.short)\" r=\"4\"/>"
                + "<text class=\"name \(style)\" x=\"\(end.0.short)%\" y=\"\(height.short)\" text-anchor=\"end\">\(EscapedHTML.escape(line.name))</text>"
        }
    }
}

extension PlotScale {
    /// Three to six round amounts within the bounds: 0, 20, 40…
    static func steps(from bottom: Double, to top: Double) -> [Double] {
        guard top > bottom, (top - bottom).isFinite else { return [] }
        var step = 1.0
        while (top - bottom) / step > 5 { step *= 10 }
        while (top - bottom) / step < 0.5 { step /= 10 }
        if (top - bottom) / step < 1.2 { step /= 5 } else if (top - bottom) / step < 3 { step /= 2 }
        let first = (bottom / step).rounded(.up)
        return stride(from: first, through: (top / step).rounded(.down), by: 1).map { $0 * step }
    }
}
