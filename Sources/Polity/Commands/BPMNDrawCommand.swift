import ArgumentParser
import BPMN
import Foundation

/// `polity bpmn draw`
struct BPMNDrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draw", abstract: "Draws a process model as SVG.",
        discussion: "The drawing goes to standard output. A model without a diagram of its own is laid out.")

    @Argument(help: "The BPMN file.") var file: String
    @Option(help: "The diagram to draw, from 1, where the file has several.") var diagram = 1
    @Flag(help: "Lay the model out anew, whatever diagrams the file has.") var layout = false
    @Flag(name: .customLong("right-to-left"), help: "Let the picture run from right to left.") var isRightToLeft = false

    func run() throws {
        var model: ProcessModel
        do {
            model = try ProcessModel(xml: try Data(contentsOf: URL(fileURLWithPath: file)))
        } catch let error as BPMNError {
            throw ValidationError("\(file): \(error)")
        }
        if layout { model.diagrams = [] }
        let drawings = model.drawings()
        guard drawings.indices.contains(diagram - 1) else {
            throw ValidationError(
                drawings.isEmpty ? "\(file): there is nothing to draw" : "\(file): there are \(drawings.count) diagrams"
            )
        }
        print(drawings[diagram - 1].svg(options: DrawingOptions(isRightToLeft: isRightToLeft, isStandalone: true)))
    }
}
