import Foundation
import XML

/// Why a file is not a decision model.
public struct DMNError: Error, Sendable, Hashable, CustomStringConvertible {
    public let message: String
    /// The line of the file, from 1, where it is known.
    public let line: Int?

    init(_ message: String, line: Int? = nil) {
        self.message = message
        self.line = line
    }

    public var description: String { line.map { "line \($0): \(message)" } ?? message }
}

extension Element {
    /// The root element of a document.
    static func root(of xml: Data) throws(DMNError) -> Element {
        do {
            return try ElementReader.read(xml)
        } catch {
            throw DMNError(error.message, line: error.line)
        }
    }
}
