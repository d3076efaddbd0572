import Base
import BuildingBlock
import Foundation
import Journal
import Store
import TransparencyLog
import Typesetting

extension DocumentDesk {
    /// Draws, signs and keeps a document that was ordered: the work of the job. Safe to be done twice.
    func draw(_ id: IssuedDocument.ID) async throws -> JobOutcome {
        let found = try await database.read { transaction -> (IssuedDocument, DocumentTemplate, JSON)? in
            guard
                let row = try transaction.row(
                    """
                    SELECT \(IssuedDocument.columns), contents, (SELECT source FROM documents_templates WHERE digest = template) AS source
                    FROM documents_documents WHERE id = \(id)
                    """)
            else { return nil }
            let document = try IssuedDocument(row)
            let contents: String? = try row["contents"]
            // Revoked meanwhile, or drawn before.
            guard document.state == .ordered, let contents else { return nil }
            let template = try DocumentTemplate(row["source"], language: document.language, path: document.name)
            return (document, template, try JSON(parsing: contents))
        }
        guard let (document, template, values) = found else { return .done }
        let now = platform.time.now()
        let file = try await signed(template, values, document, at: now)
        let stored = try await platform.files.put(file)
        let platform = platform
        return .done { transaction in
            let act = Act(
                .documentIssued, Act.Subject("document", id), by: .system(Self.drawJob), at: now,
                agency: document.agency,
                concerns: document.recipient.map { [$0] } ?? [],
                // The file's digest is committed to: the receipt proves this file, and no other.
                detail: ["name": .string(document.name), "sha256": .string(stored.digest.description)])
            let isOurs = try transaction.execute(
                """
                UPDATE documents_documents SET state = \(IssuedDocument.State.issued), issued_at = \(now), file = \(stored.digest),
                    size = \(stored.size), act = \(act.id), contents = NULL
                WHERE id = \(id) AND state = \(IssuedDocument.State.ordered)
                """)
            guard isOurs == 1 else { return }
            try transaction.record(act)
            try platform.jobs.enqueue(
                NewJob(Self.receiptJob, payload: id.description, at: now + .seconds(2), maximumAttempts: 30),
                in: transaction)
        }
    }

    /// Attaches the journal's receipt as soon as the act is in a signed checkpoint. Throws until then, to be tried again.
    func attachReceipt(_ id: IssuedDocument.ID) async throws -> JobOutcome {
        guard let document = try await database.read({ try self.document(id, in: $0) }), let act = document.act else {
            return .done
        }
        guard case .ready(let proof) = try await log.receipt(of: act) else { throw ReceiptWaits() }
        let text = proof.encoded
        return .done { transaction in
            try transaction.execute("UPDATE documents_documents SET receipt = \(text) WHERE id = \(id)")
        }
    }

    private struct ReceiptWaits: Error, CustomStringConvertible {
        var description: String { "the act is in no checkpoint yet" }
    }

    /// The signed file.
    func signed(_ template: DocumentTemplate, _ values: JSON, _ document: IssuedDocument, at now: Instant) async throws
        -> [UInt8]
    {
        let agency = jurisdiction.agency(document.agency)?.name(in: document.language) ?? document.agency
        let manuscript = try manuscript(template, values, document, at: now)
        let reason = "\(document.title) \(document.code)"
        let english = jurisdiction.agency(document.agency)?.name(in: .english) ?? document.agency
        let keys = keys
        return try await threads.run {
            let signer = try keys.signer(for: document.agency, named: english, at: now)
            return try signer.sign(try Typesetter.pdf(of: manuscript), by: agency, reason: reason, at: now)
        }
    }

    /// How a template looks with these values: not signed, not recorded, and marked on every page.
    public func preview(_ template: DocumentTemplate, values: JSON, agency: String, at now: Instant) async throws
        -> [UInt8]
    {
        guard jurisdiction.agency(agency) != nil else { throw DocumentError.unknownAgency(agency) }
        // A code that is nobody's: its last symbol does not fit.
        let document = IssuedDocument(
            id: IssuedDocument.ID(at: now), code: .sample, name: "preview", title: template.title,
            language: template.language,
            agency: agency, state: .ordered, orderedAt: now, size: 0)
        var manuscript = try manuscript(template, values, document, at: now)
        manuscript.style.watermark = platform.texts("documents.paper.sample", in: template.language)
        let marked = manuscript
        return try await threads.run { try Typesetter.pdf(of: marked) }
    }
}

extension DocumentDesk {
    /// Orders a document and waits until it is there: for a command and a counter, not for a request.
    public func issueNow(_ order: DocumentOrder, by actor: Act.Actor, at now: Instant) async throws -> IssuedDocument {
        let id = try await database.write { try self.issue(order, by: actor, at: now, in: $0) }
        let outcome = try await draw(id)
        let issued = try await database.write { transaction -> IssuedDocument? in
            try outcome.write(transaction)
            return try self.document(id, in: transaction)
        }
        guard let issued else { throw DocumentError.unknownDocument }
        return issued
    }
}
