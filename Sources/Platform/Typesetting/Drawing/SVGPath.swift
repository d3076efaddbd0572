/// The commands of an SVG path (SVG 1.1 §8.3) as moves, lines and curves in its own coordinates. Arcs and quadratic curves' smooth
/// form are not of the subset.
struct SVGPath: Sendable, Hashable {
    enum Step: Sendable, Hashable {
        case move(Double, Double)
        case line(Double, Double)
        case curve(Double, Double, Double, Double, Double, Double)
        case close
    }
    private(set) var steps: [Step] = []

    private var text: Substring
    private var x = 0.0, y = 0.0
    private var startX = 0.0, startY = 0.0
    /// The second control point of the curve before, for the smooth form.
    private var controlX = 0.0, controlY = 0.0

    /// Throws `TypesettingError.picture` for what is not of the subset.
    init(_ data: String) throws(TypesettingError) {
        text = data[...]
        var command: Character = " "
        while let next = peek() {
            if next.isLetter {
                command = next
                text.removeFirst()
            } else if command == " " {
                throw .picture("a path begins with \(next)")
            }
            try step(command)
            // What follows a move without a command of its own are lines.
            if command == "M" { command = "L" }
            if command == "m" { command = "l" }
            if command == "Z" || command == "z" { command = " " }
        }
        text = ""
    }

    private mutating func step(_ command: Character) throws(TypesettingError) {
        let (baseX, baseY) = command.isLowercase ? (x, y) : (0, 0)
        var smooth: (Double, Double)?
        switch command.lowercased() {
        case "m":
            (x, y) = (baseX + (try number()), baseY + (try number()))
            (startX, startY) = (x, y)
            steps.append(.move(x, y))
        case "l":
            (x, y) = (baseX + (try number()), baseY + (try number()))
            steps.append(.line(x, y))
        case "h":
            x = baseX + (try number())
            steps.append(.line(x, y))
        case "v":
            y = baseY + (try number())
            steps.append(.line(x, y))
        case "c":
            let (ax, ay) = (baseX + (try number()), baseY + (try number()))
            let (bx, by) = (baseX + (try number()), baseY + (try number()))
            (x, y) = (baseX + (try number()), baseY + (try number()))
            steps.append(.curve(ax, ay, bx, by, x, y))
            smooth = (bx, by)
        case "s":
            let (ax, ay) = (2 * x - controlX, 2 * y - controlY)
            let (bx, by) = (baseX + (try number()), baseY + (try number()))
            (x, y) = (baseX + (try number()), baseY + (try number()))
            steps.append(.curve(ax, ay, bx, by, x, y))
            smooth = (bx, by)
        case "q":
            let (qx, qy) = (baseX + (try number()), baseY + (try number()))
            let (fromX, fromY) = (x, y)
            (x, y) = (baseX + (try number()), baseY + (try number()))
            let third = 2.0 / 3
            steps.append(
                .curve(
                    fromX + third * (qx - fromX), fromY + third * (qy - fromY), x + third * (qx - x),
                    y + third * (qy - y), x, y))
        case "z":
            steps.append(.close)
            (x, y) = (startX, startY)
        default: throw .picture("the path command \(command) is not of the subset that can be drawn")
        }
        (controlX, controlY) = smooth ?? (x, y)
    }

    private mutating func peek() -> Character? {
        while let first = text.first, first == "," || first.isWhitespace { text.removeFirst() }
        return text.first
    }

    private mutating func number() throws(TypesettingError) -> Double {
        _ = peek()
        var digits = ""
        while let next = text.first {
            let isSign = next == "-" || next == "+"
            let follows = digits.last.map { $0 == "e" || $0 == "E" } ?? true
            guard next.isASCII,
                next.isNumber || (isSign && follows) || (next == "." && !digits.contains(".")) || next == "e"
                    || next == "E"
            else { break }
            digits.append(next)
            text.removeFirst()
        }
        guard let value = Double(digits) else { throw .picture("a number is missing in a path") }
        return value
    }
}
