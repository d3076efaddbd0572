import Foundation
import XML

/// Why a file is no BPMN model at all. What a model says that cannot be run is told by `ProcessModel.check()`.
public struct BPMNError: Error, Sendable, Hashable, CustomStringConvertible {
    public let message: String
    /// The line of the file, from 1, where it is known.
    public let line: Int?

    init(_ message: String, line: Int? = nil) {
        self.message = message
        self.line = line
    }

    public var description: String { line.map { "line \($0): \(message)" } ?? message }
}

extension ProcessModel {
    /// The namespaces of BPMN 2.0: the model, its diagrams, and the parts of diagrams that all of OMG's standards share.
    static let modelNamespace = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    static let diagramNamespace = "http://www.omg.org/spec/BPMN/20100524/DI"

    /// Reads a file of BPMN 2.0; what BPMN does not define is kept beside what it does.
    ///
    /// Throws where the data is not XML or its root is no `definitions` of BPMN 2.0; references are read as they stand,
    /// whether or not something stands at their end.
    public init(xml: Data) throws(BPMNError) {
        let root: Element
        do {
            root = try ElementReader.read(xml)
        } catch {
            throw BPMNError(error.message, line: error.line)
        }
        guard root.name == "definitions", root.namespace == ProcessModel.modelNamespace else {
            throw BPMNError("the file is no BPMN 2.0 model: its root is '\(root.name)'", line: root.line)
        }
        self = ModelReader(root).model()
    }
}
