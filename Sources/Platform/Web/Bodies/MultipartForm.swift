import Base

/// Makes a form of the parts of a multipart body: texts in memory, files on disk.
struct MultipartForm {
    private let limits: Limits
    private let uploads: UploadFolder
    private var fields: [(name: String, value: String)] = []
    private var files: [UploadedFile] = []
    private var part: Part?

    /// One text may not be larger than this, in bytes.
    static let maximumText = 128 * 1024

    private struct Part {
        var name: String
        var fileName: String?
        var contentType: String
        var text: [UInt8] = []
        var file: TemporaryFile?
        var size = 0
    }

    init(limits: Limits, uploads: UploadFolder) {
        self.limits = limits
        self.uploads = uploads
    }

    mutating func take(_ event: MultipartParser.Event) throws {
        switch event {
        case .began(let lines): part = try Self.part(lines)
        case .data(let bytes): try take(bytes)
        case .ended: try end()
        }
    }

    func finished() throws -> Form { Form(fields: Query(fields), files: files) }

    private static func part(_ lines: [String]) throws -> Part {
        var part = Part(name: "", contentType: "text/plain")
        var isNamed = false
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...]
            switch line[..<colon].lowercased() {
            case "content-disposition":
                guard let name = MultipartHeader.parameter("name", of: value) else { continue }
                isNamed = true
                part.name = MultipartHeader.unescaped(name)
                part.fileName = MultipartHeader.parameter("filename", of: value).map(MultipartHeader.unescaped)
            case "content-type":
                part.contentType = String(value).trimmed
            default: continue
            }
        }
        guard isNamed else { throw Problem.badRequest("A part of the multipart form has no name.") }
        return part
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) throws {
        guard var part else { return }
        self.part = nil
        part.size += bytes.count
        if part.fileName == nil {
            guard part.size <= Self.maximumText else { throw Problem.tooLarge(Self.maximumText, field: part.name) }
            part.text += bytes
        } else {
            guard part.size <= limits.file else { throw Problem.tooLarge(limits.file, field: part.name) }
            if part.file == nil {
                guard files.count < limits.files else { throw Problem.tooManyFiles(limits.files, field: part.name) }
                part.file = try uploads.newFile()
            }
            try part.file?.write(bytes)
        }
        self.part = part
    }

    private mutating func end() throws {
        guard let part else { return }
        self.part = nil
        if let fileName = part.fileName {
            // A file field that was left empty sends an empty name and nothing else.
            guard let file = part.file else { return }
            let name = fileName.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
            files.append(
                UploadedFile(
                    field: part.name, name: name, contentType: part.contentType, size: part.size, path: file.path))
        } else {
            guard let text = String(validating: part.text, as: UTF8.self), !part.text.contains(0) else {
                throw Problem.badRequest("The field \(part.name) is not UTF-8 text.")
            }
            guard fields.count < Query.maximumPairs else { throw Problem.tooLarge(Query.maximumPairs) }
            fields.append((part.name, text))
        }
    }
}
