import Base
import Crypto
import HTTPTypes
import NIOCore

/// Static files: style sheet, script, icons. Each has an address that names its content, `/assets/polity.5f2a….css`, and
/// may be kept for ever; its plain address may be kept for five minutes.
struct AssetStore: Sendable {
    /// The lasting address by name: `polity.css`.
    let addresses: [String: String]
    private let files: [Substring: File]

    private struct File: Sendable {
        var plain: ByteBuffer
        var compressed: ByteBuffer?
        var headers: HTTPFields
        var tag: String
    }

    init(_ texts: [String: String], colour: UI.CivicColour?, headers: HTTPFields) {
        var addresses: [String: String] = [:]
        var files: [Substring: File] = [:]
        for (name, text) in texts {
            let bytes = Array((name == "polity.css" ? text + (colour?.stylesheet ?? "") : text).utf8)
            let digest = Hex.encode(SHA256.hash(data: bytes).prefix(8))
            let dot = name.lastIndex(of: ".") ?? name.endIndex
            let lasting = "/assets/\(name[..<dot]).\(digest)\(name[dot...])"
            addresses[name] = lasting
            let type = Self.type(String(name[dot...]))
            for (address, cache) in [(lasting, Reply.Cache.immutable), ("/assets/\(name)", .shared(seconds: 300))] {
                var fields = headers
                fields[.contentType] = type
                fields[.cacheControl] = CachePolicy.header(cache, isPersonal: false)
                fields[.vary] = "Accept-Encoding"
                fields[.eTag] = "\"\(digest)\""
                files[address[...]] = File(
                    plain: ByteBuffer(bytes: bytes), compressed: Self.compressed(bytes, type), headers: fields,
                    tag: "\"\(digest)\"")
            }
        }
        self.addresses = addresses
        self.files = files
    }

    /// The answer where the address is a static file's.
    func answer(_ head: RequestHead) -> Answer? {
        guard head.path.hasPrefix("/assets/"), head.method == .get || head.method == .head, let file = files[head.path]
        else { return nil }
        var answer = Answer(.ok, headers: file.headers)
        answer.route = "/assets/*"
        if EntityTag.matches(head.headers[.ifNoneMatch], file.tag) {
            answer.status = .notModified
        } else if let compressed = file.compressed, head.acceptsGzip {
            answer.headers[.contentEncoding] = "gzip"
            answer.body = .bytes(compressed)
        } else {
            answer.body = .bytes(file.plain)
        }
        return answer
    }

    private static func compressed(_ bytes: [UInt8], _ type: String) -> ByteBuffer? {
        guard bytes.count > 512, let small = Gzip.compress(bytes, level: 9), small.count < bytes.count else {
            return nil
        }
        return ByteBuffer(bytes: small)
    }

    private static func type(_ ending: String) -> String {
        switch ending {
        case ".css": "text/css; charset=utf-8"
        case ".js": "text/javascript; charset=utf-8"
        case ".svg": "image/svg+xml"
        case ".json": "application/json"
        case ".webmanifest": "application/manifest+json"
        default: "text/plain; charset=utf-8"
        }
    }
}
