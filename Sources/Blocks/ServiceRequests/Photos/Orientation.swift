/// How a picture is turned: tag 0x0112 of EXIF (CIPA DC-008 §4.6.4), from 1 (upright) to 8.
enum Orientation {
    /// From a TIFF structure, as EXIF carries it; 1 where there is none or it makes no sense.
    static func read(tiff: ArraySlice<UInt8>) -> Int {
        let isBig = tiff.starts(with: [0x4D, 0x4D])
        guard isBig || tiff.starts(with: [0x49, 0x49]) else { return 1 }
        let reader = ByteReader(tiff, bigEndian: isBig)
        guard reader.number(at: 2, bytes: 2) == 42, let directory = reader.number(at: 4, bytes: 4),
            let count = reader.number(at: directory, bytes: 2)
        else { return 1 }
        for index in 0..<min(count, 512) {
            let entry = directory + 2 + 12 * index
            guard reader.number(at: entry, bytes: 2) == 0x0112 else { continue }
            guard let value = reader.number(at: entry + 8, bytes: 2), (1...8).contains(value) else { return 1 }
            return value
        }
        return 1
    }

    /// A TIFF structure that says the orientation and nothing else.
    static func tiff(_ orientation: Int) -> [UInt8] {
        var bytes: [UInt8] = Array("MM".utf8)
        bytes.append(42, bytes: 2)
        bytes.append(8, bytes: 4)
        bytes.append(1, bytes: 2)
        bytes.append(0x0112, bytes: 2)
        bytes.append(3, bytes: 2)
        bytes.append(1, bytes: 4)
        bytes.append(orientation, bytes: 2)
        bytes.append(0, bytes: 2)
        bytes.append(0, bytes: 4)
        return bytes
    }
}
