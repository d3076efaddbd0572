import ArgumentParser
import DMN
import FEEL
import Foundation

/// `polity dmn evaluate`
struct DMNEvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Evaluates one decision or decision service of a model.",
        discussion: "The value goes to standard output as JSON, the reasons for nulls to standard error.")

    @Argument(help: "The DMN file.") var file: String
    @Option(help: "The decision, or decision service, by its name.") var decision: String
    @Option(help: "The inputs, as a JSON object; @FILE reads them from a file.") var input: String = "{}"
    @Flag(help: "Also print how the value comes about, as JSON.") var trace = false

    func run() throws {
        let model = try TestFolder.model(at: URL(fileURLWithPath: file))
        let context = try InputOption.context(input)
        let now = try EvaluationMoment.now()
        let isService = !model.decisions.contains(decision) && model.services.contains(decision)
        let result =
            isService
            ? try model.evaluate(service: decision, input: context, now: now, trace: trace)
            : try model.evaluate(decision: decision, input: context, now: now, trace: trace)
        print(result.value.json)
        InputOption.explain(result.reasons)
        if let trace = result.trace {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(trace), as: UTF8.self))
        }
    }
}

/// The `--input` of commands that evaluate.
enum InputOption {
    /// Throws where the text is no JSON object.
    static func context(_ text: String) throws -> FEELContext {
        let json = text.hasPrefix("@") ? try String(contentsOfFile: String(text.dropFirst()), encoding: .utf8) : text
        guard case .context(let context)? = FEELValue(json: json) else {
            throw ValidationError("the input must be a JSON object, such as {\"age\": 21}")
        }
        return context
    }

    /// Prints the reasons for nulls to standard error.
    static func explain(_ reasons: [String]) {
        for reason in reasons { FileHandle.standardError.write(Data("null: \(reason)\n".utf8)) }
    }
}
