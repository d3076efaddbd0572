import Base
import BuildingBlock
import Journal
import Web

/// The public side of the journal: its files for programs (C2SP tlog-tiles) and pages on which anyone can browse it and check
/// a receipt.
public enum TransparencyBlock {
    public static let assets = Assets.files

    public static func block(on platform: Platform, log: PublicLog) -> Block {
        let files = LogFiles(log: log)
        let journal = JournalPages(platform: platform, log: log)
        let check = ReceiptCheck(platform: platform, log: log)
        return Block(
            name: "transparency",
            services: [
                PublicService(
                    title: "transparency.service", summary: "transparency.service-text", path: "/journal", icon: .shield
                )
            ],
            navigation: [Site.Entry(text: "transparency.nav", path: "/journal")]
        ) { routes in
            routes.endpoint(LogFiles.checkpoint, files.checkpoint)
            routes.endpoint(LogFiles.tile, files.tile)
            routes.endpoint(LogFiles.receipt, files.receipt)
            routes.get("/journal", journal.index)
            routes.get("/journal/entries/:number", journal.entry)
            routes.get("/journal/check", check.question)
            routes.post("/journal/check", limits: ReceiptCheck.limits, check.answer)
        }
    }
}
