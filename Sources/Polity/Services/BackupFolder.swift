import Foundation
import Store

/// A backup: a folder of the database's copy, the files and the keys. It is made under another name and renamed when it is
/// whole.
struct BackupFolder {
    private let path: String
    private let finalPath: String
    private var manager: FileManager { .default }

    init(creating path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else { throw StartError("\(path) exists already") }
        finalPath = path
        self.path = path + ".part"
        try? manager.removeItem(atPath: self.path)
        do {
            try manager.createDirectory(
                atPath: self.path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StartError("\(path) cannot be made")
        }
    }

    init(existing path: String) throws {
        self.path = path
        finalPath = path
        guard manager.fileExists(atPath: path) else { throw StartError("there is no folder \(path)") }
    }

    func database(of dialect: Dialect) -> String { "\(path)/database.\(dialect.rawValue)" }

    func existingDatabase(_ dialect: Dialect) throws -> String {
        let copy = database(of: dialect)
        if manager.fileExists(atPath: copy) { return copy }
        for other in Dialect.allCases where manager.fileExists(atPath: database(of: other)) {
            throw StartError("\(path) is a backup of \(other.rawValue); restore it to \(other.rawValue)")
        }
        throw StartError("\(path) is no backup")
    }

    func copyFiles(from folder: DataFolder) throws { try copy(folder.files, to: "\(path)/files", except: ["incoming"]) }
    func copyKeys(from folder: DataFolder) throws { try copy(folder.keys, to: "\(path)/keys") }
    func restoreFiles(to folder: DataFolder) throws { try copy("\(path)/files", to: folder.files) }

    func restoreKeys(to folder: DataFolder) throws { try copy("\(path)/keys", to: folder.keys) }

    /// Gives the backup its name, durably.
    func finish() throws {
        guard rename(path, finalPath) == 0 else { throw StartError("\(finalPath) cannot be made") }
        sync()
    }

    func discard() { try? manager.removeItem(atPath: path) }

    /// Copies all files below a folder, with their modes. Where there is no such folder there is nothing to copy.
    private func copy(_ source: String, to destination: String, except left: Set<String> = []) throws {
        guard let names = try? manager.subpathsOfDirectory(atPath: source) else { return }
        try manager.createDirectory(
            atPath: destination, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for name in names.sorted() where !left.contains(name.split(separator: "/").first.map(String.init) ?? "") {
            var isFolder: ObjCBool = false
            guard manager.fileExists(atPath: "\(source)/\(name)", isDirectory: &isFolder) else { continue }
            if isFolder.boolValue {
                try manager.createDirectory(atPath: "\(destination)/\(name)", withIntermediateDirectories: true)
            } else {
                try manager.copyItem(atPath: "\(source)/\(name)", toPath: "\(destination)/\(name)")
            }
        }
    }
}
