import CPango
import Foundation
import XML

/// A picture that can be drawn at any size: paths of an SVG file (subset: groups, paths, fill and stroke) or a PNG file.
public struct Picture: Sendable, Hashable {
    enum Content: Sendable, Hashable {
        case paths([Shape])
        case png([UInt8])
    }
    struct Shape: Sendable, Hashable {
        var path: SVGPath
        var isFilled: Bool
        /// In the drawing's units; 0 for no line.
        var lineWidth: Double
    }
    /// The size of the drawing in units of its own.
    let width: Double
    let height: Double
    let content: Content

    /// Reads the file's content. Throws `TypesettingError.picture`.
    public init(_ bytes: [UInt8]) throws(TypesettingError) {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            // IHDR: the first chunk of every PNG (PNG specification §11.2.2).
            guard bytes.count > 24 else { throw .picture("the PNG file ends early") }
            func number(_ at: Int) -> Double { bytes[at..<at + 4].reduce(0) { $0 * 256 + Double($1) } }
            (width, height, content) = (number(16), number(20), .png(bytes))
            guard width > 0, height > 0, width <= 8192, height <= 8192 else { throw .picture("the PNG file's size") }
            return
        }
        let root: Element
        do { root = try ElementReader.read(Data(bytes)) } catch { throw .picture("neither PNG nor SVG") }
        let box = (root["viewBox"] ?? "").split(whereSeparator: { $0 == " " || $0 == "," }).compactMap { Double($0) }
        guard root.name == "svg", box.count == 4, box[0] == 0, box[1] == 0, box[2] > 0, box[3] > 0 else {
            throw .picture("an SVG picture needs a viewBox that begins at 0 0")
        }
        var shapes: [Shape] = []
        try Self.read(root, Inherited(), into: &shapes)
        (width, height, content) = (box[2], box[3], .paths(shapes))
    }

    private struct Inherited {
        var isFilled = true
        var isStroked = false
        var lineWidth = 1.0
    }

    private static func read(_ element: Element, _ outer: Inherited, into shapes: inout [Shape])
        throws(TypesettingError)
    {
        var own = outer
        if let fill = element["fill"] { own.isFilled = fill != "none" }
        if let stroke = element["stroke"] { own.isStroked = stroke != "none" }
        if let width = element["stroke-width"].flatMap({ Double($0) }) { own.lineWidth = width }
        switch element.name {
        case "svg", "g":
            for child in element.children { try read(child, own, into: &shapes) }
        case "path":
            shapes.append(
                Shape(
                    path: try SVGPath(element["d"] ?? ""), isFilled: own.isFilled,
                    lineWidth: own.isStroked ? own.lineWidth : 0))
        case "title", "desc": break
        default: throw .picture("the element \(element.name) is not of the subset that can be drawn")
        }
    }

    func height(atWidth wanted: Double) -> Double { wanted * height / width }

    func draw(on canvas: Canvas, x: Double, y: Double, width wanted: Double, colour: Colour) {
        let context = canvas.context
        cairo_save(context)
        defer { cairo_restore(context) }
        cairo_translate(context, x, y)
        cairo_scale(context, wanted / width, wanted / width)
        switch content {
        case .paths(let shapes):
            canvas.colour(colour)
            cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
            cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
            for shape in shapes {
                for step in shape.path.steps {
                    switch step {
                    case .move(let x, let y): cairo_move_to(context, x, y)
                    case .line(let x, let y): cairo_line_to(context, x, y)
                    case .curve(let ax, let ay, let bx, let by, let x, let y):
                        cairo_curve_to(context, ax, ay, bx, by, x, y)
                    case .close: cairo_close_path(context)
                    }
                }
                if shape.isFilled {
                    if shape.lineWidth > 0 { cairo_fill_preserve(context) } else { cairo_fill(context) }
                }
                if shape.lineWidth > 0 {
                    cairo_set_line_width(context, shape.lineWidth)
                    cairo_stroke(context)
                }
            }
        case .png(let bytes): Self.draw(png: bytes, on: context)
        }
    }

    private final class Reader {
        let bytes: [UInt8]
        var position = 0
        init(_ bytes: [UInt8]) { self.bytes = bytes }
    }

    private static func draw(png bytes: [UInt8], on context: OpaquePointer) {
        let reader = Reader(bytes)
        let surface = withExtendedLifetime(reader) {
            cairo_image_surface_create_from_png_stream(
                { closure, data, length in
                    guard let closure, let data else { return CAIRO_STATUS_READ_ERROR }
                    let reader = Unmanaged<Reader>.fromOpaque(closure).takeUnretainedValue()
                    guard reader.position + Int(length) <= reader.bytes.count else { return CAIRO_STATUS_READ_ERROR }
                    for index in 0..<Int(length) { data[index] = reader.bytes[reader.position + index] }
                    reader.position += Int(length)
                    return CAIRO_STATUS_SUCCESS
                }, Unmanaged.passUnretained(reader).toOpaque())
        }
        guard let surface else { return }
        cairo_set_source_surface(context, surface, 0, 0)
        cairo_paint(context)
        cairo_surface_destroy(surface)
    }
}
