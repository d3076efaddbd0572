import ArgumentParser
import Base
import Foundation
import Journal
import Logging
import Payments
import ServiceLifecycle
import UnixSignals
import Web

/// `polity sandbox-payments`
struct SandboxPaymentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox-payments",
        abstract: "Serves a stand-in for a provider of card payments, with test cards.",
        discussion: """
            Listens on this machine only. `polity serve --demo` starts one by itself; to try things out otherwise, start it with \
            POLITY_PAYMENTS_KEY set, and serve with the same key and POLITY_PAYMENTS_PROVIDER=sandbox+http://127.0.0.1:PORT.
            """)

    @Option(help: "The port to listen on; 0 takes a free one.") var port = 8081
    @Option(help: "The file in which its book is kept; in memory without it.") var book: String?
    @Flag(help: "Ends when its standard input does: for who starts it.") var untilInputEnds = false

    func run() async throws {
        guard let key = ProcessInfo.processInfo.environment[Setting.paymentsKey.environment], !key.isEmpty else {
            throw ValidationError("set \(Setting.paymentsKey.environment) to the key that both sides know")
        }
        if untilInputEnds { Self.endWithInput() }
        var logger = Logger(label: "sandbox-payments") { label in JSONLogHandler(label: label) }
        logger.logLevel = .warning
        let sandbox = SandboxPayments(key: key, file: book, logger: logger)
        let languages: [Language] = [.english, .french, .arabic]
        let site = Site(
            name: "Sandbox payments", languages: languages, address: "http://127.0.0.1:\(port)",
            secret: LogKeyFile.randomSeed())
        let application = try WebApplication(
            site: site, routes: sandbox.routes().declared,
            views: try ViewLibrary([SandboxPayments.source], languages: languages), rateLimits: .off, logger: logger)
        let server = try application.server(.init(host: "127.0.0.1", port: port)) { port in
            sandbox.origin = "http://127.0.0.1:\(port)"
            print("Sandbox payments are open at http://127.0.0.1:\(port)")
            fflush(nil)
        }
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: Deliveries(sandbox: sandbox)), .init(service: server)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }

    /// Whoever started this holds the other end: when it is gone, so are we.
    private static func endWithInput() {
        Thread.detachNewThread {
            while !FileHandle.standardInput.availableData.isEmpty {}
            Foundation.exit(0)
        }
    }
}

private struct Deliveries: Service {
    let sandbox: SandboxPayments
    func run() async throws {
        await cancelWhenGracefulShutdown { await sandbox.deliver() }
    }
}
