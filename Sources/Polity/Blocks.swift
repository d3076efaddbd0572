import Base
import BuildingBlock
import Identity
import Journal
import Operations
import Portal
import Processes
import ServiceRequests
import Store
import Transparency
import Web

/// The building blocks of this program: the one list.
enum Blocks {
    /// The views and texts of each, by the block's name.
    static let sources: [ViewSource] = [
        ViewSource(block: "identity", files: IdentityBlock.assets),
        ViewSource(block: "transparency", files: TransparencyBlock.assets),
        ViewSource(block: "operations", files: OperationsBlock.assets),
        ViewSource(block: "service-requests", files: ServiceRequestsBlock.assets),
        ViewSource(block: "processes", files: ProcessesBlock.assets),
        ViewSource(block: "portal", files: PortalBlock.assets),
    ]

    /// Makes them. People come for what tier 2 offers, so it stands first in the navigation.
    static func make(
        on platform: Platform, identity: IdentityService, log: PublicLog, processes: ProcessDesk
    ) throws -> [Block] {
        let officers = OfficerDirectory(
            officers: { agency, now, transaction in
                try identity.officers(of: agency, holding: RequestPermissions.work.key, at: now, in: transaction)
                    .map { .init(id: Identifier($0.account), name: $0.name) }
            },
            names: { parties, transaction in
                let names = try AccountDirectory.names(of: parties.map { Identifier<Account>($0) }, in: transaction)
                return Dictionary(uniqueKeysWithValues: names.map { (Identifier<Act.Party>($0.key), $0.value) })
            })
        let blocks: [Block] = [
            try ServiceRequestsBlock.block(on: platform, officers: officers),
            TransparencyBlock.block(on: platform, log: log),
            IdentityBlock.block(on: platform, service: identity),
            ProcessesBlock.block(on: platform, desk: processes),
            OperationsBlock.block(on: platform),
        ]
        return blocks + [PortalBlock.block(on: platform, services: blocks.flatMap(\.services))]
    }
}
