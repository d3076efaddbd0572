import Base
import BuildingBlock
import CitizenServices
import Documents
import FEEL
import Identity
import Journal
import Logging
import Messages
import Payments
import Registries
import ServiceDefinition
import Store
import Web

/// What public services ask of the other blocks.
extension ServicePorts {
    static func government(
        on platform: Platform, identity: IdentityService, messages: MessageDesk, payments: PaymentDesk,
        registries: RegistryDesk,
        documents: DocumentDesk
    ) -> ServicePorts {
        var ports = ServicePorts()
        ports.evidence = { try evidence($0, registries, platform, $1) }
        ports.applicant = { party, transaction in
            guard let account = try AccountDirectory.account(Identifier(party), in: transaction) else {
                return FEELContext()
            }
            let email: FEELValue = account.email.map { .string($0.description) } ?? .null
            return FEELContext([
                ("name", FEELValue.string(account.name)), ("email", email),
                ("assurance", .string(account.assurance.rawValue)),
            ])
        }
        ports.officers = { agency, now, transaction in
            try identity.officers(of: agency, holding: CitizenServicesPermissions.work.key, at: now, in: transaction)
                .map { (id: Identifier<Act.Party>($0.account), name: $0.name) }
        }
        ports.names = { parties, transaction in
            let names = try AccountDirectory.names(of: parties.map { Identifier<Account>($0) }, in: transaction)
            return Dictionary(uniqueKeysWithValues: names.map { (Identifier<Act.Party>($0.key), $0.value) })
        }
        ports.tell = { message, transaction in
            guard let template = messages.templates["citizen-services/letter"] else { return }
            try messages.send(
                Message(
                    to: message.recipient, template,
                    values: ["title": .words(message.title), "text": .words(message.text)],
                    about: message.about, reference: message.reference, agency: message.agency), by: message.actor,
                at: message.now,
                in: transaction)
        }
        if payments.settings.chart.accounts.contains(where: { $0.kind == .income }) {
            ports.requestPayment = { try pay($0, payments, platform, $1) }
        }
        ports.cancelPayment = { reference, actor, now, transaction in
            for request in try payments.payments(about: reference, in: transaction)
            where [.open, .processing, .failed].contains(request.state) {
                try payments.cancel(request.id, reason: reference, by: actor, at: now, in: transaction)
            }
        }
        ports.write = { try write($0, registries, $1) }
        ports.takeBack = { try takeBack($0, registries, $1) }
        ports.refund = { reference, reason, now, transaction in
            for request in try payments.payments(about: reference, in: transaction) where request.state.wasPaid {
                do {
                    try payments.refund(
                        request.id, RefundOrder(reason: reason, key: "case-ended"), by: .system("citizen-services"),
                        at: now, in: transaction)
                } catch PaymentError.badAmount {
                    // It went back before.
                    continue
                }
            }
        }
        ports.issue = { try issue($0, documents, $1) }
        ports.offerForms(documents, on: platform)
        ports.offerCounters(identity, registries)
        ports.papers = { reference, transaction in
            try documents.documents(about: reference, in: transaction).map {
                Paper(
                    title: $0.title, path: $0.path, issuedAt: $0.issuedAt ?? $0.orderedAt,
                    hasEnded: $0.state == .revoked || $0.state == .replaced)
            }
        }
        ports.revoke = { reference, reason, actor, now, transaction in
            for document in try documents.documents(about: reference, in: transaction) where document.state == .issued {
                try documents.revoke(document.id, reason: reason, by: actor, at: now, in: transaction)
            }
        }
        return ports
    }

    /// A condition that a registry cannot answer, or a registry that is not there, is told as "cannot be asked".
    private static func evidence(
        _ look: EvidenceLook, _ registries: RegistryDesk, _ platform: Platform, _ transaction: any WriteTransaction
    ) throws -> FEELValue? {
        // A field of the registry comes before what was found elsewhere.
        let fields = (try? registries.definition(look.evidence.registry))?.fields.map(\.name) ?? []
        var names = look.known.filter { !fields.contains($0.key) }
        names["applicant"] = .context(look.applicant)
        guard
            let condition = try? registries.condition(
                look.evidence.condition, on: look.evidence.registry, names: names.keys.sorted(),
                properties: properties(of: names.values))
        else {
            platform.logger.error("evidence cannot be looked up", metadata: ["registry": "\(look.evidence.registry)"])
            return nil
        }
        let purpose = LocalizedText(look.purpose, in: platform.jurisdiction.languages.first ?? .english)
        let found = try registries.records(
            where: condition, names: FEELContext(names.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }),
            Look(
                by: .person(look.viewer), for: look.agency,
                Purpose(purpose, case: look.application.isEmpty ? nil : look.application), at: look.now),
            limit: look.evidence.isMany ? 200 : 1, in: transaction)
        // A record knows its own identifier, so that a decision can change it.
        let records = found.map { record in
            FEELValue.context(
                FEELContext(Array(record.context.entries) + [(recordName, .string(record.id.description))]))
        }
        return look.evidence.isMany ? .list(records) : records.first ?? .null
    }

    /// The names of the members of records, which may hold spaces.
    private static func properties(of values: some Sequence<FEELValue>) -> [String] {
        var found: Set<String> = []
        for value in values {
            switch value {
            case .context(let record): found.formUnion(record.entries.map(\.0))
            case .list(let items): found.formUnion(properties(of: items))
            default: break
            }
        }
        return found.sorted()
    }

    /// Under what name a record of evidence carries its identifier.
    private static let recordName = "record identifier"

    private static func pay(
        _ request: FeeRequest, _ payments: PaymentDesk, _ platform: Platform, _ transaction: any WriteTransaction
    ) throws -> String {
        let account = payments.settings.chart.accounts.first { $0.kind == .income }?.code ?? ""
        let today = platform.jurisdiction.calendar.zone.date(at: request.now)
        let payment = try payments.request(
            PaymentOrder(
                request.title,
                lines: request.lines.map { PaymentLine($0.label, $0.amount, account: account, agency: request.agency) },
                payer: request.payer, due: request.due ?? today.adding(days: 30), expires: !request.isDebt,
                about: PaymentSubject(reference: request.reference, path: request.about), agency: request.agency,
                key: request.reference),
            by: request.actor, at: request.now, in: transaction)
        return payment.path
    }

    /// Ends what a decision made and an appeal undid: the record that has the key of what was written.
    private static func takeBack(
        _ change: RegistryChange, _ registries: RegistryDesk, _ transaction: any WriteTransaction
    ) throws {
        let registry = change.write.write.registry
        let values = try registries.definition(registry).values(FEELContext(change.write.fields))
        guard
            let record = try registries.identifier(keyed: values, in: registry, at: change.now, in: transaction)
        else { return }
        try registries.end(record, from: change.now, by: recordChange(change), in: transaction)
    }

    private static func recordChange(_ change: RegistryChange) -> RecordChange {
        RecordChange(
            by: change.actor, for: change.agency, at: change.now, case: change.reference, onBehalfOf: change.applicant)
    }

    private static func write(_ change: RegistryChange, _ registries: RegistryDesk, _ transaction: any WriteTransaction)
        throws
    {
        let write = change.write.write
        let definition = try registries.definition(write.registry)
        var values = definition.values(FEELContext(change.write.fields))
        let by = recordChange(change)
        let record: Identifier<RegistryRecord>? =
            if case .string(let text)? = change.write.record?[recordName] { Identifier(text) } else { nil }
        switch write.action {
        case .create:
            if let holder = definition.fields.first(where: { $0.name == "holder" }), values[holder.name] == nil {
                values[holder.name] = .string(change.applicant.description)
            }
            try registries.create(in: write.registry, values, valid: Period(from: change.now), by: by, in: transaction)
        case .update:
            guard let record else { throw CitizenServicesError.missing("record") }
            do {
                try registries.change(record, set: values, from: change.now, by: by, in: transaction)
            } catch RegistryError.nothingChanged {
                // It stands there already: a decision after an appeal may say the same again.
            }
        case .end:
            guard let record else { throw CitizenServicesError.missing("record") }
            try registries.end(record, from: change.now, by: by, in: transaction)
        }
    }

    /// A fee that was paid moves its case.
    static func payments(_ payments: PaymentDesk, _ services: ServicesDesk) -> Listener {
        Listener(name: "citizen-services.payments", verbs: [PaymentActs.paid]) { recorded, transaction in
            guard let request = try payments.payment(Identifier(recorded.act.subject.id), in: transaction) else {
                return
            }
            try services.paid(
                request.about.reference, receipt: request.reference.description, at: recorded.act.at, in: transaction)
        }
    }
}
