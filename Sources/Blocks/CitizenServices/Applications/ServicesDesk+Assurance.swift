import Base
import BuildingBlock
import FEEL
import Journal
import ServiceDefinition
import Store

extension ServicesDesk {
    /// Whether it is sure enough for `service` who the person is.
    func isAssured(_ party: Identifier<Act.Party>, for service: Service) async throws -> Bool {
        try await database.read { transaction in
            Self.isAssured(try ports.applicant(party, transaction), for: service)
        }
    }

    /// Of whom nothing is known, nothing is sure.
    static func isAssured(_ applicant: FEELContext, for service: Service) -> Bool {
        var known = Assurance.low
        if case .string(let level)? = applicant["assurance"] { known = Assurance(rawValue: level) ?? .low }
        return known >= service.assurance.level
    }
}

extension Service.Assurance {
    /// The same level as accounts have it.
    var level: Assurance {
        switch self {
        case .low: .low
        case .substantial: .substantial
        case .high: .high
        }
    }
}
