import ArgumentParser
import BPMN
import DMN
import FEEL
import Foundation

/// `polity bpmn run`
struct BPMNRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs a process with a script of what people, services and the clock do.",
        discussion: """
            The script is YAML: a list of steps such as {complete: approve, with: {approved: true}}, {message: paid, correlation: \
            A-7}, {signal: alarm}, {advance: P3D}, {at: 2026-03-01T08:00:00Z}, {fail: book, message: down}. docs/processes.md lists \
            them all. Every movement is printed, then the final state and the variables. The code is 1 where a step cannot be or an \
            incident remains.
            """)

    @Argument(help: "BPMN files: the first holds the process, the others what it calls.") var files: [String]
    @Option(help: "The process, by id or name, where the files hold several.") var process: String?
    @Option(help: "The start event, by id, where the process has several.") var start: String?
    @Option(help: "The variables at the start, as a JSON object; @FILE reads them from a file.") var input: String =
        "{}"
    @Option(help: "The script, a YAML file; - reads standard input.") var script: String?
    @Option(parsing: .upToNextOption, help: "DMN files whose decisions business-rule tasks may ask for.")
    var decisions: [String] = []
    @Option(help: "The time at the start, ISO 8601; the clock of this machine without it.") var now: String?
    @Option(help: "The zone of times without one, such as Europe/Paris.") var zone: String?
    @Flag(help: "Let manual tasks wait to be completed.") var waitForManualTasks = false
    @Flag(help: "Print the result alone, as JSON.") var json = false

    func run() throws {
        let models = try files.map { file in
            do {
                return try ProcessModel(xml: try Data(contentsOf: URL(fileURLWithPath: file)))
            } catch let error as BPMNError {
                throw ValidationError("\(file): \(error)")
            }
        }
        let book = try DecisionBook(files: decisions)
        let options = ProcessOptions(
            workingDays: { RunClock.workingDays($0, after: $1) }, zone: try RunClock.zone(zone),
            waitsForManualTasks: waitForManualTasks)
        let script = try ScriptReader.read(try text(of: self.script))
        var variables = script.input
        for (name, value) in try InputOption.context(input).entries { variables[name] = value }
        var run = ScriptedRun(models, now: try RunClock.moment(now, options), options: options, decide: book.decide)
        var failure: String?
        do {
            try run.run(
                script.script, process: process ?? script.process, start: start ?? script.start, input: variables)
        } catch let error as PreparationError {
            for problem in error.problems { complain("\(files[0]): \(problem)") }
            throw ExitCode(1)
        } catch let error as ScriptError {
            failure = "\(error)"
        }
        let result = RunResult(run)
        if !json { for line in run.log { print(line) } }
        print(json ? result.json : result.text)
        if let failure { complain(failure) }
        if failure != nil || result.hasIncidents { throw ExitCode(1) }
    }

    private func text(of file: String?) throws -> String {
        guard let file else { return "" }
        if file == "-" { return String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self) }
        return try String(contentsOfFile: file, encoding: .utf8)
    }

    private func complain(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
}

/// The clock of a run.
private enum RunClock {
    static func zone(_ name: String?) throws -> TimeZoneRule {
        guard let name, name != "UTC", name != "Z" else { return .offset(0) }
        let suffix = name.hasPrefix("+") || name.hasPrefix("-") ? name : "@" + name
        let expression = try? FEEL.Expression("date and time(\(FEELValue.quoted("2026-01-01T00:00:00" + suffix)))")
        guard case .dateTime(let time)? = expression?.evaluate().value else {
            throw ValidationError("there is no zone '\(name)'")
        }
        return time.time.zone
    }

    static func moment(_ text: String?, _ options: ProcessOptions) throws -> Moment {
        guard let text else { return Moment(seconds: Int(Date().timeIntervalSince1970)) }
        guard let moment = Moment(iso8601: text, options) else {
            throw ValidationError("'\(text)' is no date and time")
        }
        return moment
    }

    /// Monday to Friday; a run knows no holidays.
    static func workingDays(_ count: Int, after start: Moment) -> Moment? {
        guard count >= 0, count < 100_000 else { return nil }
        var seconds = start.seconds
        var left = count
        while left > 0 {
            seconds += 86_400
            let day = (seconds / 86_400 + 3) % 7
            if day < 5 { left -= 1 }
        }
        return Moment(seconds: seconds)
    }
}

/// The decisions of some DMN files, by id or name.
private struct DecisionBook: Sendable {
    private let models: [DecisionModel]

    init(files: [String]) throws { models = try files.map { try TestFolder.model(at: URL(fileURLWithPath: $0)) } }

    func decide(_ name: String, _ inputs: FEELContext, _ now: Moment) throws -> FEELValue? {
        let clock = DateTime(moment: now.seconds, zone: .offset(0))
        for model in models {
            let named = model.definitions.decisions.first { $0.id == name || $0.name == name }
            if let named { return try model.evaluate(decision: named.name, input: inputs, now: clock).value }
            if let service = model.definitions.services.first(where: { $0.id == name || $0.name == name }) {
                return try model.evaluate(service: service.name, input: inputs, now: clock).value
            }
        }
        return nil
    }
}
