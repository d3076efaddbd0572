import Base
import BuildingBlock
import CitizenServices
import Foundation
import Identity
import Journal
import Logging
import ServiceLifecycle
import Store
import UnixSignals
import Web

/// Serves a government: its pages and endpoints, and the work behind them (log, listeners, jobs, witnesses).
///
/// Told to stop (SIGTERM, SIGINT), it takes no new connections, finishes what it accepted, lets jobs that run come to their
/// end, and then stops the rest.
struct GovernmentServer {
    let government: Government

    func run(host: String, port: Int, running: @escaping @Sendable (Int) async -> Void) async throws {
        let logger = government.platform.logger
        let application = try government.webApplication()
        var services: [any Service] = background
        services += jobWorkers.map(JobService.init)
        services.append(try application.server(.init(host: host, port: port), running: running))
        // Stopped in the reverse order: the doors close first.
        let group = ServiceGroup(
            configuration: .init(
                services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger))
        try await group.run()
    }

    private var background: [any Service] {
        let database = government.database
        let logger = government.platform.logger
        var options = Sequencer.Options()
        // Where there are witnesses, what is served is what they have seen; without them for a minute, the newest.
        if !government.witnesses.isEmpty { options.publication = .cosigned(patience: .seconds(60)) }
        let sequencer = Sequencer(
            database: database, keys: government.keys, time: government.platform.time, options: options, logger: logger)
        let listeners = ListenerRunner(
            government.blocks.flatMap(\.listeners), database: database, time: government.platform.time, logger: logger)
        var services: [any Service] = [
            BackgroundService { await sequencer.run() },
            BackgroundService { await listeners.run() },
            BackgroundService { [catalogue = government.desks.services.catalogue] in await catalogue.follow() },
        ]
        if !government.witnesses.isEmpty {
            let witnesses = Witnesses(
                government.witnesses, database: database, time: government.platform.time, logger: logger,
                post: WitnessClient.post)
            services.append(BackgroundService { await witnesses.run() })
        }
        return services
    }

    /// One for each lane. Schedules are kept by the usual one.
    private var jobWorkers: [JobWorker] {
        let handlers = government.blocks.flatMap(\.jobs)
        return JobHandler.Lane.allCases.map { lane in
            JobWorker(
                government.platform.jobs, handlers: handlers.filter { $0.lane == lane },
                recurrences: lane == .usual ? government.blocks.flatMap(\.recurrences) : [],
                logger: government.platform.logger)
        }
    }
}

/// Work that ends when it is cancelled.
private struct BackgroundService: Service {
    let work: @Sendable () async -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown { await work() }
    }
}

/// The job worker: told to stop, it starts no more jobs and waits for those that run.
private struct JobService: Service {
    let worker: JobWorker

    func run() async throws {
        await withGracefulShutdownHandler {
            await worker.run()
        } onGracefulShutdown: {
            worker.stop()
        }
    }
}
