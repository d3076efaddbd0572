import ArgumentParser
import FEEL
import Foundation

/// `polity feel`
struct FEELCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feel", abstract: "Evaluates an expression of FEEL.",
        discussion: "The value goes to standard output as FEEL writes it, the reasons for nulls to standard error.")

    @Argument(help: "The expression.") var expression: String
    @Option(help: "Variables, as a JSON object; @FILE reads them from a file.") var input: String = "{}"
    @Flag(help: "Print the value as JSON.") var json = false

    func run() throws {
        let context = try InputOption.context(input)
        let scope = Scope(variables: context.keys, properties: FEELCommand.names(in: .context(context)))
        let parsed = try FEEL.Expression(expression, scope: scope)
        for warning in parsed.warnings { FileHandle.standardError.write(Data("\(warning)\n".utf8)) }
        let result = parsed.evaluate(context, now: try EvaluationMoment.now())
        print(json ? result.value.json : result.value.literal)
        InputOption.explain(result.reasons)
    }

    /// The names of all entries inside, which paths may mention.
    private static func names(in value: FEELValue) -> [String] {
        switch value {
        case .context(let context): context.entries.flatMap { [$0] + names(in: $1) }
        case .list(let items): items.flatMap { names(in: $0) }
        default: []
        }
    }
}
