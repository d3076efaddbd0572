import Base
import Logging
import Synchronization

/// The addresses that every Polity has: for those who operate it, and the description for programs.
struct BuiltInRoutes {
    let site: Site
    let checks: [HealthCheck]
    let metrics: RequestMetrics
    let logger: Logger
    let operators: [AddressRange]

    func declare(_ routes: inout Routes, endpoints: [Route]) {
        let (checks, metrics, logger, operators, site) = (checks, metrics, logger, operators, site)
        routes.get("/healthz") { _ in .text("ok\n", type: "text/plain") }
        routes.get("/readyz") { _ in try await Self.readiness(checks, logger) }
        routes.get("/metrics") { call in
            guard let address = ClientAddress(call.input.address), operators.contains(where: { $0.contains(address) })
            else {
                throw Problem.notFound
            }
            return .text(await metrics.text(), type: "text/plain; version=0.0.4; charset=utf-8")
        }
        let description = OpenAPI.document(site, endpoints).bytes()
        routes.get("/openapi.json") { _ in
            Reply.bytes(description, type: "application/json", cache: .shared(seconds: 300)).header(
                "Access-Control-Allow-Origin", "*")
        }
        let list = EndpointList(endpoints)
        routes.get("/api") { call in
            .page(Page("web/api", title: call.text("web.api.title"), list, cache: .shared(seconds: 300)))
        }
    }

    private static func readiness(_ checks: [HealthCheck], _ logger: Logger) async throws -> Reply {
        let results = await HealthCheck.run(checks)
        for result in results {
            if let failure = result.failure {
                logger.warning("not ready", metadata: ["check": "\(result.name)", "error": "\(failure)"])
            }
        }
        let isReady = results.allSatisfy { $0.failure == nil }
        let members = results.map { JSON.Member($0.name, $0.failure == nil ? "ok" : "failed") }
        return .json(["ready": .bool(isReady), "checks": .object(members)], status: isReady ? 200 : 503)
    }
}
