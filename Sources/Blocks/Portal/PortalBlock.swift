import Base
import BuildingBlock
import Foundation
import Web

/// The first page: what a person can do here, and whom to ask.
public enum PortalBlock {
    public static let assets = Assets.files

    /// - Parameters:
    ///   - services: what the other blocks offer, in the order of the page.
    ///   - fronts: what they bring to the page itself.
    public static func block(on platform: Platform, services: [PublicService], fronts: [Front] = []) -> Block {
        let banner = platform.jurisdiction.look.banner.flatMap {
            FileManager.default.contents(atPath: "\(platform.jurisdiction.folder)/\($0)")
        }.map { HTML(String(decoding: $0, as: UTF8.self)) }
        return Block(name: "portal") { routes in
            // Seconds only: what is published must be found soon.
            routes.get("/", cache: .shared(seconds: 5)) { call in
                .page(
                    HomePage.page(of: platform, services: services, fronts: fronts, banner: banner, in: call.language))
            }
        }
    }
}
