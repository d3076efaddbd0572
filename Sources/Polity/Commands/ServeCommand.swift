import ArgumentParser
import Base
import BuildingBlock
import Foundation

/// `polity serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serves the government.",
        discussion: """
            Brings the database up to date first. With --demo it also makes the sample government where there is none, \
            offers its sign-ins to everyone, and starts a sandbox for card payments beside it.
            """)

    @OptionGroup var flags: SettingsFlags

    func run() async throws {
        var settings = try await Settings.load(flags)
        let sandbox = try sandbox(for: &settings)
        defer { sandbox?.stop() }
        try await Government.with(settings) { government in
            if government.settings.isDemo { try await Demonstration(government).makeIfMissing() }
            let name = government.jurisdiction.title(in: .english)
            let host = government.settings.host == "127.0.0.1" ? "localhost" : government.settings.host
            try await GovernmentServer(government: government).run(
                host: government.settings.host, port: government.settings.port
            ) { port in
                print("\(name) is open at http://\(host):\(port)")
                fflush(nil)
            }
        }
    }

    /// In a demonstration card payments work by themselves, unless the settings name a provider.
    private func sandbox(for settings: inout Settings) throws -> SandboxProcess? {
        guard settings.isDemo, settings.paymentsProvider.isEmpty else { return nil }
        let sandbox = try SandboxProcess.start(data: try DataFolder(settings.data).path, after: settings.port)
        (settings.paymentsProvider, settings.paymentsKey) = (sandbox.provider, sandbox.key)
        return sandbox
    }
}
