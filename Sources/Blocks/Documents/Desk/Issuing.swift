import Base
import BuildingBlock
import Journal
import Store

extension DocumentDesk {
    /// Records that a document is to be issued: from now on it has its code, and a job draws and signs it. Throws `DocumentError` for
    /// values that the template does not declare, and for an agency that is not there.
    @discardableResult
    public func issue(
        _ order: DocumentOrder, by actor: Act.Actor, at now: Instant, in transaction: any WriteTransaction
    ) throws -> IssuedDocument.ID {
        guard jurisdiction.agency(order.agency) != nil else { throw DocumentError.unknownAgency(order.agency) }
        _ = try written(order.values, by: order.template)
        let id = IssuedDocument.ID(at: now)
        var random = SystemRandomNumberGenerator()
        let code = VerificationCode(using: &random)
        let digest = order.template.digest
        try transaction.execute(
            """
            INSERT INTO documents_templates (digest, language, source)
            VALUES (\(digest), \(order.template.language.rawValue), \(order.template.source)) ON CONFLICT DO NOTHING
            """)
        let contents = String(decoding: order.values.bytes(), as: UTF8.self)
        try transaction.execute(
            """
            INSERT INTO documents_documents (id, code, name, template, title, language, agency, recipient, about, about_path, contents,
                state, ordered_at, valid_until, size)
            VALUES (\(id), \(code), \(order.name), \(digest), \(order.template.title), \(order.template.language.rawValue), \(order.agency),
                \(order.recipient), \(order.about), \(order.aboutPath), \(contents), \(IssuedDocument.State.ordered), \(now),
                \(order.validUntil), 0)
            """)
        try transaction.record(
            Act(
                .documentOrdered, Act.Subject("document", id), by: actor, at: now, agency: order.agency,
                concerns: order.recipient.map { [$0] } ?? [],
                detail: ["name": .string(order.name), "about": order.about.map(JSON.string) ?? .null]))
        if let old = order.replaces { try replace(old, by: id, actor: actor, at: now, in: transaction) }
        try platform.jobs.enqueue(
            NewJob(Self.drawJob, payload: id.description, idempotencyKey: id.description), in: transaction)
        return id
    }

    /// The document holds no more. The reason is shown to whoever checks it, so it holds no personal data.
    public func revoke(
        _ id: IssuedDocument.ID, reason: String, by actor: Act.Actor, at now: Instant,
        in transaction: any WriteTransaction
    ) throws {
        let document = try inForce(id, in: transaction)
        try transaction.execute(
            """
            UPDATE documents_documents SET state = \(IssuedDocument.State.revoked), ended_at = \(now), reason = \(reason), contents = NULL
            WHERE id = \(id)
            """)
        try transaction.record(
            Act(
                .documentRevoked, Act.Subject("document", id), by: actor, at: now, agency: document.agency,
                purpose: reason,
                concerns: document.recipient.map { [$0] } ?? []))
    }

    private func replace(
        _ id: IssuedDocument.ID, by successor: IssuedDocument.ID, actor: Act.Actor, at now: Instant,
        in transaction: any WriteTransaction
    ) throws {
        let document = try inForce(id, in: transaction)
        try transaction.execute(
            """
            UPDATE documents_documents SET state = \(IssuedDocument.State.replaced), ended_at = \(now), replaced_by = \(successor),
                contents = NULL
            WHERE id = \(id)
            """)
        try transaction.record(
            Act(
                .documentReplaced, Act.Subject("document", id), by: actor, at: now, agency: document.agency,
                concerns: document.recipient.map { [$0] } ?? [], detail: ["by": .string(successor.description)]))
    }

    private func inForce(_ id: IssuedDocument.ID, in transaction: any ReadTransaction) throws -> IssuedDocument {
        guard let document = try document(id, in: transaction) else { throw DocumentError.unknownDocument }
        guard document.state == .ordered || document.state == .issued else { throw DocumentError.notInForce }
        return document
    }

    public func document(_ id: IssuedDocument.ID, in transaction: any ReadTransaction) throws -> IssuedDocument? {
        try transaction.row("SELECT \(IssuedDocument.columns) FROM documents_documents WHERE id = \(id)").map {
            try IssuedDocument($0)
        }
    }

    /// What was issued to someone, the newest first.
    public func documents(
        of recipient: Identifier<Act.Party>, before: IssuedDocument.ID? = nil, limit: Int = 50,
        in transaction: any ReadTransaction
    ) throws -> [IssuedDocument] {
        let page: SQL = before.map { "AND id < \($0)" } ?? ""
        return try transaction.rows(
            """
            SELECT \(IssuedDocument.columns) FROM documents_documents WHERE recipient = \(recipient) \(page)
            ORDER BY id DESC LIMIT \(limit)
            """
        ).map { try IssuedDocument($0) }
    }

    /// What was issued in a case, the oldest first.
    public func documents(about: String, in transaction: any ReadTransaction) throws -> [IssuedDocument] {
        try transaction.rows(
            "SELECT \(IssuedDocument.columns) FROM documents_documents WHERE about = \(about) ORDER BY id LIMIT 500"
        ).map { try IssuedDocument($0) }
    }
}
