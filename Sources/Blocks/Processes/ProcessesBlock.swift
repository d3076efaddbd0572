import BPMN
import Base
import BuildingBlock
import FEEL
import Journal
import Store
import Web

/// Processes: officers' work follows definitions of BPMN, durably.
public enum ProcessesBlock {
    public static let name = "processes"

    /// Views and texts by path.
    public static let assets = Assets.files

    public static let migrations = Migration.embedded(Assets.files, block: name)

    /// The desk of a government. `handlers.options` get the jurisdiction's clock and calendar.
    public static func desk(on platform: Platform, handlers: ProcessHandlers = ProcessHandlers()) -> ProcessDesk {
        var handlers = handlers
        let calendar = platform.jurisdiction.calendar
        handlers.options.zone = TimeZoneRule.Region(calendar.zone.name).map { .region($0) } ?? .offset(0)
        handlers.options.workingDays = { count, start in
            abs(count) <= 10_000 ? Moment(calendar.deadline(workingDays: count, after: start.instant)) : nil
        }
        return ProcessDesk(on: platform, handlers: handlers)
    }

    /// Makes the block around a desk.
    public static func block(on platform: Platform, desk: ProcessDesk) -> Block {
        Block(
            name: name, migrations: migrations, permissions: ProcessPermissions.all,
            jobs: [
                JobHandler(ProcessJobs.timers) { _ in
                    try await desk.sweep(at: platform.time.now())
                    return .done
                },
                JobHandler(ProcessJobs.service) { job in try await desk.serve(job) },
                JobHandler(ProcessJobs.message) { job in try await desk.sendMessage(job) },
            ],
            recurrences: [Recurrence(ProcessJobs.timers, every: .seconds(5))],
            personalData: desk.personalData,
            navigation: [
                Site.Entry(
                    text: "processes.tasks-navigation", path: TaskPages.list, permission: ProcessPermissions.work),
                Site.Entry(
                    text: "processes.navigation", path: OfficePages.list, permission: ProcessPermissions.view),
            ],
            routes: { routes in
                OfficePages(desk: desk).declare(in: &routes)
                TaskPages(desk: desk).declare(in: &routes)
            })
    }
}
