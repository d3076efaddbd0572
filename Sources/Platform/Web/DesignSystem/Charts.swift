extension UI {
    /// A figure with its name. `text` is the figure as people read it.
    public struct Figure: ViewModel {
        public var label: String
        public var amount: Double
        public var text: String
        public init(_ label: String, _ amount: Double, _ text: String) {
            (self.label, self.text) = (label, text)
            // What is no number has no length.
            self.amount = amount.isFinite ? amount : 0
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "label": label
            case "text": text
            default: nil
            }
        }
    }

    /// Amounts to compare. It is a table whose rows carry a bar, so the figures need no second place.
    public struct BarChart: Component {
        public static let partial = "bar-chart"
        public var title: String
        /// What the rows are and what the figures are: "District", "Reports".
        public var labelTitle, figureTitle: String
        public var figures: [Figure]

        public init(_ title: String, label labelTitle: String, figure figureTitle: String, _ figures: [Figure]) {
            (self.title, self.labelTitle, self.figureTitle, self.figures) = (title, labelTitle, figureTitle, figures)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "title": title
            case "labelTitle": labelTitle
            case "figureTitle": figureTitle
            case "bars": bars
            default: nil
            }
        }

        private var bars: [Bar] {
            let largest = figures.map(\.amount).max() ?? 0
            return figures.map { Bar(figure: $0, percent: largest > 0 ? max($0.amount, 0) / largest * 100 : 0) }
        }

        private struct Bar: ViewModel {
            let figure: Figure
            let percent: Double
            func member(_ key: String) -> Any? {
                key == "percent" ? Int(percent.rounded()) : figure.member(key)
            }
        }
    }

    /// The parts of a whole, as one bar, with the key that is also its table.
    public struct StackedBar: Component {
        public static let partial = "stacked-bar"
        public var title: String
        /// At most four.
        public var figures: [Figure]
        public init(_ title: String, _ figures: [Figure]) { (self.title, self.figures) = (title, figures) }

        public func member(_ key: String) -> Any? {
            switch key {
            case "title": title
            case "svg": HTML(svg)
            case "parts": figures.enumerated().map { Part(figure: $1, series: $0 % 4 + 1) }
            default: nil
            }
        }

        private var svg: String {
            let total = figures.reduce(0) { $0 + max($1.amount, 0) }
            var start = 0.0
            var svg = "<svg class=\"stack\" aria-hidden=\"true\" height=\"28\">"
            for (index, figure) in figures.enumerated() where total > 0 {
                let share = max(figure.amount, 0) / total * 100
                svg +=
                    "<rect class=\"s\(index % 4 + 1)\" x=\"\(start.short)%\" width=\"\(share.short)%\" height=\"28\"/>"
                start += share
            }
            return svg + "</svg>"
        }

        private struct Part: ViewModel {
            let figure: Figure
            let series: Int
            func member(_ key: String) -> Any? { key == "series" ? series : figure.member(key) }
        }
    }

    /// A course in miniature, beside its figure.
    public struct Sparkline: Component {
        public static let partial = "sparkline"
        /// What it says, in words: "rose from 12 to 31 since June".
        public var text: String
        public var amounts: [Double]
        public init(_ text: String, _ amounts: [Double]) {
            (self.text, self.amounts) = (text, amounts.filter(\.isFinite))
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "text": text
            case "svg": HTML(svg)
            default: nil
            }
        }

        private var svg: String {
            let scale = PlotScale(amounts: amounts, startsAtZero: false)
            let points = amounts.enumerated().map { "\(scale.x($0, of: amounts.count).short),\(scale.y($1).short)" }
            return
                "<svg class=\"spark\" viewBox=\"-2 -6 104 112\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                + "<polyline points=\"\(points.joined(separator: " "))\"/></svg>"
        }
    }
}

/// Where amounts stand in a drawing of 100 × 100.
struct PlotScale {
    let bottom, top: Double

    init(amounts: [Double], startsAtZero: Bool = true) {
        let low = amounts.min() ?? 0, high = amounts.max() ?? 1
        bottom = startsAtZero ? min(low, 0) : low
        top = high > bottom ? high : bottom + 1
    }

    func x(_ index: Int, of count: Int) -> Double { count > 1 ? Double(index) / Double(count - 1) * 100 : 50 }
    func y(_ amount: Double) -> Double { 100 - (amount - bottom) / (top - bottom) * 100 }
}

extension Double {
    /// A whole number, or one decimal: for a chart that brings no format of its own.
    public var formatted: String {
        guard isFinite, abs(self) < 1e15 else { return "\(self)" }
        let tenths = (self * 10).rounded()
        return tenths.truncatingRemainder(dividingBy: 10) == 0 ? "\(Int(tenths / 10))" : "\(tenths / 10)"
    }

    /// A coordinate of a drawing: at most one decimal, nothing that is no number.
    var short: String { isFinite && abs(self) < 1e6 ? formatted : "0" }
}
