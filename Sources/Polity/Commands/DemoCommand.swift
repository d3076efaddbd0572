import ArgumentParser
import Base
import BuildingBlock

/// `polity demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Makes the sample people and requests, without serving.",
        discussion:
            "For trying things out in an empty data folder; `polity serve --demo` does the same before it serves.")

    @OptionGroup var flags: SettingsFlags

    func run() async throws {
        var flags = flags
        flags.demo = true
        try await Government.with(flags) { government in
            try await Demonstration(government).makeIfMissing()
            print("The sample of \(government.jurisdiction.name(in: .english)) is ready.")
        }
    }
}
