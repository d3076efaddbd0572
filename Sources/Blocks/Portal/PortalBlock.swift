import Base
import BuildingBlock
import Web

/// The first page: what a person can do here, and whom to ask.
public enum PortalBlock {
    public static let assets = Assets.files

    /// - Parameter services: what the other blocks offer, in the order of the page.
    public static func block(on platform: Platform, services: [PublicService]) -> Block {
        Block(name: "portal") { routes in
            routes.get("/", cache: .shared(seconds: 60)) { call in
                .page(HomePage.page(of: platform, services: services, in: call.language))
            }
        }
    }
}
