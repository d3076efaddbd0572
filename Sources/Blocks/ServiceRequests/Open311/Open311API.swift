import Base
import BuildingBlock
import Journal
import Store
import Web

/// Open311 GeoReport v2, with the extension `servicerequestupdates`. Base path `/open311/v2`.
struct Open311API: Sendable {
    let desk: RequestDesk
    /// When the offer last changed: the program's start, as categories are read then.
    let changeset: Instant

    static let base = "/open311/v2"

    func declare(in routes: inout Routes) {
        declare(Open311Endpoints.discovery, in: &routes) { _ in (discovery.node, "discovery", 200) }
        declare(Open311Endpoints.services, in: &routes) { try services($0) }
        declare(Open311Endpoints.definition, in: &routes) { try definition($0) }
        declare(Open311Endpoints.list, in: &routes) { try await list($0) }
        declare(Open311Endpoints.show, in: &routes) { try await show($0) }
        declare(Open311Endpoints.file, in: &routes) { try await file($0) }
        declare(Open311Endpoints.token, in: &routes) { try await token($0) }
        declare(Open311Endpoints.updates, in: &routes) { try await updates($0) }
        declare(Open311Endpoints.postUpdate, in: &routes) { try await postUpdate($0) }
    }

    typealias Document = (node: Open311Node, root: String, status: Int)

    /// An endpoint whose answers, refusals and errors all have the form of Open311.
    private func declare(
        _ endpoint: Endpoint, in routes: inout Routes,
        _ body: @escaping @Sendable (Call<Visitor>) async throws -> Document
    ) {
        var endpoint = endpoint
        endpoint.rejection = { problem, _, path in reject(problem, path) }
        routes.endpoint(endpoint) { call in try await answer(call, body) }
    }

    /// What Web refuses before a handler runs.
    private func reject(_ problem: Problem, _ path: String) -> Reply {
        guard let format = path.split(separator: ".").last.flatMap({ Open311Format(rawValue: String($0)) }) else {
            return write(Open311Fault.unknownFormat, .json)
        }
        let faults = problem.errors.map { "\($0.field) \($0.message)." }
        return write(Open311Fault(problem.status, faults.isEmpty ? [problem.detail ?? problem.title] : faults), format)
    }

    /// Runs a call and writes its answer, or what is wrong, in the format that the suffix asks for.
    private func answer(
        _ call: Call<Visitor>, _ body: (Call<Visitor>) async throws -> Document
    ) async throws -> Reply {
        guard let format = Open311Format(rawValue: call.parameter("format")) else {
            return write(Open311Fault.unknownFormat, .json)
        }
        do {
            let (node, root, status) = try await body(call)
            return write(node, root, status, format)
        } catch {
            // What is our own mistake is Web's to log and to answer.
            guard let fault = fault(error) else { throw error }
            return write(fault, format)
        }
    }

    private func fault(_ error: any Error) -> Open311Fault? {
        switch error {
        case let fault as Open311Fault: return fault
        case let problem as Problem: return Open311Fault(problem.status, problem.detail ?? problem.title)
        case let error as any ProblemConvertible:
            let problem = error.problem
            return Open311Fault(problem.status, problem.detail ?? problem.title)
        case DatabaseError.busy, DatabaseError.unavailable:
            return Open311Fault(503, "The service is not available now. Try again later.")
        default: return nil
        }
    }

    private func write(_ fault: Open311Fault, _ format: Open311Format) -> Reply {
        write(fault.node, "errors", fault.status, format)
    }

    private func write(_ node: Open311Node, _ root: String, _ status: Int, _ format: Open311Format) -> Reply {
        switch format {
        case .xml: .text(node.xml(root: root), type: format.mediaType, status: status)
        case .json: .text(node.json.description, type: format.mediaType, status: status)
        }
    }

    /// One government has one jurisdiction: naming it is optional, naming another is an error.
    func checkJurisdiction(_ name: String?) throws {
        guard let name, !name.isEmpty, name != desk.jurisdiction.key else { return }
        throw Open311Fault.unknownJurisdiction
    }

    private var discovery: Open311Discovery {
        let settings = desk.catalogue.settings
        return Open311Discovery(
            address: desk.platform.address + Self.base, changeset: changeset, contact: settings.open311Contact,
            keyService: settings.open311KeyService)
    }

    private func services(_ call: Call<Visitor>) throws -> Document {
        try checkJurisdiction(call.input.query["jurisdiction_id"])
        let node = Open311Documents.services(
            desk.catalogue.categories, groups: desk.catalogue.groups, in: call.language)
        return (node, "services", 200)
    }

    private func definition(_ call: Call<Visitor>) throws -> Document {
        try checkJurisdiction(call.input.query["jurisdiction_id"])
        guard let category = desk.catalogue[call.parameter("code")] else { throw Open311Fault.unknownService }
        return (Open311Documents.definition(category, in: call.language), "service_definition", 200)
    }

    // MARK: Requests

    private func list(_ call: Call<Visitor>) async throws -> Document {
        try checkJurisdiction(call.input.query["jurisdiction_id"])
        let query = try Open311Query(call.input.query, now: call.now, zone: desk.jurisdiction.calendar.zone)
        let found = try await desk.database.read { try $0.requests(query) }
        return (node(found, in: call.language), "service_requests", 200)
    }

    private func show(_ call: Call<Visitor>) async throws -> Document {
        try checkJurisdiction(call.input.query["jurisdiction_id"])
        guard let reference = RequestReference(call.parameter("id")) else { throw Open311Fault.unknownRequest }
        let found = try await desk.database.read { try $0.publicRequests("r.reference = \(reference)", limit: 1) }
        guard !found.isEmpty else { throw Open311Fault.unknownRequest }
        return (node(found, in: call.language), "service_requests", 200)
    }

    private func node(_ found: [PublicRequest], in language: Language) -> Open311Node {
        .list(
            item: "request",
            found.map { found in
                let request = found.request
                let media = request.mediaURL ?? found.photo.map { photo(request.reference, $0) }
                return Open311Documents.request(
                    request, catalogue: desk.catalogue,
                    agency: desk.jurisdiction.agency(request.agency)?.name(in: language) ?? request.agency,
                    media: media,
                    in: language)
            })
    }

    private func photo(_ reference: RequestReference, _ photo: Identifier<Photo>) -> String {
        "\(desk.platform.address)\(RequestLinks.request(reference))/photos/\(photo)"
    }

    private func file(_ call: Call<Visitor>) async throws -> Document {
        let form = try await call.input.form()
        try checkJurisdiction(form["jurisdiction_id"] ?? call.input.query["jurisdiction_id"])
        let key = try await desk.key(apiKey(call, form), for: .file)
        if key == nil, desk.catalogue.settings.open311NeedsKey { throw Open311Fault.missingKey }
        let arguments = try Open311Filing(form, catalogue: desk.catalogue, language: call.language)
        var photos: [String] = []
        do {
            if arguments.category.photo != .none, let upload = form.file("media") {
                photos = [try await desk.receive(upload, at: call.now).ticket]
            }
        } catch let error as PhotoError {
            throw Open311Fault(400, "media: \(RequestWords(desk, in: call.language).fault(error))")
        }
        var filing = try arguments.filing(client: key, photos: photos)
        let faults = filing.check(within: desk.extent)
        guard faults.isEmpty else { throw Open311Filing.fault(faults, RequestWords(desk, in: call.language)) }
        let filed = try await desk.file(filing, at: call.now)
        let node = Open311Documents.filed(
            filed.reference, token: filed.id.description, arguments.category, in: call.language)
        return (node, "service_requests", 201)
    }

    private func apiKey(_ call: Call<Visitor>, _ form: Form) -> String? {
        if let key = form["api_key"] ?? call.input.query["api_key"] { return key }
        let bearer = "Bearer "
        guard let header = call.input.headers["authorization"], header.hasPrefix(bearer) else { return nil }
        return String(header.dropFirst(bearer.count))
    }

    /// A token is the identifier that a filing in a `batch` category gave back.
    private func token(_ call: Call<Visitor>) async throws -> Document {
        try checkJurisdiction(call.input.query["jurisdiction_id"])
        let token = call.parameter("token")
        guard let id = Identifier<ServiceRequest>(token) else { throw Open311Fault.unknownToken }
        let found = try await desk.database.read { try $0.request(id) }
        guard let request = found, desk.catalogue[request.category]?.answering != .blackbox else {
            throw Open311Fault.unknownToken
        }
        return (Open311Documents.token(token, request.reference), "service_requests", 200)
    }

    // MARK: Updates

    private func updates(_ call: Call<Visitor>) async throws -> Document {
        try checkJurisdiction(call.input.query["jurisdiction_id"])
        let query = try Open311UpdatesQuery(call.input.query, now: call.now, zone: desk.jurisdiction.calendar.zone)
        let found = try await desk.database.read { try $0.publicUpdates(query) }
        let node = Open311Node.list(
            item: "request_update",
            found.map { update, reference in
                let media = update.mediaURL ?? update.photo.map { photo(reference, $0) }
                return Open311Documents.update(update, reference: reference, media: media)
            })
        return (node, "service_request_updates", 200)
    }

    private func postUpdate(_ call: Call<Visitor>) async throws -> Document {
        let form = try await call.input.form()
        try checkJurisdiction(form["jurisdiction_id"] ?? call.input.query["jurisdiction_id"])
        guard let key = try await desk.key(apiKey(call, form), for: .update) else { throw Open311Fault.missingKey }
        let posted = try Open311Update(form)
        let worker = Worker(actor: .client(key.id.description), agencies: nil)
        let found = try await desk.database.read { try $0.request(posted.reference) }
        guard let request = found, request.isPublic else { throw Open311Fault.unknownRequest }
        let update = try await desk.apply(posted, to: request, by: worker, at: call.now)
        let node = Open311Node.list(
            item: "request_update", [.object([.init("update_id", .text(update.id.description))])])
        return (node, "service_request_updates", 201)
    }
}
