import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Store
import StoreS3
import Synchronization

/// PyPI's moto, an S3 store for tests, in a Python environment of its own (`.venv` in the repository, or made anew).
/// It ends with the test process.
final class MotoServer: Sendable {
    private let endpoint: String
    private let input: FileHandle
    private let counter = Mutex(0)

    /// Without Python and its `venv`, what needs the server is left out, and says so.
    static let isAvailable: Bool = {
        let isThere = (try? run("python3 -c 'import venv, ensurepip'")) == 0
        if !isThere { print("S3 is not tested: apt install python3-venv") }
        return isThere
    }()

    static let shared = Task { try await MotoServer() }

    private init() async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        var program = root + "/.venv/bin/moto_server"
        if !FileManager.default.isExecutableFile(atPath: program) {
            let tools = root + "/.build/test-tools"
            program = tools + "/bin/moto_server"
            if !FileManager.default.isExecutableFile(atPath: program) {
                let status = try await blocking {
                    try Self.run("python3 -m venv '\(tools)' && '\(tools)/bin/pip' install --quiet 'moto[server]'")
                }
                guard status == 0 else { throw DatabaseError.unavailable("moto could not be installed") }
            }
        }
        let port = try freePort()
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c", "\"$0\" -H 127.0.0.1 -p \(port) >/dev/null 2>&1 & PID=$!; cat >/dev/null; kill -9 $PID", program,
        ]
        process.standardInput = pipe
        try process.run()
        input = pipe.fileHandleForWriting
        endpoint = "http://127.0.0.1:\(port)"
        for _ in 0..<600 {
            if (try? await HTTPClient.shared.execute(HTTPClientRequest(url: endpoint), timeout: .seconds(2))) != nil {
                return
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw DatabaseError.unavailable("moto does not answer")
    }

    /// An empty bucket.
    func newBucket() async throws -> S3FileStore.Settings {
        let number = counter.withLock { counter in
            counter += 1
            return counter
        }
        var request = HTTPClientRequest(url: "\(endpoint)/bucket-\(number)")
        request.method = .PUT
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        guard response.status == .ok else { throw DatabaseError.unavailable("no bucket: \(response.status)") }
        return S3FileStore.Settings(
            endpoint: endpoint, region: "us-east-1", bucket: "bucket-\(number)", prefix: "files/",
            accessKey: "test", secretKey: "test")
    }

    private static func run(_ command: String) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
