import Base
import BuildingBlock
import FEEL
import ServiceDefinition

/// What was known when an application was begun or submitted: who applies, what registries said, what day it was. A case is judged by
/// these, whatever registries say later.
public struct CaseFacts: Hashable, Sendable {
    /// FEEL literals.
    private var applicant: String
    private var evidence: [String: String]
    private var moment: Instant

    init(applicant: FEELContext, evidence: [String: FEELValue], at moment: Instant) {
        self.applicant = FEELValue.context(applicant).literal
        self.evidence = evidence.mapValues(\.literal)
        self.moment = moment
    }

    /// Whether everything was looked up that the service wants to know.
    func isComplete(for service: Service) -> Bool { service.evidence.allSatisfy { evidence[$0.name] != nil } }

    /// As the engine takes them.
    func facts(on platform: Platform, at now: Instant? = nil) -> Facts {
        var known: FEELContext?
        if case .context(let context) = Self.value(applicant) { known = context }
        return Facts(applicant: known, evidence: evidence.mapValues(Self.value), now: platform.dateTime(now ?? moment))
    }

    private static func value(_ literal: String) -> FEELValue {
        (try? Expression(literal))?.evaluate().value ?? .null
    }

    var json: JSON {
        [
            "applicant": .string(applicant), "at": .integer(moment.microseconds),
            "evidence": .object(evidence.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }),
        ]
    }

    init(json: JSON) {
        applicant = json["applicant"]?.string ?? "{}"
        moment = Instant(microseconds: json["at"]?.integer ?? 0)
        evidence = Dictionary((json["evidence"]?.object ?? []).map { ($0.name, $0.value.string ?? "null") }) { $1 }
    }
}
