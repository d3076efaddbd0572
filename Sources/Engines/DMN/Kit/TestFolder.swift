import Foundation

/// Finds suites and their models in folders: files that end in `.dmn`, and `*-test-*.xml` beside them.
public enum TestFolder {
    /// Every suite in a folder and the folders below, in the order of their names.
    public static func suites(in folder: URL) -> [URL] {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let found = (files?.compactMap { $0 as? URL } ?? []).filter {
            $0.pathExtension == "xml" && $0.lastPathComponent.contains("-test-")
        }
        return found.sorted { $0.path < $1.path }
    }

    /// Reads a model; what it imports is looked for beside it, by location first, then by namespace.
    public static func model(at file: URL) throws -> DecisionModel {
        let data = try Data(contentsOf: file)
        let folder = file.deletingLastPathComponent()
        return try DecisionModel(xml: data) { source in
            if let location = source.location, !location.contains("/"), !location.contains(":"),
                let data = try? Data(contentsOf: folder.appendingPathComponent(location))
            {
                return data
            }
            return neighbours(of: file).first { (try? Definitions(xml: $0))?.namespace == source.namespace }
        }
    }

    private static func neighbours(of file: URL) -> [Data] {
        let folder = file.deletingLastPathComponent()
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "dmn" && $0.lastPathComponent != file.lastPathComponent }
            .sorted { $0.path < $1.path }.compactMap { try? Data(contentsOf: $0) }
    }

    /// Runs a suite against the model that it names.
    public static func run(_ file: URL, with runner: TestRunner) -> TestRunner.Report {
        let name = file.deletingPathExtension().lastPathComponent
        do {
            let suite = try TestSuite(xml: try Data(contentsOf: file))
            let folder = file.deletingLastPathComponent()
            let model = try model(at: folder.appendingPathComponent(suite.modelName))
            return runner.run(suite, name: name, model: model)
        } catch {
            let failure = TestRunner.Failure(
                suite: name, testCase: "", result: "", expected: "a model and a suite that can be read",
                actual: "\(error)",
                reasons: [])
            return TestRunner.Report(passed: 0, failed: 1, failures: [failure])
        }
    }
}
