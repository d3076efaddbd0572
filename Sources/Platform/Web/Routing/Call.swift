import Base

/// One request as a handler sees it. What the handler may assume about who calls stands in the type:
/// `Call<Visitor>`, `Call<Person>`, `Call<Officer>`, `Call<Client>`.
public struct Call<Caller: Sendable>: Sendable {
    public let caller: Caller
    /// The language of the answer, negotiated once.
    public let language: Language
    /// When the request came in: the only "now" of its handling.
    public let now: Instant
    /// Path, query, headers, body.
    public let input: Input
    /// What the layout of pages needs (sign-in state, language switch, CSRF token).
    let chrome: Chrome

    /// The value of `:name` in the route's path, decoded. Routes are checked at start: a name that the path lacks is "".
    public func parameter(_ name: String) -> String { input.parameters[name] ?? "" }

    /// The same request by the same caller, seen as something else: an officer as the person who the officer is.
    public func map<Other>(_ transform: (Caller) throws -> Other) rethrows -> Call<Other> {
        Call<Other>(caller: try transform(caller), language: language, now: now, input: input, chrome: chrome)
    }

    /// The path parameter as an identifier. Throws a 404 `Problem` where it is none.
    public func identifier<Thing>(_ name: String, of thing: Thing.Type = Thing.self) throws -> Identifier<Thing> {
        guard let id = Identifier<Thing>(parameter(name)) else { throw Problem.notFound }
        return id
    }
}

/// Anyone. `person` where the visitor happens to be signed in.
public struct Visitor: Sendable {
    public var person: Person?
    public init(person: Person?) { self.person = person }
}

/// Somebody who is signed in.
public struct Person: Sendable, Hashable {
    /// The account's identifier, which is also the party's in the Journal.
    public var account: Identifier<Never>
    public var name: String
    public var language: Language?
    /// The session's identifier, for "sign out this device".
    public var session: Identifier<Never>
    /// What this person may do as an officer, by agency. Empty for a resident.
    public var grants: [Grant]
    /// How many messages wait to be read.
    public var unread: Int

    /// The permissions that a person holds in one agency.
    public struct Grant: Sendable, Hashable {
        public var agency: String
        public var permissions: Set<String>
        public init(agency: String, permissions: Set<String>) {
            self.agency = agency
            self.permissions = permissions
        }
    }

    public init(
        account: Identifier<Never>, name: String, language: Language?, session: Identifier<Never>, grants: [Grant],
        unread: Int = 0
    ) {
        self.account = account
        self.name = name
        self.language = language
        self.session = session
        self.grants = grants
        self.unread = unread
    }
}

/// A person with the permission that the route names, in at least one agency.
public struct Officer: Sendable, Hashable {
    public var person: Person
    /// The agencies in which the officer has the route's permission. Never empty.
    public var agencies: [String]
    public init(person: Person, agencies: [String]) {
        self.person = person
        self.agencies = agencies
    }

    /// Whether the officer has `permission` in `agency`.
    public func may(_ permission: String, in agency: String) -> Bool {
        person.grants.contains { $0.agency == agency && $0.permissions.contains(permission) }
    }
}

/// A program that identified itself with an API key.
public struct Client: Sendable, Hashable {
    public var id: String
    public var name: String
    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}
