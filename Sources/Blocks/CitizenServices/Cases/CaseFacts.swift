import Base
import BuildingBlock
import FEEL
import ServiceDefinition
import Synchronization

/// What was known when an application was begun or submitted: who applies, what registries said, what day it was. A case is judged by
/// these, whatever registries say later.
public struct CaseFacts: Hashable, Sendable {
    /// FEEL literals.
    private let applicant: String
    private let evidence: [String: String]
    private let moment: Instant
    /// The literals, read once for all copies.
    private let values: FactValues

    init(applicant: FEELContext, evidence: [String: FEELValue], at moment: Instant) {
        self.applicant = FEELValue.context(applicant).literal
        self.evidence = evidence.mapValues(\.literal)
        self.moment = moment
        values = FactValues(FactValues.Known(applicant: applicant, evidence: evidence))
    }

    /// Nothing was asked yet.
    static func none(at moment: Instant) -> CaseFacts { CaseFacts(applicant: FEELContext(), evidence: [:], at: moment) }

    public static func == (one: CaseFacts, other: CaseFacts) -> Bool {
        one.applicant == other.applicant && one.evidence == other.evidence && one.moment == other.moment
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(applicant)
        hasher.combine(evidence)
        hasher.combine(moment)
    }

    /// Whether everything was looked up that the service wants to know.
    func isComplete(for service: Service) -> Bool { service.evidence.allSatisfy { evidence[$0.name] != nil } }

    /// As the engine takes them.
    func facts(on platform: Platform, at now: Instant? = nil) -> Facts {
        let known = values.known(applicant, evidence)
        return Facts(applicant: known.applicant, evidence: known.evidence, now: platform.dateTime(now ?? moment))
    }

    /// What the applicant is called.
    var applicantName: FEELValue? { values.known(applicant, evidence).applicant?["name"] }

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
        values = FactValues(nil)
    }
}

/// The values of facts: reading literals costs more than all else that is done with them, and lists of cases need none of it.
private final class FactValues: Sendable {
    struct Known: Sendable {
        var applicant: FEELContext?
        var evidence: [String: FEELValue]
    }

    private let read: Mutex<Known?>

    init(_ known: Known?) { read = Mutex(known) }

    func known(_ applicant: String, _ evidence: [String: String]) -> Known {
        read.withLock { read in
            if let read { return read }
            var known = Known(evidence: evidence.mapValues(Self.value))
            if case .context(let context) = Self.value(applicant) { known.applicant = context }
            read = known
            return known
        }
    }

    private static func value(_ literal: String) -> FEELValue {
        (try? Expression(literal))?.evaluate().value ?? .null
    }
}
