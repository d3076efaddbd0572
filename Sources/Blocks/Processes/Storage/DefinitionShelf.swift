import BPMN
import Base
import Store
import Synchronization

/// Definitions that were read and made ready, kept: a revision never changes.
final class DefinitionShelf: Sendable {
    struct Key: Hashable, Sendable {
        var process: String
        var revision: Int
    }

    struct Definition: Sendable {
        var model: ProcessModel
        var executable: ExecutableProcess
    }

    private let known = Mutex<[Key: Definition]>([:])

    /// Throws `ProcessError.unknown` where there is no such revision.
    func definition(_ process: String, _ revision: Int, in transaction: any ReadTransaction) throws -> Definition {
        let key = Key(process: process, revision: revision)
        if let found = known.withLock({ $0[key] }) { return found }
        let source = try transaction.value(
            String.self,
            "SELECT source FROM processes_definitions WHERE process = \(process) AND revision = \(revision)")
        guard let source else { throw ProcessError.unknown("\(process) revision \(revision)") }
        let definition = try DefinitionShelf.read(source, process: process)
        known.withLock { $0[key] = definition }
        return definition
    }

    /// Reads a file and makes one of its processes ready. Throws `ProcessError.invalid` with everything that is wrong.
    static func read(_ source: String, process: String? = nil) throws -> Definition {
        let model: ProcessModel
        do {
            model = try ProcessModel(xml: .init(source.utf8))
        } catch {
            throw ProcessError.invalid([error.description])
        }
        let mistakes = model.check().filter { $0.severity == .error }
        if !mistakes.isEmpty { throw ProcessError.invalid(mistakes.map(\.description)) }
        do {
            return Definition(model: model, executable: try ExecutableProcess(model, process: process))
        } catch {
            throw ProcessError.invalid(error.problems.map(\.description))
        }
    }
}
