import ArgumentParser
import Base
import Journal
import Store
import Web

/// A building block introduces itself as a value: everything it brings, in one initializer. A misspelt hook is a compile
/// error, and tests can read the whole program's table of contents.
///
/// Beside it a block has `static let assets = Assets.files` (its views and texts), which must be read before blocks are made.
public struct Block: Sendable {
    /// The block's name, as in its folder, addresses and tables: `service-requests`.
    public var name: String
    public var migrations: [Migration]
    /// What may be granted to a role.
    public var permissions: [Permission]
    /// The acts that the block follows.
    public var listeners: [Listener]
    /// The kinds of work that it does in the background, from the queue.
    public var jobs: [JobHandler]
    /// Which of them are enqueued on a schedule.
    public var recurrences: [Recurrence]
    /// What it publishes as open data.
    public var datasets: [OpenDataset]
    /// What it holds about a person.
    public var personalData: [PersonalDataSource]
    /// What it offers to people, for the portal's first page.
    public var services: [PublicService]
    /// Where officers and residents find it: entries of the navigation.
    public var navigation: [Site.Entry]
    /// Where people find what this block has of theirs: links of their account.
    public var account: [Site.Entry]
    /// What it brings to the portal's first page.
    public var front: Front?
    public var routes: @Sendable (inout Routes) -> Void

    public init(
        name: String, migrations: [Migration] = [], permissions: [Permission] = [], listeners: [Listener] = [],
        jobs: [JobHandler] = [], recurrences: [Recurrence] = [], datasets: [OpenDataset] = [],
        personalData: [PersonalDataSource] = [],
        services: [PublicService] = [], navigation: [Site.Entry] = [], account: [Site.Entry] = [],
        front: Front? = nil, routes: @escaping @Sendable (inout Routes) -> Void
    ) {
        self.name = name
        self.migrations = migrations
        self.permissions = permissions
        self.listeners = listeners
        self.jobs = jobs
        self.recurrences = recurrences
        self.datasets = datasets
        self.personalData = personalData
        self.services = services
        self.navigation = navigation
        self.account = account
        self.front = front
        self.routes = routes
    }
}

/// A block's part of the portal's first page, drawn whenever somebody comes, in the reader's language.
public struct Front: Sendable {
    /// A search over what the block offers, for the head of the page.
    public var search: @Sendable (Language) -> UI.Search?
    /// Parts below each other.
    public var parts: @Sendable (Language) -> [any Component]
    public init(
        search: @escaping @Sendable (Language) -> UI.Search? = { _ in nil },
        parts: @escaping @Sendable (Language) -> [any Component]
    ) {
        (self.search, self.parts) = (search, parts)
    }
}

/// A data set that the block publishes, without personal data: served as CSV, JSON and, with a place, GeoJSON.
public struct OpenDataset: Sendable {
    /// The last part of its address: `service-requests`.
    public var name: String
    public var title: LocalizedText
    public var description: LocalizedText
    /// An SPDX identifier: `CC-BY-4.0`.
    public var licence: String
    public var columns: [Column]
    /// Feeds the records in a stable order, each with as many values as there are columns, and stops when told `false`.
    public var records: @Sendable (any ReadTransaction, _ each: ([JSON]) throws -> Bool) throws -> Void

    public struct Column: Sendable {
        public enum Kind: String, Sendable { case text, integer, number, boolean, instant, longitude, latitude }
        public var name: String
        public var kind: Kind
        public var description: LocalizedText
        public init(_ name: String, _ kind: Kind, _ description: LocalizedText) {
            self.name = name
            self.kind = kind
            self.description = description
        }
    }

    public init(
        name: String, title: LocalizedText, description: LocalizedText, licence: String, columns: [Column],
        records: @escaping @Sendable (any ReadTransaction, _ each: ([JSON]) throws -> Bool) throws -> Void
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.licence = licence
        self.columns = columns
        self.records = records
    }
}

/// What a block holds about a person: for the access report, the export and erasure.
public struct PersonalDataSource: Sendable {
    /// `service-requests.contacts`
    public var name: String
    public var title: LocalizedText
    /// All of it, readable by the person.
    public var export: @Sendable (Identifier<Act.Party>, any ReadTransaction) throws -> JSON
    /// Erases what the law does not oblige to keep.
    public var erase: @Sendable (Identifier<Act.Party>, any WriteTransaction, Instant) throws -> Void
    public init(
        name: String, title: LocalizedText,
        export: @escaping @Sendable (Identifier<Act.Party>, any ReadTransaction) throws -> JSON,
        erase: @escaping @Sendable (Identifier<Act.Party>, any WriteTransaction, Instant) throws -> Void
    ) {
        self.name = name
        self.title = title
        self.export = export
        self.erase = erase
    }
}

/// Something that a person can do here: a card on the portal's first page.
public struct PublicService: Sendable {
    /// The keys of its words in the block's texts.
    public var title: String
    public var summary: String
    public var path: String
    public var icon: UI.Icon
    public init(title: String, summary: String, path: String, icon: UI.Icon) {
        self.title = title
        self.summary = summary
        self.path = path
        self.icon = icon
    }
}
