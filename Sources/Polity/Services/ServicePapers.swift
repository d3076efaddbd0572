import Base
import BuildingBlock
import CitizenServices
import Documents
import Identity
import Journal
import Processes
import ServiceDefinition
import Store
import Web

extension ServicePorts {
    /// A certificate or letter becomes a document. Its values stand apart from its words, so that nothing in them is taken for markup.
    static func issue(_ order: PaperOrder, _ documents: DocumentDesk, _ transaction: any WriteTransaction) throws {
        let names = order.text.values.indices.map { Service.Manuscript.name($0) }
        let head = [
            "---", "kind: \(order.kind == .certificate ? "certificate" : "letter")",
            "title: \(JSON.string(order.text.title))",
            "values: {\(names.map { " \($0): text" }.joined(separator: ","))}", "---", "",
        ]
        let template = try DocumentTemplate(
            head.joined(separator: "\n") + order.text.text, language: order.language,
            path: "\(order.name) \(order.kind.rawValue)")
        let values = zip(names, order.text.values).map { JSON.Member($0, .string($1)) }
        try documents.issue(
            DocumentOrder(
                "\(order.name)-\(order.kind.rawValue)", template: template, values: .object(values),
                agency: order.agency,
                recipient: order.recipient, about: order.reference, aboutPath: order.about, validUntil: order.validUntil
            ),
            by: order.actor, at: order.now, in: transaction)
    }

    /// A process that moved by itself, or was ended by an operator, moves its case.
    static func processes(_ services: ServicesDesk) -> Listener {
        Listener(
            name: "citizen-services.processes",
            verbs: [ProcessActs.completed, ProcessActs.failed, ProcessActs.cancelled]
        ) { recorded, transaction in
            try services.processMoved(
                Identifier<ProcessInstance>(recorded.act.subject.id), at: recorded.act.at, in: transaction)
        }
    }
}

extension DocumentAccess {
    /// Officers who see the cases of an agency may see what was issued for them.
    static func cases(_ identity: IdentityService, on platform: Platform) -> DocumentAccess {
        DocumentAccess { person, reference, transaction in
            guard let agency = try CitizenServicesBlock.agency(ofCase: reference, in: transaction) else { return nil }
            let officers = try identity.officers(
                of: agency, holding: CitizenServicesPermissions.view.key, at: platform.time.now(), in: transaction)
            guard officers.contains(where: { Identifier<Act.Party>($0.account) == person }) else { return nil }
            return platform.texts("citizen-services.purpose", in: platform.jurisdiction.languages.first ?? .english)
        }
    }
}
