import ArgumentParser
import Configuration
import Foundation
import Logging
import SystemPackage

/// How this process is to run, from flags, environment and file.
struct Settings: Sendable {
    var data: String
    var database: String
    var host: String
    var port: Int
    var address: String
    var jurisdiction: String
    var views: String?
    var files: String
    var proxies: [String]
    var witnesses: [String]
    /// The log's name where it is set; else what the key file says, else made of the address.
    var origin: String?
    var hasRateLimits: Bool
    /// The socket of clamd, where what people send is scanned.
    var scanner: String?
    var logLevel: Logger.Level
    var isDemo: Bool
    var mail: MailSettings
    /// The provider of card payments, and the secret shared with it.
    var paymentsProvider: String
    var paymentsKey: String

    /// Reads the settings; throws a `ValidationError` that names the setting and what is wrong with it.
    static func load(_ flags: SettingsFlags) async throws -> Settings {
        let reader = ConfigReader(providers: try await providers(flags))
        func text(_ setting: Setting, _ flag: String?) -> String {
            flag ?? reader.string(forKey: ConfigKey(setting.key), isSecret: setting.isSecret) ?? setting.fallback
        }
        let portText = text(.port, flags.port.map { "\($0)" })
        guard let port = Int(portText), (0...65535).contains(port) else {
            throw ValidationError("port: \(portText) is no port; use a number from 0 to 65535")
        }
        let levelText = text(.logLevel, nil)
        guard let level = Logger.Level(rawValue: levelText) else {
            throw ValidationError("log.level: \(levelText) is unknown; use \(Setting.logLevel.summary)")
        }
        let demoText = text(.demo, flags.demo ? "true" : nil)
        guard let demo = Bool(demoText) else {
            throw ValidationError("demo: \(demoText) is neither true nor false")
        }
        let mail = try MailSettings(isDemo: demo) { text($0, nil) }
        let limits = text(.limits, nil)
        guard limits == "on" || limits == "off" else {
            throw ValidationError("limits: \(limits) is neither on nor off")
        }
        let address = try address(reader.string(forKey: ConfigKey(Setting.address.key)), port: port)
        let views = text(.views, flags.views)
        let origin = text(.origin, nil)
        let scanner = text(.scanner, nil)
        return Settings(
            data: text(.data, flags.data), database: text(.database, flags.database), host: text(.host, flags.host),
            port: port, address: address, jurisdiction: text(.jurisdiction, flags.jurisdiction),
            views: views.isEmpty ? nil : views, files: text(.files, nil), proxies: list(text(.proxies, nil)),
            witnesses: list(text(.witnesses, nil)), origin: origin.isEmpty ? nil : origin,
            hasRateLimits: limits == "on", scanner: scanner.isEmpty ? nil : scanner, logLevel: level, isDemo: demo,
            mail: mail,
            paymentsProvider: text(.paymentsProvider, nil), paymentsKey: text(.paymentsKey, nil))
    }

    private static func providers(_ flags: SettingsFlags) async throws -> [any ConfigProvider] {
        var providers: [any ConfigProvider] = [EnvironmentVariablesProvider().prefixKeys(with: "polity")]
        let file = flags.config ?? "/etc/polity/polity.yaml"
        if flags.config != nil || FileManager.default.fileExists(atPath: file) {
            do {
                providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(file)))
            } catch {
                throw ValidationError("\(file): cannot be read as settings: \(error)")
            }
        }
        return providers
    }

    private static func address(_ text: String?, port: Int) throws -> String {
        guard let text else { return "http://localhost:\(port)" }
        guard let url = URL(string: text), url.scheme == "http" || url.scheme == "https", url.host != nil else {
            throw ValidationError("address: \(text) is no address; write it as https://town.example")
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// The origin of a log that is served at this address: its URL prefix without scheme (C2SP tlog-checkpoint).
    var servedOrigin: String {
        address.replacing("https://", with: "").replacing("http://", with: "") + "/log"
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}

/// The flags that most commands share.
struct SettingsFlags: ParsableArguments {
    @Option(help: "The configuration file (YAML); /etc/polity/polity.yaml where it exists.")
    var config: String?
    @Option(help: "The folder of the database, files and keys.")
    var data: String?
    @Option(help: "postgres://… for a cluster; the SQLite file of the data folder without it.")
    var database: String?
    @Option(help: "The folder that says which government this is.")
    var jurisdiction: String?
    @Option(help: "A folder whose views replace the built-in ones.")
    var views: String?
    @Option(help: "The address to listen on.")
    var host: String?
    @Option(help: "The port to listen on; 0 takes a free one.")
    var port: Int?
    @Flag(help: "Offer the demo's sign-ins. Never where real people are served.")
    var demo = false
}
