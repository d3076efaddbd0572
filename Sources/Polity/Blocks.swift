import Base
import BuildingBlock
import Documents
import Identity
import Journal
import Messages
import Operations
import Payments
import Portal
import Registries
import ServiceRequests
import Store
import Transparency
import Web

/// The building blocks of this program: the one list.
enum Blocks {
    /// The views and texts of each, by the block's name.
    static let sources: [ViewSource] = [
        ViewSource(block: "identity", files: IdentityBlock.assets),
        ViewSource(block: "transparency", files: TransparencyBlock.assets),
        ViewSource(block: "operations", files: OperationsBlock.assets),
        ViewSource(block: "payments", files: PaymentsBlock.assets),
        ViewSource(block: "service-requests", files: ServiceRequestsBlock.assets),
        ViewSource(block: "messages", files: MessagesBlock.assets),
        ViewSource(block: "documents", files: DocumentsBlock.assets),
        ViewSource(block: "registries", files: RegistriesBlock.assets),
        ViewSource(block: "portal", files: PortalBlock.assets),
    ]

    /// Makes them. People come for what tier 2 offers, so it stands first in the navigation.
    static func make(
        on platform: Platform, identity: IdentityService, registries: RegistryDesk, payments: PaymentDesk,
        messages: MessageDesk, documents: DocumentDesk, log: PublicLog
    ) throws -> [Block] {
        let officers = OfficerDirectory(
            officers: { agency, now, transaction in
                try identity.officers(of: agency, holding: RequestPermissions.work.key, at: now, in: transaction)
                    .map { .init(id: Identifier($0.account), name: $0.name) }
            },
            names: { parties, transaction in
                let names = try AccountDirectory.names(of: parties.map { Identifier<Account>($0) }, in: transaction)
                return Dictionary(uniqueKeysWithValues: names.map { (Identifier<Act.Party>($0.key), $0.value) })
            })
        let payers = PayerDirectory(names: { parties, transaction in
            let names = try AccountDirectory.names(of: parties.map { Identifier<Account>($0) }, in: transaction)
            return Dictionary(uniqueKeysWithValues: names.map { (Identifier<Act.Party>($0.key), $0.value) })
        })
        var blocks: [Block] = [
            try ServiceRequestsBlock.block(on: platform, officers: officers),
            DocumentsBlock.block(on: platform, desk: documents),
            PaymentsBlock.block(on: platform, desk: payments, directory: payers),
            RegistriesBlock.block(on: platform, desk: registries),
            TransparencyBlock.block(on: platform, log: log),
            MessagesBlock.block(on: platform, desk: messages),
        ]
        blocks.append(IdentityBlock.block(on: platform, service: identity, entries: blocks.flatMap(\.account)))
        blocks.append(OperationsBlock.block(on: platform))
        return blocks + [PortalBlock.block(on: platform, services: blocks.flatMap(\.services))]
    }

    /// The templates that blocks bring to messages; the jurisdiction's own come on top.
    static let templates: [MessageTemplates.Source] = [MessagesBlock.templates]

    /// Messages reach people where their accounts say.
    static func messageDesk(on platform: Platform, mail: MailSender) throws -> MessageDesk {
        let templates = try MessageTemplates(Self.templates, jurisdiction: platform.jurisdiction)
        return MessageDesk(on: platform, templates: templates, mail: mail) { party, transaction in
            guard let account = try AccountDirectory.account(Identifier(party), in: transaction), account.status != .erased
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
