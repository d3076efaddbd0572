import ArgumentParser
import Base
import Foundation
import Journal

/// `polity verify`
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recomputes the whole journal from the database and names the first act that does not fit.")

    @OptionGroup var flags: SettingsFlags

    func run() async throws {
        try await Government.with(flags, migrated: false) { government in
            let progress = Progress("verified")
            let report = try await LogVerifier(
                database: government.database, keys: government.keys, witnesses: government.log.witnesses
            ).run { done, total in progress.show(done, of: total) }
            progress.end()
            if let finding = report.finding {
                print("The journal does not fit: \(finding)")
                throw ExitCode(1)
            }
            print(
                """
                The journal is whole: \(report.acts) acts, \(report.erased) of them erased, \(report.checkpoints) checkpoints, \
                \(report.waiting) acts waiting to be logged.
                Root \(report.root)
                """)
        }
    }
}

/// Progress on a terminal's error output; silent elsewhere.
struct Progress: Sendable {
    let word: String
    private let isTerminal = isatty(STDERR_FILENO) == 1

    init(_ word: String) { self.word = word }

    func show(_ done: Int, of total: Int) {
        guard isTerminal else { return }
        FileHandle.standardError.write(Data("\r\(word): \(done) of \(total)".utf8))
    }

    func end() {
        if isTerminal { FileHandle.standardError.write(Data("\n".utf8)) }
    }
}
