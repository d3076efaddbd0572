import Foundation
import Journal

/// The sandbox provider of card payments beside a demonstration: a process of its own, which ends with this one, however it ends.
final class SandboxProcess {
    /// What the setting `payments.provider` says of it.
    let provider: String
    let key: String
    private let process: Process
    /// The child reads from it; when this process is gone, it reads the end and goes too.
    private let leash: Pipe

    private init(provider: String, key: String, process: Process, leash: Pipe) {
        (self.provider, self.key, self.process, self.leash) = (provider, key, process, leash)
    }

    /// Starts it on the port after ours, or on any free one.
    static func start(data: String, after port: Int) throws -> SandboxProcess {
        if (1..<65535).contains(port), let started = try launch(data: data, port: port + 1) { return started }
        guard let started = try launch(data: data, port: 0) else {
            throw StartError("the sandbox for card payments does not start; see `polity sandbox-payments`")
        }
        return started
    }

    private static func launch(data: String, port: Int) throws -> SandboxProcess? {
        let key = Data(LogKeyFile.randomSeed()).base64EncodedString()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Bundle.main.executablePath ?? CommandLine.arguments[0])
        process.arguments = [
            "sandbox-payments", "--port", "\(port)", "--book", "\(data)/sandbox-payments.json", "--until-input-ends",
        ]
        process.environment = ProcessInfo.processInfo.environment.merging([Setting.paymentsKey.environment: key]) { $1 }
        let (leash, output) = (Pipe(), Pipe())
        process.standardInput = leash
        process.standardOutput = output
        try process.run()
        // Its first line says where it listens; one that cannot listen ends without a line.
        var line = Data()
        while !line.contains(10) {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { return nil }
            line += more
        }
        // Nobody reads on; what else it says goes to the error output.
        guard let text = String(data: line, encoding: .utf8)?.split(separator: "\n").first,
            let address = text.split(separator: " ").last
        else { return nil }
        return SandboxProcess(provider: "sandbox+\(address)", key: key, process: process, leash: leash)
    }

    func stop() {
        try? leash.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
