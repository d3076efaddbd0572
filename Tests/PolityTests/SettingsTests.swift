import ArgumentParser
import Foundation
import Logging
import Testing

@testable import Polity

@Suite("Settings")
struct SettingsTests {
    private func flags(_ arguments: [String]) throws -> SettingsFlags { try SettingsFlags.parse(arguments) }

    private func file(_ text: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString).yaml").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test("without flags, environment or file every setting has its documented default")
    func defaults() async throws {
        let settings = try await Settings.load(try flags([]))
        #expect(settings.data == "data")
        #expect(settings.port == 8080)
        #expect(settings.host == "127.0.0.1")
        #expect(settings.address == "http://localhost:8080")
        #expect(settings.servedOrigin == "localhost:8080/log")
        #expect(!settings.isDemo)
    }

    @Test("the file decides where no flag does, and a flag wins over the file")
    func precedence() async throws {
        let path = try file("port: 9000\naddress: https://town.example/\nlog:\n  level: warning\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let fromFile = try await Settings.load(try flags(["--config", path]))
        #expect(fromFile.port == 9000)
        #expect(fromFile.address == "https://town.example")
        #expect(fromFile.servedOrigin == "town.example/log")
        #expect(fromFile.logLevel == .warning)
        let fromFlag = try await Settings.load(try flags(["--config", path, "--port", "9100"]))
        #expect(fromFlag.port == 9100)
    }

    @Test(
        "a setting that cannot be used is refused by name",
        arguments: ["port: 70000", "demo: perhaps", "address: town", "log:\n  level: loud"])
    func refusal(text: String) async throws {
        let path = try file(text + "\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let name = text.hasPrefix("log") ? "log.level" : String(text.prefix { $0 != ":" })
        await #expect {
            _ = try await Settings.load(try flags(["--config", path]))
        } throws: { error in
            "\(error)".contains("\(name):")
        }
    }

    @Test("environment variables are named after their settings")
    func environment() {
        #expect(Setting.logLevel.environment == "POLITY_LOG_LEVEL")
        #expect(Set(Setting.all.map(\.key)).count == Setting.all.count)
    }
}
