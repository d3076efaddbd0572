import CQRencode

/// A QR code (ISO/IEC 18004) as a square of dark and light modules, without its quiet zone.
public struct QRMatrix: Sendable, Hashable {
    /// Modules on a side.
    public let size: Int
    private let modules: [Bool]

    /// How much of the code may be damaged and still be read (ISO/IEC 18004 §7.5.1).
    public enum Correction: Sendable { case low, medium, quartile, high }

    /// The code of a text in UTF-8. Nil where the text is longer than a code can hold, or is empty.
    public init?(_ text: String, correction: Correction = .medium) {
        let level: QRecLevel =
            switch correction {
            case .low: QR_ECLEVEL_L
            case .medium: QR_ECLEVEL_M
            case .quartile: QR_ECLEVEL_Q
            case .high: QR_ECLEVEL_H
            }
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, level) else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        size = width
        // The lowest bit of a module says whether it is dark.
        modules = (0..<width * width).map { code.pointee.data[$0] & 1 == 1 }
    }

    /// Whether the module is dark; `x` from the left, `y` from the top.
    public func isDark(x: Int, y: Int) -> Bool { modules[y * size + x] }

    /// One path of SVG (one unit a module, with the quiet zone of four modules that the standard demands around it).
    public var path: String {
        var path = ""
        for y in 0..<size {
            var x = 0
            while x < size {
                guard isDark(x: x, y: y) else {
                    x += 1
                    continue
                }
                let start = x
                while x < size, isDark(x: x, y: y) { x += 1 }
                path += "M\(start + 4) \(y + 4)h\(x - start)v1h-\(x - start)z"
            }
        }
        return path
    }

    /// The side of the picture that `path` draws into, quiet zone included.
    public var pathSize: Int { size + 8 }
}
