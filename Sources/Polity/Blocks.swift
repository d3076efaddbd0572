import Base
import BuildingBlock
import CitizenServices
import Documents
import Identity
import Journal
import Messages
import Operations
import Payments
import Portal
import Processes
import Registries
import ServiceRequests
import Store
import Transparency
import Web
import Webhooks

/// The building blocks of this program: the one list.
enum Blocks {
    /// The views and texts of each, by the block's name.
    static let sources: [ViewSource] = [
        ViewSource(block: "identity", files: IdentityBlock.assets),
        ViewSource(block: "transparency", files: TransparencyBlock.assets),
        ViewSource(block: "operations", files: OperationsBlock.assets),
        ViewSource(block: "payments", files: PaymentsBlock.assets),
        ViewSource(block: "service-requests", files: ServiceRequestsBlock.assets),
        ViewSource(block: "citizen-services", files: CitizenServicesBlock.assets),
        ViewSource(block: "messages", files: MessagesBlock.assets),
        ViewSource(block: "documents", files: DocumentsBlock.assets),
        ViewSource(block: "webhooks", files: WebhooksBlock.assets),
        ViewSource(block: "processes", files: ProcessesBlock.assets),
        ViewSource(block: "registries", files: RegistriesBlock.assets),
        ViewSource(block: "portal", files: PortalBlock.assets),
    ]

    /// Makes them. People come for what tier 2 offers, so it stands first in the navigation.
    static func make(on platform: Platform, desks: Desks, log: PublicLog) throws -> [Block] {
        let identity = desks.identity
        let officers = OfficerDirectory(
            officers: { agency, now, transaction in
                try identity.officers(of: agency, holding: RequestPermissions.work.key, at: now, in: transaction)
                    .map { .init(id: Identifier($0.account), name: $0.name) }
            },
            names: { try names(of: $0, in: $1) })
        var blocks: [Block] = [
            CitizenServicesBlock.block(
                on: platform, desk: desks.services,
                listeners: [
                    ServicePorts.payments(desks.payments, desks.services), ServicePorts.processes(desks.services),
                ]),
            try ServiceRequestsBlock.block(on: platform, officers: officers),
            DocumentsBlock.block(on: platform, desk: desks.documents),
            PaymentsBlock.block(
                on: platform, desk: desks.payments, directory: PayerDirectory(names: { try names(of: $0, in: $1) })),
            RegistriesBlock.block(on: platform, desk: desks.registries),
            TransparencyBlock.block(on: platform, log: log),
            MessagesBlock.block(on: platform, desk: desks.messages),
            WebhooksBlock.block(on: platform, desk: desks.webhooks),
            ProcessesBlock.block(on: platform, desk: desks.processes),
        ]
        blocks.append(IdentityBlock.block(on: platform, service: desks.identity, entries: blocks.flatMap(\.account)))
        blocks.append(OperationsBlock.block(on: platform))
        return blocks + [
            try PortalBlock.block(
                on: platform, services: blocks.flatMap(\.services), fronts: blocks.compactMap(\.front))
        ]
    }

    /// What people are called, for those who work on what is theirs.
    private static func names(
        of parties: some Collection<Identifier<Act.Party>>, in transaction: any ReadTransaction
    ) throws -> [Identifier<Act.Party>: String] {
        let names = try AccountDirectory.names(of: parties.map { Identifier<Account>($0) }, in: transaction)
        return Dictionary(uniqueKeysWithValues: names.map { (Identifier<Act.Party>($0.key), $0.value) })
    }

    /// Where programs of others ask for what an act is about, some of it with a key; `nil` for what no program is told.
    @Sendable static func path(of subject: Act.Subject, in transaction: any ReadTransaction) throws -> String? {
        try ServiceRequestsBlock.publicPath(of: subject, in: transaction)
            ?? CitizenServicesBlock.path(of: subject, in: transaction)
    }

    /// The templates that blocks bring to messages; the jurisdiction's own come on top.
    static let templates: [MessageTemplates.Source] = [
        MessagesBlock.templates, .init(block: "citizen-services", files: CitizenServicesBlock.assets),
    ]

    /// Messages reach people where their accounts say.
    static func messageDesk(on platform: Platform, mail: MailSender) throws -> MessageDesk {
        let templates = try MessageTemplates(Self.templates, jurisdiction: platform.jurisdiction)
        return MessageDesk(on: platform, templates: templates, mail: mail) { party, transaction in
            guard let account = try AccountDirectory.account(Identifier(party), in: transaction),
                account.status != .erased
            else { return nil }
            return MessageRecipient(name: account.name, email: account.email?.description, language: account.language)
        }
    }
}

extension PartyBook {
    /// The accounts of this government.
    static let accounts = PartyBook(
        find: { address, transaction in
            try EmailAddress(address).flatMap { try AccountDirectory.account($0, in: transaction) }.map {
                Identifier($0.id)
            }
        },
        names: { parties, transaction in
            let names = try AccountDirectory.names(of: parties.map { Identifier<Account>($0) }, in: transaction)
            return Dictionary(uniqueKeysWithValues: names.map { (Identifier<Act.Party>($0.key), $0.value) })
        })
}
