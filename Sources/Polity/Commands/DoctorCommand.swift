import ArgumentParser

/// `polity doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Says what is missing or wrong, and what each setting is.")

    @OptionGroup var flags: SettingsFlags
    @Flag(help: "Also print every setting with where it can be set.") var settings = false

    func run() async throws {
        if settings {
            for setting in Setting.all { print("\(setting.key)\t\(setting.environment)\t\(setting.summary)") }
        }
        var checkup = Checkup()
        await checkup.examine(try await Settings.load(flags))
        for finding in checkup.findings { print("\(finding.verdict.rawValue): \(finding.text)") }
        if checkup.hasProblem { throw ExitCode(1) }
    }
}
