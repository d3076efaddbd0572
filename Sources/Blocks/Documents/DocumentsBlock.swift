import Base
import BuildingBlock
import Journal
import Store
import Web

/// Uploads; certificates, letters, receipts and forms, set, signed and verified.
public enum DocumentsBlock {
    /// The block's views and texts.
    public static let assets = Assets.files
    public static let migrations = Migration.embedded(Assets.files, block: "documents")

    public static func block(on platform: Platform, desk: DocumentDesk) -> Block {
        let office = OfficePages(desk: desk)
        return Block(
            name: "documents", migrations: migrations, permissions: [DocumentPermissions.oversee],
            jobs: [
                JobHandler(DocumentDesk.drawJob) { job in
                    guard let id = IssuedDocument.ID(job.payload) else { return .done }
                    return try await desk.draw(id)
                },
                JobHandler(DocumentDesk.receiptJob) { job in
                    guard let id = IssuedDocument.ID(job.payload) else { return .done }
                    return try await desk.attachReceipt(id)
                },
                JobHandler(DocumentDesk.removeJob) { job in
                    if let digest = FileDigest(job.payload) { try await desk.removeContent(digest) }
                    return .done
                },
            ],
            personalData: [desk.personalData],
            services: [
                PublicService(
                    title: "documents.verify.title", summary: "documents.verify.lead", path: "/verify", icon: .shield)
            ],
            navigation: [
                Site.Entry(
                    text: "documents.office.title", path: OfficePages.path, permission: DocumentPermissions.oversee)
            ],
            account: [Site.Entry(text: "documents.mine.title", path: "/account/documents")]
        ) { routes in
            VerifyPages(desk: desk).declare(&routes)
            DocumentPages(desk: desk).declare(&routes)
            routes.get(officer: OfficePages.path, permission: DocumentPermissions.oversee, office.overview)
        }
    }
}
