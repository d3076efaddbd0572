import Base
import BuildingBlock
import Journal
import Store
import Web

/// Which payments an officer may see: the treasury's those of all agencies, another agency's its own.
struct PaymentSight: Sendable {
    let officer: Officer
    let treasury: String

    init(_ officer: Officer, _ desk: PaymentDesk) {
        self.officer = officer
        treasury = desk.settings.treasury
    }

    var party: Identifier<Act.Party> { Identifier(officer.person.account) }
    var actor: Act.Actor { .person(party) }

    func may(_ permission: Permission, _ request: PaymentRequest) -> Bool {
        officer.may(permission.key, in: treasury) || officer.may(permission.key, in: request.agency)
    }

    /// `nil`: all agencies. Of the permission that the route names.
    var agencies: [String]? { officer.agencies.contains(treasury) ? nil : officer.agencies }

    var condition: SQL { agencies.map { "agency IN (\(list: $0))" } ?? "1 = 1" }
}

extension PaymentDesk {
    /// The request, if the officer may see it. Throws `PaymentError.unknownRequest`.
    func require(
        _ id: Identifier<PaymentRequest>, _ permission: Permission, _ sight: PaymentSight,
        in transaction: any ReadTransaction
    ) throws -> PaymentRequest {
        let request = try require(id, in: transaction)
        guard sight.may(permission, request) else { throw PaymentError.unknownRequest }
        return request
    }
}

/// The tabs of the officers' pages.
enum OfficeTabs {
    static func tabs(_ current: String, _ officer: Officer, _ words: PaymentWords) -> UI.Tabs {
        let permissions = Set(officer.person.grants.flatMap(\.permissions))
        let all: [(path: String, key: String, permission: Permission)] = [
            (PaymentLinks.office, "office.requests", PaymentPermissions.view),
            (PaymentLinks.transfers, "office.transfers", PaymentPermissions.record),
            (PaymentLinks.refunds, "office.refunds", PaymentPermissions.view),
            (PaymentLinks.ledger, "office.ledger", PaymentPermissions.ledger),
            (PaymentLinks.reconciliation, "office.reconciliation", PaymentPermissions.ledger),
        ]
        return UI.Tabs(
            words("office.title"),
            all.filter { permissions.contains($0.permission.key) }.map {
                UI.Link(words($0.key), $0.path, isCurrent: $0.path == current)
            })
    }
}
