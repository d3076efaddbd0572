import ArgumentParser
import DMN
import FEEL
import Foundation

/// `polity dmn test`
struct DMNTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Runs test cases against their decision models.",
        discussion: """
            A folder is searched for files named like *-test-*.xml, in the format of the DMN TCK, beside the .dmn files that \
            they name. Each failure is printed with what was expected; the last line counts cases.
            """)

    @Argument(help: "Files of test cases, or folders that hold them.") var paths: [String]

    func run() throws {
        let runner = TestRunner(now: try EvaluationMoment.now())
        var total = TestRunner.Report()
        for path in paths {
            for suite in try suites(at: path) {
                let report = TestFolder.run(suite, with: runner)
                for failure in report.failures { print(failure) }
                total = total + report
            }
        }
        print("\(total.passed) passed, \(total.failed) failed")
        if total.failed > 0 { throw ExitCode(1) }
    }

    private func suites(at path: String) throws -> [URL] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw ValidationError("there is no file or folder '\(path)'")
        }
        let place = URL(fileURLWithPath: path)
        return isFolder.boolValue ? TestFolder.suites(in: place) : [place]
    }
}

/// The program's clock as FEEL sees it; an engine has none of its own.
enum EvaluationMoment {
    static func now() throws -> DateTime {
        guard let now = DateTime(moment: Int(Date().timeIntervalSince1970), zone: .offset(0)) else {
            throw ValidationError("the clock of this machine is wrong")
        }
        return now
    }
}
