import Base
import BuildingBlock
import CitizenServices
import Documents
import Identity
import Journal
import Messages
import Payments
import Processes
import Registries
import ServiceRequests
import Web
import Webhooks

/// What each building block does for others and for commands: the one place where they are made.
struct Desks: Sendable {
    let identity: IdentityService
    let requests: RequestDesk
    let messages: MessageDesk
    let documents: DocumentDesk
    let payments: PaymentDesk
    let processes: ProcessDesk
    let registries: RegistryDesk
    let webhooks: WebhookDesk
    let services: ServicesDesk

    init(on platform: Platform, settings: Settings, folder: DataFolder, mail: MailSender, log: PublicLog) throws {
        identity = try IdentityService(on: platform)
        requests = try ServiceRequestsBlock.desk(on: platform)
        messages = try Blocks.messageDesk(on: platform, mail: mail)
        documents = try DocumentDesk(
            on: platform,
            keys: SigningKeys(
                folder: "\(folder.keys)/documents", government: platform.jurisdiction.title(in: .english)),
            log: log, scanner: settings.scanner.map { MalwareScanner(socket: $0) },
            access: .cases(identity, on: platform))
        payments = try PaymentDesk(on: platform, provider: try settings.cardProvider())
        registries = RegistryDesk(on: platform, parties: .accounts)
        webhooks = WebhookDesk(
            on: platform, key: try folder.siteSecret(), caller: .http(isDemo: settings.isDemo), path: Blocks.path)
        let catalogue = ServiceCatalogue(on: platform) { [registries] in registries.definitions.map(\.shape) }
        let ports = ServicePorts.government(
            on: platform, identity: identity, messages: messages, payments: payments, registries: registries,
            documents: documents)
        // What processes may ask for is what services offer them, and what services do moves processes.
        processes = ProcessesBlock.desk(
            on: platform, handlers: ServicesDesk.handlers(on: platform, catalogue: catalogue, ports: ports))
        services = ServicesDesk(on: platform, catalogue: catalogue, ports: ports, processes: processes)
    }
}
