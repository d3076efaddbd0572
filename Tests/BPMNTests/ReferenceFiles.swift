import Foundation

/// The reference models of the OMG's interchange group, which stand beside the repository.
enum ReferenceFiles {
    static var folder: URL {
        if let shared = ProcessInfo.processInfo.environment["POLITY_SHARED"] {
            return URL(fileURLWithPath: shared).appending(path: "bpmn-miwg")
        }
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        return root.deletingLastPathComponent().appending(path: "shared/bpmn-miwg")
    }

    static var files: [URL] {
        let found = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return (found ?? []).filter { $0.pathExtension == "bpmn" }.sorted { $0.path < $1.path }
    }

    static var names: [String] { files.map(\.lastPathComponent) }
    static var areThere: Bool { !files.isEmpty }

    static func data(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }
}

/// A generator whose numbers follow from its seed (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
