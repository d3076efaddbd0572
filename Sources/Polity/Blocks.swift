import Base
import BuildingBlock
import Identity
import Journal
import Operations
import Portal
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
        ViewSource(block: "portal", files: PortalBlock.assets),
    ]

    /// Makes them, in the order of the tiers.
    static func make(on platform: Platform, log: PublicLog) throws -> [Block] {
        var blocks: [Block] = [
            try IdentityBlock.block(on: platform),
            TransparencyBlock.block(on: platform, log: log),
            OperationsBlock.block(on: platform),
            try ServiceRequestsBlock.block(on: platform),
        ]
        // People come for what tier 2 offers, so it stands first on the page.
        let services = blocks.reversed().flatMap(\.services)
        blocks.append(PortalBlock.block(on: platform, services: services))
        return blocks
    }
}
