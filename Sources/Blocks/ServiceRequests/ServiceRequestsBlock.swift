import Base
import BuildingBlock
import Foundation
import Journal
import Store
import Web

/// Service requests: people report a problem or a complaint, agencies answer it, programs speak Open311.
public enum ServiceRequestsBlock {
    public static let name = "service-requests"

    /// Views and texts by path.
    public static var assets: [String: String] { Assets.files }

    public static let migrations = Migration.embedded(Assets.files, block: name) + RequestIndex.migrations

    /// Reads the jurisdiction's categories and makes the block. Throws `DefinitionError`, which names file and line.
    public static func block(on platform: Platform, officers: OfficerDirectory = .nobody) throws -> Block {
        let desk = try desk(on: platform)
        let map = try StreetMap.read(desk.jurisdiction)
        let requests = RequestPages(desk: desk, live: LiveRequests(platform.database))
        let started = platform.time.now()
        return Block(
            name: name,
            migrations: migrations,
            permissions: RequestPermissions.all,
            listeners: [desk.letterListener],
            jobs: [
                JobHandler(RequestLetters.kind) { job in
                    try await desk.sendLetter(try JSON(parsing: job.payload))
                    return .done
                },
                JobHandler("service-requests.overdue") { _ in
                    try await desk.remindOfOverdue(at: platform.time.now())
                    return .done
                },
                JobHandler("service-requests.retention") { _ in
                    try await desk.forget(at: platform.time.now())
                    return .done
                },
            ],
            recurrences: [
                Recurrence("service-requests.overdue", every: .seconds(900)),
                Recurrence("service-requests.retention", every: .seconds(86_400)),
            ],
            datasets: [desk.openData],
            personalData: [desk.personalData],
            services: [
                PublicService(
                    title: "service-requests.report.title", summary: "service-requests.report.introduction",
                    path: RequestLinks.report, icon: .edit),
                PublicService(
                    title: "service-requests.list.title", summary: "service-requests.list.introduction",
                    path: RequestLinks.list, icon: .pin),
            ],
            navigation: [
                Site.Entry(text: "service-requests.navigation.report", path: RequestLinks.report),
                Site.Entry(text: "service-requests.navigation.list", path: RequestLinks.list),
                Site.Entry(
                    text: "service-requests.navigation.queue", path: RequestLinks.queue,
                    permission: RequestPermissions.view),
                Site.Entry(
                    text: "service-requests.navigation.statistics", path: RequestLinks.statistics,
                    permission: RequestPermissions.supervise),
            ],
            routes: { routes in
                ReportPages(desk: desk, map: map).declare(in: &routes)
                ListPages(desk: desk, map: map).declare(in: &routes)
                requests.declare(in: &routes)
                FollowPages(desk: desk).declare(in: &routes)
                PrivatePages(desk: desk, requests: requests).declare(in: &routes)
                QueuePages(desk: desk, directory: officers).declare(in: &routes)
                CasePages(desk: desk, requests: requests, directory: officers).declare(in: &routes)
                StatisticsPages(desk: desk).declare(in: &routes)
                Open311API(desk: desk, changeset: started).declare(in: &routes)
            })
    }

    /// Where programs find the request that an act is about (Open311); `nil` for another thing, and for a request that is not public.
    public static func publicPath(of subject: Act.Subject, in transaction: any ReadTransaction) throws -> String? {
        guard subject.kind == "service-request",
            let request = try transaction.request(Identifier(subject.id)), request.isPublic
        else { return nil }
        return "/open311/v2/requests/\(request.reference).json"
    }

    /// The desk of a government, for commands and tests: the jurisdiction's categories, read.
    public static func desk(on platform: Platform) throws -> RequestDesk {
        let jurisdiction = platform.jurisdiction
        let reader = CategoryReader(agencies: Set(jurisdiction.agencies.map(\.key)), languages: jurisdiction.languages)
        return RequestDesk(platform, catalogue: try reader.catalogue(folder: jurisdiction.folder + "/service-requests"))
    }
}
