import Foundation

/// The folders of services on disk.
enum ServiceFolders {
    typealias Files = [String: Data]

    /// The processes that services of a government share, by name.
    static func sharedProcesses(of jurisdiction: String) -> [String]? {
        (try? FileManager.default.contentsOfDirectory(atPath: jurisdiction + "/processes"))?
            .filter { $0.hasSuffix(".bpmn") }.map { String($0.dropLast(5)) }
    }

    static func sharedProcess(_ name: String, of jurisdiction: String) -> Data? {
        guard sharedProcesses(of: jurisdiction)?.contains(name) == true else { return nil }
        return FileManager.default.contents(atPath: "\(jurisdiction)/processes/\(name).bpmn")
    }

    /// Every folder below `path` by its name, with its files; hidden ones are left out.
    static func read(_ path: String) -> [(name: String, files: [String: Data])] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted().filter { !$0.hasPrefix(".") }.compactMap { name in
            var isFolder: ObjCBool = false
            let folder = "\(path)/\(name)"
            guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
                return nil
            }
            return (name, files(folder))
        }
    }

    /// At most a thousand files of 20 MB together: a folder of words and rules is far below that.
    private static func files(_ folder: String) -> [String: Data] {
        var files: [String: Data] = [:]
        var room = 20_000_000
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return [:] }
        while let path = walk.nextObject() as? String, files.count < 1000 {
            if path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) { continue }
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder),
                !isFolder.boolValue,
                let data = FileManager.default.contents(atPath: "\(folder)/\(path)")
            else { continue }
            room -= data.count
            if room < 0 { break }
            files[path] = data
        }
        return files
    }
}
