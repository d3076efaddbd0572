import Base
import Foundation
import Synchronization

/// The temporary files of one request. They are gone once it was answered.
final class UploadFolder: Sendable {
    private let paths = Mutex<[String]>([])

    var isEmpty: Bool { paths.withLock { $0.isEmpty } }

    /// A new, empty file that only this process may read. Throws a 503 `Problem` where none can be made.
    func newFile() throws -> TemporaryFile {
        let folder = FileManager.default.temporaryDirectory.path
        var template = Array("\(folder)/polity-upload-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Problem.unavailable }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        paths.withLock { $0.append(path) }
        return TemporaryFile(path: path, descriptor: descriptor)
    }

    func removeAll() {
        for path in paths.withLock({ paths in
            defer { paths = [] }
            return paths
        }) { unlink(path) }
    }

    deinit { removeAll() }
}

/// An open temporary file. Writes go to the page cache and do not wait for a disk.
final class TemporaryFile: Sendable {
    let path: String
    private let descriptor: Int32

    init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    func write(_ bytes: ArraySlice<UInt8>) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                if count < 0, errno == EINTR { continue }
                throw Problem.unavailable
            }
            rest = rest.dropFirst(count)
        }
    }

    deinit { close(descriptor) }
}
