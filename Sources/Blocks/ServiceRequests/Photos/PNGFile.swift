/// The chunks of a PNG file (W3C PNG, third edition, §5).
enum PNGFile {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// What draws the picture in its right colours; texts, times, EXIF and animation are left out.
    private static let kept: Set<String> = [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "bKGD", "pHYs",
    ]

    /// Throws `PhotoError.damaged`.
    static func cleaned(_ bytes: [UInt8]) throws -> (bytes: [UInt8], width: Int, height: Int) {
        let reader = ByteReader(bytes[...])
        var result: [UInt8] = signature
        var chunks: [UInt8] = []
        var orientation = 1
        var position = signature.count
        guard reader.text(at: position + 4, is: "IHDR"), let width = reader.number(at: position + 8, bytes: 4),
            let height = reader.number(at: position + 12, bytes: 4)
        else { throw PhotoError.damaged }
        while true {
            guard let length = reader.number(at: position, bytes: 4), length <= bytes.count,
                let name = reader.slice(position + 4, count: 4), let data = reader.slice(position + 8, count: length),
                let chunk = reader.slice(position, count: length + 12)
            else { throw PhotoError.damaged }
            let type = String(decoding: name, as: UTF8.self)
            if type == "eXIf" { orientation = Orientation.read(tiff: data) }
            position += length + 12
            if type == "IHDR" {
                result += chunk
            } else if kept.contains(type) {
                chunks += chunk
            }
            if type == "IEND" { break }
        }
        if orientation != 1 { result += chunk("eXIf", Orientation.tiff(orientation)) }
        return (result + chunks, width, height)
    }

    private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + data
        var chunk: [UInt8] = []
        chunk.append(data.count, bytes: 4)
        chunk += body
        chunk.append(Int(checksum(body)), bytes: 4)
        return chunk
    }

    /// CRC-32 (ISO 3309), as PNG §5.5 defines it.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
    }
}
