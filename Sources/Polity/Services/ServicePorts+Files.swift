import Base
import BuildingBlock
import CitizenServices
import Documents
import Journal
import Store
import Web

extension ServicePorts {
    /// Forms on paper, and the files that people add to applications.
    mutating func offerForms(_ documents: DocumentDesk, on platform: Platform) {
        drawForm = { sheet in
            try await documents.drawForm(
                sheet.title, blocks: sheet.blocks, code: sheet.code, agency: sheet.agency, in: sheet.language,
                at: platform.time.now())
        }
        receive = { order in
            let upload = try await Self.received(order, documents)
            let file = AddedFile(
                id: Identifier(upload.id), application: order.application, digest: upload.file, name: upload.name,
                type: upload.kind.mediaType, size: upload.size)
            return ReceivedFile(file) { transaction in
                try documents.attach(
                    upload, owner: order.owner, about: order.application.description, by: order.actor, at: order.now,
                    in: transaction)
            }
        }
        forget = { id, actor, now, transaction in
            let id = Upload.ID(id)
            guard try documents.upload(id, in: transaction) != nil else { return }
            try documents.remove(id, by: actor, at: now, in: transaction)
        }
    }

    private static func received(_ order: FileOrder, _ documents: DocumentDesk) async throws -> Upload {
        do {
            let accept = order.accept.map { $0.lowercased() == "jpg" ? "jpeg" : $0.lowercased() }
            return try await documents.receive(order.upload, limit: order.largest, accept: accept, at: order.now)
        } catch DocumentError.tooLarge {
            throw FileRefusal.tooLarge
        } catch DocumentError.unknownKind {
            throw FileRefusal.kind
        } catch DocumentError.malware {
            throw FileRefusal.harmful
        } catch DocumentError.scannerUnavailable {
            throw FileRefusal.unscanned
        }
    }
}
