/// The chunks of a WebP file (RFC 9649 §2).
enum WebPFile {
    /// Throws `PhotoError.damaged`.
    static func cleaned(_ bytes: [UInt8]) throws -> (bytes: [UInt8], width: Int, height: Int) {
        let reader = ByteReader(bytes[...], bigEndian: false)
        var header: [UInt8]?
        var body: [UInt8] = []
        var orientation = 1
        var size: (width: Int, height: Int)?
        var position = 12
        guard let end = reader.number(at: 4, bytes: 4).map({ min($0 + 8, bytes.count) }) else {
            throw PhotoError.damaged
        }
        while position + 8 <= end {
            guard let name = reader.slice(position, count: 4), let length = reader.number(at: position + 4, bytes: 4),
                length <= bytes.count, let data = reader.slice(position + 8, count: length)
            else { throw PhotoError.damaged }
            let type = String(decoding: name, as: UTF8.self)
            switch type {
            case "VP8X": header = Array(data)
            case "EXIF": orientation = Orientation.read(tiff: tiff(data))
            case "VP8 ", "VP8L", "ALPH", "ICCP":
                body += chunk(type, Array(data))
                size = size ?? self.size(type, data)
            default: break
            }
            position += 8 + length + length % 2
        }
        guard let size else { throw PhotoError.damaged }
        return (file(header, body, orientation, size), size.width, size.height)
    }

    private static func file(
        _ header: [UInt8]?, _ body: [UInt8], _ orientation: Int, _ size: (width: Int, height: Int)
    ) -> [UInt8] {
        var content = Array("WEBP".utf8)
        var extended = header ?? []
        if orientation != 1, extended.count < 10 {
            extended = [0, 0, 0, 0]
            extended.append(size.width - 1, bytes: 3, bigEndian: false)
            extended.append(size.height - 1, bytes: 3, bigEndian: false)
        }
        if extended.count >= 10 {
            // Flags for EXIF (bit 3), XMP (bit 2) and animation (bit 1): nothing but the orientation is kept.
            extended[0] = extended[0] & 0b1111_0001 | (orientation != 1 ? 0b1000 : 0)
            content += chunk("VP8X", Array(extended.prefix(10)))
        }
        content += body
        if orientation != 1 { content += chunk("EXIF", Orientation.tiff(orientation)) }
        var file = Array("RIFF".utf8)
        file.append(content.count, bytes: 4, bigEndian: false)
        return file + content
    }

    /// Some writers put JPEG's prefix before the TIFF structure.
    private static func tiff(_ data: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        ByteReader(data).text(at: 0, is: "Exif\0\0") ? data.dropFirst(6) : data
    }

    private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        var chunk = Array(type.utf8)
        chunk.append(data.count, bytes: 4, bigEndian: false)
        chunk += data
        if data.count % 2 == 1 { chunk.append(0) }
        return chunk
    }

    /// From the frame header of VP8 (RFC 6386 §9.1) or the image header of VP8L (RFC 9649 §3.4).
    private static func size(_ type: String, _ data: ArraySlice<UInt8>) -> (width: Int, height: Int)? {
        let reader = ByteReader(data, bigEndian: false)
        if type == "VP8 ", let width = reader.number(at: 6, bytes: 2), let height = reader.number(at: 8, bytes: 2) {
            return (width & 0x3FFF, height & 0x3FFF)
        }
        if type == "VP8L", reader[0] == 0x2F, let bits = reader.number(at: 1, bytes: 4) {
            return (bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
        }
        return nil
    }
}
