import ArgumentParser
import BPMN
import Foundation

/// `polity bpmn check`
struct BPMNCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Examines process models before they are used.",
        discussion: """
            Reports what cannot be read, references that lead nowhere, elements that nothing reaches, and whatever keeps a process \
            that says it is executable from running: each with its element, name, line and reason.
            """)

    @Argument(help: "BPMN files.") var files: [String]
    @Flag(help: "Examine whether processes can run even where the file does not say that they are executable.")
    var executable = false

    func run() throws {
        var passed = 0
        for file in files {
            let problems = problems(of: file)
            for problem in problems { print("\(file): \(problem.text)") }
            if !problems.contains(where: \.isError) { passed += 1 }
        }
        print("\(passed) passed, \(files.count - passed) failed")
        if passed < files.count { throw ExitCode(1) }
    }

    private struct Problem {
        var isError: Bool
        var text: String
    }

    private func problems(of file: String) -> [Problem] {
        let model: ProcessModel
        do {
            model = try ProcessModel(xml: try Data(contentsOf: URL(fileURLWithPath: file)))
        } catch let error as BPMNError {
            return [Problem(isError: true, text: "error: \(error)")]
        } catch {
            return [Problem(isError: true, text: "error: the file cannot be read")]
        }
        var problems = model.check().map { finding in
            Problem(isError: finding.severity == .error, text: "\(finding.severity.rawValue): \(finding)")
        }
        for process in model.processes where process.isExecutable == true || executable {
            if process.body.nodes.isEmpty { continue }
            do {
                _ = try ExecutableProcess(model, process: process.header.id)
            } catch {
                problems += error.problems.map { Problem(isError: true, text: "error: \($0)") }
            }
        }
        return problems
    }
}
