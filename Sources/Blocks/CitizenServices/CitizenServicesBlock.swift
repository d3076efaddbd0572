import Base
import BuildingBlock
import Journal
import Store
import Web

/// Public services: found, applied for and decided, each a folder of the jurisdiction.
public enum CitizenServicesBlock {
    /// The block's views and texts.
    public static let assets = Assets.files
    public static let migrations = Migration.embedded(Assets.files, block: "citizen-services")

    /// What people are told in this house's words, where a service has none of its own.
    public static let messages = [
        "received", "paid", "more information", "approved", "refused", "upheld", "remitted", "lapsed",
    ]

    /// The agency that works on a case; `nil` where there is none of that reference.
    public static func agency(ofCase reference: String, in transaction: any ReadTransaction) throws -> String? {
        // A file is added before its application has a reference: it belongs to the application's identifier.
        guard let reference = CaseReference(reference) else {
            guard let id = Identifier<ServiceCase>(reference) else { return nil }
            return try transaction.value(String.self, "SELECT agency FROM citizen_services_cases WHERE id = \(id)")
        }
        return try transaction.value(
            String.self, "SELECT agency FROM citizen_services_cases WHERE reference = \(reference)")
    }

    /// Where programs with a key ask for a case; `nil` for anything else.
    public static func path(of subject: Act.Subject, in transaction: any ReadTransaction) throws -> String? {
        guard subject.kind == "service-case" else { return nil }
        let id = Identifier<ServiceCase>(subject.id)
        return try transaction.value(
            CaseReference.self, "SELECT reference FROM citizen_services_cases WHERE id = \(id)"
        ).map {
            "\(ServiceEndpoints.base)/cases/\($0)"
        }
    }

    /// - Parameter listeners: what others tell of, such as that a fee was paid (`ServicesDesk.paid`).
    public static func block(on platform: Platform, desk: ServicesDesk, listeners: [Listener] = []) -> Block {
        let permissions = CitizenServicesPermissions.self
        return Block(
            name: "citizen-services", migrations: migrations, permissions: permissions.all, listeners: listeners,
            jobs: [
                JobHandler("citizen-services.silence") { _ in
                    try await desk.endSilence(at: platform.time.now())
                    return .done
                },
                JobHandler("citizen-services.drafts") { _ in
                    try await desk.endDrafts(at: platform.time.now())
                    return .done
                },
            ],
            recurrences: [
                Recurrence("citizen-services.silence", every: .seconds(900)),
                Recurrence("citizen-services.drafts", every: .seconds(3600)),
            ],
            datasets: [desk.openData, desk.openDataByAnswer], personalData: [desk.personalData],
            navigation: [
                Site.Entry(text: "citizen-services.title", path: ServiceLinks.list),
                Site.Entry(text: "citizen-services.queue", path: ServiceLinks.queue, permission: permissions.view),
                Site.Entry(
                    text: "citizen-services.counter.title", path: ServiceLinks.counters, permission: permissions.counter
                ),
                Site.Entry(text: "citizen-services.appeals", path: "/office/appeals", permission: permissions.appeals),
                Site.Entry(
                    text: "citizen-services.figures", path: "/office/cases/figures", permission: permissions.supervise),
                Site.Entry(
                    text: "citizen-services.definitions", path: "/office/services", permission: permissions.definitions),
            ],
            account: [
                Site.Entry(text: "citizen-services.my-cases", path: ServiceLinks.mine),
                Site.Entry(text: "citizen-services.due-soon", path: DuePages.address),
            ], front: ServicePages(desk: desk).front
        ) { routes in
            ServicePages(desk: desk).declare(in: &routes)
            LifeEventPages(desk: desk).declare(in: &routes)
            DuePages(desk: desk).declare(in: &routes)
            ServiceAPI(desk: desk).declare(in: &routes)
            FormPages(desk: desk).declare(in: &routes)
            ApplyPages(desk: desk).declare(in: &routes)
            MyCasePages(desk: desk).declare(in: &routes)
            OfficePages(desk: desk).declare(in: &routes)
            CounterPages(desk: desk).declare(in: &routes)
            DefinitionPages(desk: desk).declare(in: &routes)
            OfficeCasePages(desk: desk).declare(in: &routes)
        }
    }
}
