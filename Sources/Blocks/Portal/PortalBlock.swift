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
    ///
    /// Throws a `DataFileError` where the jurisdiction's banner cannot be read.
    public static func block(
        on platform: Platform, services: [PublicService], fronts: [Front] = []
    ) throws(DataFileError) -> Block {
        let banner = try banner(of: platform.jurisdiction)
        return Block(name: "portal") { routes in
            // Seconds only: what is published must be found soon.
            routes.get("/", cache: .shared(seconds: 5)) { call in
                .page(
                    HomePage.page(of: platform, services: services, fronts: fronts, banner: banner, in: call.language))
            }
        }
    }

    private static func banner(of jurisdiction: Jurisdiction) throws(DataFileError) -> HTML? {
        guard let file = jurisdiction.look.banner else { return nil }
        let path = "\(jurisdiction.folder)/\(file)"
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DataFileError(file: path, line: nil, message: "the banner cannot be read")
        }
        return HTML(String(decoding: data, as: UTF8.self))
    }
}
