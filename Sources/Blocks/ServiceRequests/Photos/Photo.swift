import Base
import Store

/// A photograph of a report or of its repair, without the metadata that cameras write.
public struct Photo: Hashable, Sendable {
    public var id: Identifier<Photo>
    public var file: FileDigest
    public var format: PhotoFormat
    /// Bytes.
    public var size: Int
    /// Pixels, as stored; an orientation may turn them.
    public var width: Int
    public var height: Int
    public var purpose: Purpose

    public enum Purpose: String, Hashable, Sendable, SQLConvertible {
        case report
        /// What it looks like now that it is done.
        case fix
    }
}

/// What a photograph is, by its content.
public enum PhotoFormat: String, CaseIterable, Hashable, Sendable, SQLConvertible {
    case jpeg = "image/jpeg"
    case png = "image/png"
    case webp = "image/webp"

    /// By the first bytes; what the browser said counts for nothing.
    public init?(content bytes: [UInt8]) {
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: PNGFile.signature) {
            self = .png
        } else if bytes.count >= 12, bytes.starts(with: Array("RIFF".utf8)), bytes[8..<12].elementsEqual("WEBP".utf8) {
            self = .webp
        } else {
            return nil
        }
    }
}

/// A picture with its metadata taken out: position, time, camera, thumbnail, comments. Of all that EXIF says only the
/// orientation is kept, without which the picture would lie on its side.
public struct CleanPhoto: Hashable, Sendable {
    public var format: PhotoFormat
    public var bytes: [UInt8]
    public var width: Int
    public var height: Int

    /// The most pixels that a photo may have: a small file can unfold into a picture that fills a device's memory.
    public static let pixels = 120_000_000

    /// Throws `PhotoError`.
    public init(_ bytes: [UInt8], limit: Int) throws {
        guard bytes.count <= limit else { throw PhotoError.tooLarge(limit: limit) }
        guard let format = PhotoFormat(content: bytes) else { throw PhotoError.notAPhoto }
        self.format = format
        let clean: (bytes: [UInt8], width: Int, height: Int) =
            switch format {
            case .jpeg: try JPEGFile.cleaned(bytes)
            case .png: try PNGFile.cleaned(bytes)
            case .webp: try WebPFile.cleaned(bytes)
            }
        guard clean.width > 0, clean.height > 0, clean.width <= Self.pixels / clean.height else {
            throw PhotoError.damaged
        }
        self.bytes = clean.bytes
        width = clean.width
        height = clean.height
    }
}

/// Why a file cannot be taken as a photo. Its words stand in the texts, under `service-requests.photo.…`.
public enum PhotoError: Error, Hashable, Sendable {
    case notAPhoto
    case damaged
    /// More than `limit` bytes.
    case tooLarge(limit: Int)
    case tooMany(limit: Int)

    public var key: String {
        switch self {
        case .notAPhoto: "service-requests.photo.not-a-photo"
        case .damaged: "service-requests.photo.damaged"
        case .tooLarge: "service-requests.photo.too-large"
        case .tooMany: "service-requests.photo.too-many"
        }
    }
}
