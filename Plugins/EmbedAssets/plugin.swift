import Foundation
import PackagePlugin

/// Compiles the asset folders of a target (views, styles, texts, migrations) into it as one Swift file,
/// `enum Assets`, so that the program is one binary.
@main
struct EmbedAssets: BuildToolPlugin {
    static let folders = ["Views", "Assets", "Texts", "Migrations"]

    func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
        let root = target.directoryURL
        var inputs: [URL] = []
        for folder in Self.folders {
            let url = root.appending(path: folder)
            guard let found = FileManager.default.enumerator(at: url, includingPropertiesForKeys: [.isRegularFileKey])
            else { continue }
            for case let file as URL in found where !file.hasDirectoryPath { inputs.append(file) }
        }
        inputs.sort { $0.path < $1.path }
        let output = context.pluginWorkDirectoryURL.appending(path: "Assets.swift")
        return [
            .buildCommand(
                displayName: "Embedding the assets of \(target.name)",
                executable: try context.tool(named: "embed").url,
                arguments: [root.path, output.path] + inputs.map(\.path),
                inputFiles: inputs, outputFiles: [output])
        ]
    }
}
