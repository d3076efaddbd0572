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
            log: log, scanner: settings.scanner.map { MalwareScanner(socket: $0) })
        payments = try PaymentDesk(on: platform, provider: try settings.cardProvider())
        processes = ProcessesBlock.desk(on: platform)
        registries = RegistryDesk(on: platform, parties: .accounts)
        webhooks = WebhookDesk(
            on: platform, key: try folder.siteSecret(), caller: .http(isDemo: settings.isDemo), path: Blocks.path)
        services = ServicesDesk(
            on: platform, catalogue: ServiceCatalogue(on: platform) { [registries] in registries.definitions.map(\.shape) },
            ports: .government(on: platform, identity: identity, messages: messages, payments: payments, registries: registries))
    }
}
