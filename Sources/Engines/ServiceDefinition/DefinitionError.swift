/// Why a folder is not the definition of a service.
public struct DefinitionError: Error, Sendable, Hashable {
    public let message: String
    /// The file, relative to the service's folder.
    public let file: String
    /// The line of the file, from 1.
    public let line: Int

    public init(_ message: String, file: String, line: Int) {
        self.message = message
        self.file = file
        self.line = line
    }
}
