import Base
import Foundation

/// Where views, texts and static files come from: a block's embedded files, or a folder that overrides them.
public struct ViewSource: Sendable {
    /// The block whose name stands before its views: `service-requests`; "" for what keeps its plain name.
    public var block: String
    /// Texts by path: `Views/report.mustache`, `Texts/en.json`, `Assets/map.js`.
    public var files: [String: String]

    public init(block: String, files: [String: String]) {
        self.block = block
        self.files = files
    }

    /// Web's own: the layout, the components of the design system, the pages of problems.
    static let web = ViewSource(block: "", files: Assets.files)

    /// The folder of `--views`: `FOLDER/Views/service-requests/report.mustache`, `FOLDER/Texts/en.json`, `FOLDER/Assets/polity.css`.
    static func folder(_ path: String) -> ViewSource {
        var files: [String: String] = [:]
        for file in paths(under: path) {
            guard let data = FileManager.default.contents(atPath: path + "/" + file),
                let text = String(data: data, encoding: .utf8)
            else { continue }
            files[file] = text
        }
        return ViewSource(block: "", files: files)
    }

    /// A number that changes when any file under `path` does.
    static func stamp(ofFolder path: String) -> Int {
        var hasher = Hasher()
        for file in paths(under: path).sorted() {
            let attributes = try? FileManager.default.attributesOfItem(atPath: path + "/" + file)
            hasher.combine(file)
            hasher.combine(attributes?[.modificationDate] as? Date)
            hasher.combine(attributes?[.size] as? Int)
        }
        return hasher.finalize()
    }

    private static func paths(under path: String) -> [String] {
        guard let found = FileManager.default.enumerator(atPath: path) else { return [] }
        return found.compactMap { $0 as? String }.filter { file in
            ["Views/", "Texts/", "Assets/"].contains { file.hasPrefix($0) } && file.contains(".")
        }
    }

    /// The views by name: `service-requests/report`.
    var views: [String: String] {
        var views: [String: String] = [:]
        for (path, text) in files where path.hasPrefix("Views/") && path.hasSuffix(".mustache") {
            let name = String(path.dropFirst("Views/".count).dropLast(".mustache".count))
            views[block.isEmpty ? name : "\(block)/\(name)"] = text
        }
        return views
    }

    /// Static files by name: `polity.css`; a block's under its own name: `service-requests/map.js`.
    var assets: [String: String] {
        var assets: [String: String] = [:]
        for (path, text) in files where path.hasPrefix("Assets/") {
            let name = String(path.dropFirst("Assets/".count))
            assets[block.isEmpty ? name : "\(block)/\(name)"] = text
        }
        return assets
    }

    /// Adds the texts of `Texts/fr.json`, and of any `Texts/…/fr.json`.
    func addTexts(to texts: inout Texts) throws {
        for path in files.keys.sorted() where path.hasPrefix("Texts/") && path.hasSuffix(".json") {
            let file = path.split(separator: "/").last ?? ""
            guard let language = Language(rawValue: String(file.dropLast(".json".count))) else {
                throw TextsError.notLanguage(file: path)
            }
            try texts.add(json: files[path] ?? "", named: block.isEmpty ? path : "\(block)/\(path)", in: language)
        }
    }
}
