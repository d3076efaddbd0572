import Base
import BuildingBlock
import Journal
import Store
import TransparencyLog
import Web

/// A person's own documents, and the files themselves for those who may have them.
struct DocumentPages: Sendable {
    let desk: DocumentDesk
    private static let pageLength = 50

    func declare(_ routes: inout Routes) {
        routes.get(person: "/account/documents", mine)
        routes.get(person: "/documents/:id", file)
        routes.get(person: "/documents/:id/receipt", receipt)
        routes.get(person: "/documents/uploads/:id", upload)
    }

    private func mine(_ call: Call<Person>) async throws -> Reply {
        let party = Identifier<Act.Party>(call.caller.account)
        let before = call.input.query["before"].flatMap { IssuedDocument.ID($0) }
        let found = try await desk.database.read { transaction in
            try desk.documents(of: party, before: before, limit: Self.pageLength + 1, in: transaction)
        }
        let shown = found.prefix(Self.pageLength)
        let next = found.count > shown.count ? shown.last.map { "/account/documents?before=\($0.id)" } : nil
        let table = UI.Table(
            text("mine.title", call), hideCaption: true,
            columns: ["fact.what", "fact.agency", "fact.issued", "mine.state", "mine.receipt"].map {
                UI.Column(text($0, call))
            },
            rows: shown.map { row($0, call) })
        var parts: [any Component] =
            shown.isEmpty ? [UI.EmptyState(.file, text("mine.none", call), text("mine.none-text", call))] : [table]
        if next != nil || before != nil {
            parts.append(UI.Pagination(previous: before == nil ? nil : "/account/documents", next: next))
        }
        let page = UI.PartsPage(
            title: text("mine.title", call), introduction: [text("mine.lead", call)], back: "/account", isWide: true,
            parts: parts)
        return .page(page.page())
    }

    private func row(_ document: IssuedDocument, _ call: Call<Person>) -> UI.Row {
        let format = desk.writer(call.language).format
        let when = document.issuedAt ?? document.orderedAt
        let isThere = document.file != nil
        return UI.Row([
            UI.Cell(document.title, href: isThere ? document.path : nil, note: document.code.description),
            UI.Cell(desk.jurisdiction.agency(document.agency)?.name(in: call.language) ?? document.agency),
            UI.Cell(moment: UI.Moment(dayOf: when, format)),
            UI.Cell(tag: state(document, call)),
            isThere ? UI.Cell(text("mine.receipt-link", call), href: "\(document.path)/receipt") : UI.Cell(""),
        ])
    }

    private func state(_ document: IssuedDocument, _ call: Call<Person>) -> UI.Tag {
        switch DocumentDesk.verdict(document, at: call.now) {
        case .holds: UI.Tag(text("state.holds", call), .done)
        case .expired: UI.Tag(text("state.expired", call), .warning)
        case .revoked: UI.Tag(text("state.revoked", call), .problem)
        case .replaced: UI.Tag(text("state.replaced", call), .warning)
        default: UI.Tag(text("state.preparing", call), .notice)
        }
    }

    private func file(_ call: Call<Person>) async throws -> Reply {
        let document = try await permitted(call)
        guard let digest = document.file else { throw Problem.notFound }
        return send(digest, size: document.size, type: "application/pdf", name: "\(document.name)-\(document.code).pdf")
    }

    /// The receipt of the act by which it was issued: the act commits to the file's digest.
    private func receipt(_ call: Call<Person>) async throws -> Reply {
        let document = try await permitted(call)
        let stored = try await desk.database.read { transaction in
            try transaction.value(
                String.self, "SELECT receipt FROM documents_documents WHERE id = \(document.id) AND receipt IS NOT NULL"
            )
        }
        var text = stored
        if text == nil, let act = document.act, case .ready(let proof) = try await desk.log.receipt(of: act) {
            text = proof.encoded
        }
        guard let text else {
            throw Problem(
                type: "receipt-waits", status: 503, title: "The receipt is being made. Try again in a moment.")
        }
        return .text(text, type: "text/plain; charset=utf-8")
            .header("Content-Disposition", "attachment; filename=\"\(document.code).tlog-proof\"")
    }

    /// The document, for whom it was issued to and for those whom the case's block lets see it. Their look is an act.
    private func permitted(_ call: Call<Person>) async throws -> IssuedDocument {
        let id: IssuedDocument.ID = try call.identifier("id")
        let party = Identifier<Act.Party>(call.caller.account)
        return try await desk.database.write { transaction in
            guard let document = try desk.document(id, in: transaction) else { throw Problem.notFound }
            if document.recipient == party { return document }
            guard let about = document.about, let purpose = try desk.access.purpose(party, about, transaction) else {
                throw Problem.notFound
            }
            try transaction.record(
                Act(
                    .documentViewed, Act.Subject("document", id), by: .person(party), at: call.now,
                    agency: document.agency,
                    purpose: purpose, concerns: document.recipient.map { [$0] } ?? []))
            return document
        }
    }

    private func upload(_ call: Call<Person>) async throws -> Reply {
        let id: Upload.ID = try call.identifier("id")
        let party = Identifier<Act.Party>(call.caller.account)
        let upload = try await desk.database.write { transaction -> Upload in
            guard let upload = try desk.upload(id, in: transaction) else { throw Problem.notFound }
            if upload.owner == party { return upload }
            guard let about = upload.about, let purpose = try desk.access.purpose(party, about, transaction) else {
                throw Problem.notFound
            }
            try transaction.record(
                Act(
                    .documentViewed, Act.Subject("upload", id), by: .person(party), at: call.now, purpose: purpose,
                    concerns: upload.owner.map { [$0] } ?? []))
            return upload
        }
        return send(upload.file, size: upload.size, type: upload.kind.mediaType, name: upload.name)
    }

    /// Always to be saved, never shown as a page of ours.
    private func send(_ digest: FileDigest, size: Int, type: String, name: String) -> Reply {
        let files = desk.platform.files
        return .file(type: type, length: size, tag: digest.description, name: name) { range, writer in
            try await files.get(digest, range: range) { try await writer.write($0) }
        }
    }

    private func text(_ key: String, _ call: Call<Person>) -> String {
        desk.platform.texts("documents.\(key)", in: call.language)
    }
}
