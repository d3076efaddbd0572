import ArgumentParser
import Base
import BuildingBlock
import Foundation

/// `polity serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serves the government.",
        discussion: """
            Brings the database up to date first. With --demo it also makes the sample government where there is none, and \
            offers its sign-ins to everyone.
            """)

    @OptionGroup var flags: SettingsFlags

    func run() async throws {
        try await Government.with(flags) { government in
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
}
