/// The segments of a JPEG file (ITU-T T.81, Annex B).
enum JPEGFile {
    /// The file with only the segments that draw the picture. Ends at the end of the image: what cameras append
    /// (previews, films) is left out. Throws `PhotoError.damaged`.
    static func cleaned(_ bytes: [UInt8]) throws -> (bytes: [UInt8], width: Int, height: Int) {
        let reader = ByteReader(bytes[...])
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var orientation = 1
        var size = (width: 0, height: 0)
        var position = 2
        while true {
            let (marker, start) = try nextMarker(reader, at: position)
            if marker == 0xD9 { break }
            guard let length = reader.number(at: start, bytes: 2), length >= 2,
                let segment = reader.slice(start, count: length)
            else { throw PhotoError.damaged }
            position = start + length
            if marker == 0xE1, ByteReader(segment).text(at: 2, is: "Exif\0\0") {
                orientation = Orientation.read(tiff: segment.dropFirst(8))
            }
            if isFrame(marker) {
                size.height = reader.number(at: start + 3, bytes: 2) ?? 0
                size.width = reader.number(at: start + 5, bytes: 2) ?? 0
            }
            guard isKept(marker, segment) else { continue }
            kept += [0xFF, marker]
            kept += segment
            if marker == 0xDA {
                let end = try endOfScan(bytes, from: position)
                kept += bytes[position..<end]
                position = end
            }
        }
        return ([0xFF, 0xD8] + exif(orientation) + kept + [0xFF, 0xD9], size.width, size.height)
    }

    /// The next marker, after any fill bytes, and the position behind it.
    private static func nextMarker(_ reader: ByteReader, at position: Int) throws -> (marker: UInt8, start: Int) {
        var position = position
        guard reader[position] == 0xFF else { throw PhotoError.damaged }
        while reader[position] == 0xFF { position += 1 }
        guard let marker = reader[position], marker != 0 else { throw PhotoError.damaged }
        return (marker, position + 1)
    }

    /// Where the compressed data of a scan ends: at a marker that is neither a stuffed byte nor a restart.
    private static func endOfScan(_ bytes: [UInt8], from start: Int) throws -> Int {
        var position = start
        while position + 1 < bytes.count {
            if bytes[position] == 0xFF {
                let next = bytes[position + 1]
                if next != 0, !(0xD0...0xD7).contains(next), next != 0xFF { return position }
                position += next == 0xFF ? 1 : 2
            } else {
                position += 1
            }
        }
        throw PhotoError.damaged
    }

    /// SOF0 to SOF15 without DHT, JPG and DAC.
    private static func isFrame(_ marker: UInt8) -> Bool {
        (0xC0...0xCF).contains(marker) && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
    }

    /// Tables, frames and scans; of the application segments JFIF without a thumbnail, the colour profile and Adobe's
    /// colour transform, without which colours would be wrong.
    private static func isKept(_ marker: UInt8, _ segment: ArraySlice<UInt8>) -> Bool {
        let reader = ByteReader(segment)
        switch marker {
        case 0xE0: return segment.count == 16 && reader.text(at: 2, is: "JFIF\0")
        case 0xE2: return reader.text(at: 2, is: "ICC_PROFILE\0")
        case 0xEE: return segment.count == 14 && reader.text(at: 2, is: "Adobe")
        case 0xE0...0xEF, 0xFE: return false
        case 0xC0...0xCF, 0xDA...0xDF: return true
        default: return false
        }
    }

    private static func exif(_ orientation: Int) -> [UInt8] {
        guard orientation != 1 else { return [] }
        let content = Array("Exif\0\0".utf8) + Orientation.tiff(orientation)
        var segment: [UInt8] = [0xFF, 0xE1]
        segment.append(content.count + 2, bytes: 2)
        return segment + content
    }
}
