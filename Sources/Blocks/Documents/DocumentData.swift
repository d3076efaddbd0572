import Base
import BuildingBlock
import Journal
import Store

extension DocumentDesk {
    /// Documents issued to a person, and files that they sent.
    var personalData: PersonalDataSource {
        PersonalDataSource(
            name: "documents.documents",
            title: LocalizedText(
                "Your documents and the files you sent", in: .english,
                translations: [
                    .french: "Vos documents et les fichiers que vous avez envoyés",
                    .arabic: "وثائقك والملفات التي أرسلتها",
                ]),
            export: { party, transaction in
                let documents = try self.documents(of: party, limit: 10_000, in: transaction).map { document -> JSON in
                    [
                        "title": .string(document.title), "code": .string(document.code.description),
                        "agency": .string(document.agency),
                        "state": .string(document.state.rawValue),
                        "issued": document.issuedAt.map { .string($0.iso8601) } ?? .null,
                        "file": .string(document.path),
                    ]
                }
                let uploads = try transaction.rows(
                    "SELECT \(Upload.columns) FROM documents_uploads WHERE owner = \(party) ORDER BY id"
                )
                .map { try Upload($0) }.map { upload -> JSON in
                    [
                        "name": .string(upload.name), "size": .integer(Int64(upload.size)),
                        "sent": .string(upload.addedAt.iso8601),
                        "file": .string(upload.path),
                    ]
                }
                return ["documents": .array(documents), "files": .array(uploads)]
            },
            erase: { party, transaction, now in
                // That a document was issued stays, as the law of public records demands; whose it was is forgotten.
                try transaction.execute("UPDATE documents_documents SET recipient = NULL WHERE recipient = \(party)")
                let uploads: [Upload.ID] = try transaction.rows(
                    "SELECT id FROM documents_uploads WHERE owner = \(party)"
                ).map { try $0[0] }
                for id in uploads { try self.remove(id, by: .system("erasure"), at: now, in: transaction) }
            })
    }
}
