import Base
import BuildingBlock
import FEEL
import Journal
import ServiceDefinition
import Store

/// Who applies, and how sure it is who that is.
extension ServicesDesk {
    /// Who applies, as rules and evidence know them: `id`, `kind`, and what is known of the account; for an organisation its own `id`,
    /// `kind` and `name`, with how its representative is reached.
    func applicant(
        _ party: Identifier<Act.Party>, for organisation: RepresentedOrganisation? = nil,
        _ transaction: any ReadTransaction
    ) throws -> FEELContext {
        var own: [(String, FEELValue)] = [
            ("id", .string((organisation?.party ?? party).description)),
            ("kind", .string(organisation == nil ? "person" : "organisation")),
        ]
        if let organisation { own.append(("name", .string(organisation.name))) }
        let known = try ports.applicant(party, transaction).entries.filter { entry in
            !own.contains { $0.0 == entry.0 }
        }
        return FEELContext(own + known)
    }

    /// For which organisations a person may apply for `service`.
    func organisations(of party: Identifier<Act.Party>, for service: Service, at now: Instant) async throws
        -> [RepresentedOrganisation]
    {
        if service.applicant == .person { return [] }
        return try await database.read { try ports.organisations(party, now, $0) }
    }

    func isAssured(_ party: Identifier<Act.Party>, for service: Service) async throws -> Bool {
        try await database.read { isAssured(try applicant(party, $0), for: service) }
    }

    /// Whether it is sure enough for `service` who the person is. Of whom nothing is known, nothing is sure.
    func isAssured(_ applicant: FEELContext, for service: Service) -> Bool {
        var known = Assurance.low
        if case .string(let level)? = applicant["assurance"] { known = Assurance(rawValue: level) ?? .low }
        return known >= service.assurance.level
    }
}

extension Service.Assurance {
    /// The same level as accounts have it.
    fileprivate var level: Assurance {
        switch self {
        case .low: .low
        case .substantial: .substantial
        case .high: .high
        }
    }
}
