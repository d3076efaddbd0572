import FEEL
import Foundation

extension Service {
    /// What reading a folder gave: the service where there is no error, and all mistakes, warnings among them.
    public struct Reading: Sendable {
        public var service: Service?
        public var mistakes: [Mistake]
        public var errors: [Mistake] { mistakes.filter { $0.severity == .error } }
        /// Good enough to try its examples, though it may not be published.
        var draft: Service?
    }

    /// Reads a folder: `service.yaml` and what lies beside it, by paths such as `texts/fr.yaml`.
    ///
    /// Every mistake is found, not only the first. Analysis that takes longer (pages that no answer reaches, tables, examples) is
    /// `check(files:in:)`.
    public static func reading(files: [String: Data], in surroundings: Surroundings = Surroundings()) -> Reading {
        let reader = Reader(files, surroundings)
        let service = reader.read()
        let mistakes = reader.mistakes.sorted {
            ($0.file == "service.yaml" ? "" : $0.file, $0.line) < ($1.file == "service.yaml" ? "" : $1.file, $1.line)
        }
        guard var service, !mistakes.contains(where: { $0.severity == .error }) else {
            return Reading(service: nil, mistakes: mistakes, draft: reader.isBroken ? nil : service)
        }
        service.warnings = mistakes
        return Reading(service: service, mistakes: mistakes, draft: service)
    }

    /// The service of a folder; throws all `Mistakes` where there is an error.
    public static func read(files: [String: Data], in surroundings: Surroundings = Surroundings()) throws(Mistakes)
        -> Service
    {
        let reading = reading(files: files, in: surroundings)
        guard let service = reading.service else { throw Mistakes(reading.mistakes) }
        return service
    }
}
