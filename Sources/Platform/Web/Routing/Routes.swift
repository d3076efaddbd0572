import Base

/// Where a block declares its pages and endpoints. Who may call stands beside each path, and decides what type of call its
/// handler receives:
///
/// ```swift
/// routes.get("/requests/:id") { call in … }                                          // Call<Visitor>
/// routes.post(person: "/requests/:id/followers") { call in … }                       // Call<Person>
/// routes.post(officer: "/office/requests/:id/assignment", permission: .assign) { call in … } // Call<Officer>
/// routes.endpoint(Endpoint(.get, "/open311/v2/services.:format", …)) { call in … }   // described in OpenAPI
/// ```
///
/// Every POST, PUT, PATCH and DELETE of a page carries a CSRF token in its form; endpoints for programs do not use cookies.
public struct Routes: Sendable {
    public private(set) var declared: [Route] = []
    public init() {}

    public mutating func get(_ path: String, cache: Reply.Cache = .none, _ handler: @escaping Handler<Visitor>) {
        declared.append(Route(.get, path, .visitor(handler), cache: cache))
    }
    public mutating func post(_ path: String, limits: Limits = .form, _ handler: @escaping Handler<Visitor>) {
        declared.append(Route(.post, path, .visitor(handler), limits: limits))
    }

    /// Pages for whoever is signed in; others are led to the sign-in page and back.
    public mutating func get(person path: String, _ handler: @escaping Handler<Person>) {
        declared.append(Route(.get, path, .person(handler)))
    }
    public mutating func post(person path: String, limits: Limits = .form, _ handler: @escaping Handler<Person>) {
        declared.append(Route(.post, path, .person(handler), limits: limits))
    }

    /// Pages for officers who hold `permission` in some agency. Others get the answer of a page that does not exist.
    public mutating func get(officer path: String, permission: Permission, _ handler: @escaping Handler<Officer>) {
        declared.append(Route(.get, path, .officer(permission, handler)))
    }
    public mutating func post(
        officer path: String, permission: Permission, limits: Limits = .form, _ handler: @escaping Handler<Officer>
    ) {
        declared.append(Route(.post, path, .officer(permission, handler), limits: limits))
    }

    /// An endpoint for programs, part of `/openapi.json`.
    public mutating func endpoint(_ endpoint: Endpoint, _ handler: @escaping Handler<Visitor>) {
        declared.append(
            Route(endpoint.method, endpoint.path, .visitor(handler), limits: endpoint.limits, endpoint: endpoint))
    }
    /// An endpoint that needs an API key (parameter `api_key`, or header `Authorization: Bearer`).
    public mutating func endpoint(client endpoint: Endpoint, _ handler: @escaping Handler<Client>) {
        declared.append(
            Route(endpoint.method, endpoint.path, .client(handler), limits: endpoint.limits, endpoint: endpoint))
    }
}

public typealias Handler<Caller: Sendable> = @Sendable (Call<Caller>) async throws -> Reply

/// One declared route: a value, so that tests and the OpenAPI description can read the whole table.
public struct Route: Sendable {
    public enum Access: Sendable {
        case visitor(Handler<Visitor>)
        case person(Handler<Person>)
        case officer(Permission, Handler<Officer>)
        case client(Handler<Client>)
    }
    public var method: Input.Method
    /// `/requests/:id`; a segment may end in a captured suffix: `/services.:format`.
    public var path: String
    public var access: Access
    public var cache: Reply.Cache
    public var limits: Limits
    public var endpoint: Endpoint?

    init(
        _ method: Input.Method, _ path: String, _ access: Access, cache: Reply.Cache = .none, limits: Limits = .none,
        endpoint: Endpoint? = nil
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.cache = cache
        self.limits = limits
        self.endpoint = endpoint
    }
}

/// What may be granted to a role; the key is `block.verb`: `service-requests.assign`.
public struct Permission: Hashable, Sendable {
    public var key: String
    /// What it allows, for the administrator who grants it.
    public var title: LocalizedText
    public init(_ key: String, title: LocalizedText) {
        self.key = key
        self.title = title
    }
}

/// How much input a route accepts.
public struct Limits: Sendable, Hashable {
    /// Bytes of the whole body.
    public var body: Int
    /// Bytes of one file, and how many files.
    public var file: Int
    public var files: Int
    public init(body: Int, file: Int = 0, files: Int = 0) {
        self.body = body
        self.file = file
        self.files = files
    }
    public static let none = Limits(body: 0)
    public static let form = Limits(body: 128 * 1024)
    /// A form with some photographs.
    public static let photos = Limits(body: 34 * 1024 * 1024, file: 10 * 1024 * 1024, files: 3)
}
