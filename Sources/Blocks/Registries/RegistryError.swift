import Base
import Web

/// Why something about registries was refused.
public enum RegistryError: Error, Hashable, Sendable {
    case unknownRegistry(String)
    case unknownRecord
    /// Values that the definition does not allow.
    case refused([FieldMistake])
    /// The period is empty, or the record is not in force then.
    case notInForce
    /// What was to be changed is so already.
    case nothingChanged
    /// Someone's data was to be looked at without a reason.
    case purposeMissing
    case notAllowed
    /// A condition that cannot be read, or whose names collide.
    case condition(String)
    /// A condition that no index answers, over more records than are looked through.
    case tooBroad(registry: String)
}

extension RegistryError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .unknownRegistry, .unknownRecord, .notAllowed: .notFound
        case .refused(let mistakes):
            .invalid(mistakes.map { .init(field: $0.field ?? "", message: $0.description) })
        case .notInForce:
            Problem(type: "not-in-force", status: 409, title: "The record is not in force at that time")
        case .nothingChanged: Problem(type: "nothing-changed", status: 409, title: "The record is so already")
        case .purposeMissing: .invalid([.init(field: "purpose", message: "Say why you look")])
        case .condition(let message):
            Problem(type: "bad-condition", status: 400, title: "The condition cannot be read", detail: message)
        case .tooBroad:
            Problem(
                type: "too-broad", status: 400, title: "Too many records to look through",
                detail: "Ask for an exact value of an indexed field.")
        }
    }
}
