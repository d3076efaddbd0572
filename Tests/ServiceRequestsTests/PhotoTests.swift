import Base
import Testing

@testable import ServiceRequests

@Suite("Photos without metadata")
struct PhotoTests {
    private let secret = Array("47.59283,-30.21114 Canon serial 12345".utf8)

    static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        [0xFF, marker, UInt8((content.count + 2) >> 8), UInt8((content.count + 2) & 0xFF)] + content
    }

    /// An EXIF segment with an orientation and a secret.
    static func exif(_ orientation: UInt8, _ secret: [UInt8], littleEndian: Bool = false) -> [UInt8] {
        let tiff: [UInt8] =
            littleEndian
            ? [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]
            : [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
        return tiff + secret
    }

    /// A JPEG with all the kinds of segments that cameras write, and with something behind its end.
    static func jpeg(orientation: UInt8 = 6, secret: [UInt8] = [], littleEndian: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = [0xFF, 0xD8]
        bytes += segment(0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0])
        bytes += segment(0xE1, Array("Exif\0\0".utf8) + exif(orientation, secret, littleEndian: littleEndian))
        bytes += segment(0xE1, Array("http://ns.adobe.com/xap/1.0/\0".utf8) + secret)
        bytes += segment(0xED, Array("Photoshop 3.0\0".utf8) + secret)
        bytes += segment(0xE2, Array("ICC_PROFILE\0".utf8) + [1, 1, 9, 9])
        bytes += segment(0xE2, Array("MPF\0".utf8) + secret)
        bytes += segment(0xFE, secret + [0])
        bytes += segment(0xDB, [0] + Array(repeating: 1, count: 64))
        bytes += segment(0xC0, [8, 0, 30, 0, 40, 1, 1, 0x11, 0])
        bytes += segment(0xC4, [0] + Array(repeating: 0, count: 16))
        bytes += segment(0xDA, [1, 1, 0, 0, 63, 0])
        bytes += [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56]
        bytes += [0xFF, 0xD9]
        return bytes + secret
    }

    private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool { !bytes.ranges(of: part).isEmpty }

    @Test(
        "a JPEG keeps its picture and its orientation, and nothing of what the camera told", arguments: [false, true])
    func jpeg(littleEndian: Bool) throws {
        let clean = try CleanPhoto(Self.jpeg(secret: secret, littleEndian: littleEndian), limit: 10_000)
        #expect(clean.format == .jpeg)
        #expect((clean.width, clean.height) == (40, 30))
        #expect(!contains(clean.bytes, secret))
        #expect(contains(clean.bytes, Array("ICC_PROFILE".utf8)))
        #expect(contains(clean.bytes, [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xD9]))
        #expect(clean.bytes.suffix(2) == [0xFF, 0xD9])
        #expect(
            contains(
                clean.bytes, Array("Exif\0\0MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]))
        #expect(try CleanPhoto(clean.bytes, limit: 10_000) == clean, "cleaning twice changes nothing")
    }

    @Test("an upright JPEG has no EXIF at all")
    func upright() throws {
        let clean = try CleanPhoto(Self.jpeg(orientation: 1), limit: 10_000)
        #expect(!contains(clean.bytes, Array("Exif".utf8)))
    }

    private func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + data
        var chunk: [UInt8] = []
        chunk.append(data.count, bytes: 4)
        chunk += body
        chunk.append(Int(PNGFile.checksum(body)), bytes: 4)
        return chunk
    }

    @Test("a PNG keeps what draws it, and loses texts, times and EXIF")
    func png() throws {
        let header: [UInt8] = [0, 0, 0, 20, 0, 0, 0, 10, 8, 2, 0, 0, 0]
        let bytes =
            PNGFile.signature + chunk("IHDR", header) + chunk("tEXt", secret) + chunk("iTXt", secret)
            + chunk("eXIf", Self.exif(3, secret)) + chunk("tIME", [7, 1, 1, 1, 1, 1, 1]) + chunk("IDAT", [1, 2, 3])
            + chunk("IEND", []) + secret
        let clean = try CleanPhoto(bytes, limit: 10_000)
        #expect((clean.width, clean.height) == (20, 10))
        #expect(!contains(clean.bytes, secret))
        #expect(contains(clean.bytes, chunk("eXIf", Orientation.tiff(3))))
        #expect(contains(clean.bytes, chunk("IDAT", [1, 2, 3])))
        #expect(clean.bytes.suffix(12).elementsEqual(chunk("IEND", [])))
    }

    @Test("the checksum of PNG is the one of its standard: 0xCBF43926 for 123456789")
    func checksum() { #expect(PNGFile.checksum(Array("123456789".utf8)) == 0xCBF4_3926) }

    private func riff(_ chunks: [(String, [UInt8])]) -> [UInt8] {
        var content = Array("WEBP".utf8)
        for (type, data) in chunks {
            content += Array(type.utf8)
            content.append(data.count, bytes: 4, bigEndian: false)
            content += data + (data.count % 2 == 1 ? [0] : [])
        }
        var file = Array("RIFF".utf8)
        file.append(content.count, bytes: 4, bigEndian: false)
        return file + content
    }

    @Test("a WebP keeps its picture and orientation, and loses EXIF and XMP")
    func webp() throws {
        let picture: [UInt8] = [0, 0, 0, 0x9D, 0x01, 0x2A, 50, 0, 60, 0, 1, 2]
        let bytes = riff([
            ("VP8X", [0b0000_1100, 0, 0, 0, 49, 0, 0, 59, 0, 0]), ("VP8 ", picture),
            ("EXIF", Self.exif(8, secret)), ("XMP ", secret),
        ])
        let clean = try CleanPhoto(bytes, limit: 10_000)
        #expect((clean.width, clean.height) == (50, 60))
        #expect(!contains(clean.bytes, secret))
        #expect(
            contains(
                clean.bytes, Array("EXIF".utf8) + [UInt8(Orientation.tiff(8).count), 0, 0, 0] + Orientation.tiff(8)))
        #expect(clean.bytes[20] == 0b0000_1000, "the header says that EXIF is there and XMP is not")
        #expect(ByteReader(clean.bytes[...], bigEndian: false).number(at: 4, bytes: 4) == clean.bytes.count - 8)
    }

    @Test("what is no photo is refused, whatever it is called")
    func notAPhoto() {
        #expect(throws: PhotoError.notAPhoto) { try CleanPhoto(Array("<svg onload=alert(1)>".utf8), limit: 100) }
        #expect(throws: PhotoError.notAPhoto) { try CleanPhoto([], limit: 100) }
        #expect(throws: PhotoError.tooLarge(limit: 10)) { try CleanPhoto(Self.jpeg(), limit: 10) }
    }

    @Test("a picture cut off or scrambled anywhere is refused or cleaned, and never stops the program")
    func damaged() {
        let seed: UInt64 = 20_261_123
        var random = SplitMix64(seed: seed)
        let originals = [
            Self.jpeg(secret: secret),
            PNGFile.signature + chunk("IHDR", Array(repeating: 1, count: 13)) + chunk("IEND", []),
            riff([("VP8 ", [0, 0, 0, 0x9D, 0x01, 0x2A, 50, 0, 60, 0])]),
        ]
        for original in originals {
            for length in 0..<original.count { _ = try? CleanPhoto(Array(original.prefix(length)), limit: 10_000) }
            for _ in 0..<3000 {
                var bytes = original
                for _ in 0..<3 {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                if let clean = try? CleanPhoto(bytes, limit: 10_000) {
                    #expect(clean.bytes.count < 10_000, "seed \(seed)")
                }
            }
        }
    }

    @Test("a small file that claims a picture of a billion pixels is refused")
    func bomb() {
        let bytes =
            PNGFile.signature + chunk("IHDR", [0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 8, 2, 0, 0, 0]) + chunk("IEND", [])
        #expect(throws: PhotoError.damaged) { try CleanPhoto(bytes, limit: 1000) }
    }
}
