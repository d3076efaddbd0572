import Foundation

/// The repository as the tests of the house read it: files by their path under its root.
struct Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    struct File {
        /// Under the root: `Sources/Platform/Base/Instant.swift`.
        var path: String
        var text: String
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        /// The lines that are code, with their numbers from 1: no comments.
        var code: [(number: Int, text: Substring)] {
            lines.enumerated().map { ($0 + 1, $1) }.filter { !$0.1.drop(while: \.isWhitespace).hasPrefix("//") }
        }
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
    }

    /// All files under `folder` whose name ends in `suffix`, in the order of their paths. Hidden folders and folders that
    /// only building makes are left out.
    static func files(under folder: String, suffix: String) throws -> [File] {
        try paths(under: folder).filter { $0.hasSuffix(suffix) }.map { File(path: $0, text: try text($0)) }
    }

    static func paths(under folder: String) -> [String] {
        let skipped: Set<String> = ["data", "node_modules"]
        var found: [String] = []
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
        for name in names.sorted() where !name.hasPrefix(".") && !(folder.isEmpty && skipped.contains(name)) {
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder)
            found += isFolder.boolValue ? paths(under: path) : [path]
        }
        return found
    }

    static func folders(under folder: String) -> [String] {
        Set(
            paths(under: folder).compactMap { path -> String? in
                let rest = path.dropFirst(folder.count + 1).split(separator: "/")
                return rest.count > 1 ? String(rest[0]) : nil
            }
        ).sorted()
    }

    /// The modules with sources: those of the layers, Polity, and the tools.
    static let modules: [Module] = {
        let layers = ["Sources/Engines", "Sources/Platform", "Sources/Blocks", "Sources/Tools"]
        let inLayers = layers.flatMap { layer in
            folders(under: layer).map { Module(name: $0, folder: "\(layer)/\($0)") }
        }
        return inLayers + [Module(name: "Polity", folder: "Sources/Polity")]
    }()

    struct Module: CustomStringConvertible, Sendable {
        var name: String
        var folder: String
        var description: String { name }
    }
}
