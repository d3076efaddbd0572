import Base
import BuildingBlock
import FEEL
import Journal
import Logging
import Processes
import ServiceDefinition
import Store
import Synchronization

/// The services of a government: those that serve, each with the revision that new applications follow, and the folders that are
/// broken. Revisions never change; a running case keeps its own, but for its wording. What serves stands in the database, and every
/// copy of the program follows it (`follow()`).
public final class ServiceCatalogue: Sendable {
    /// A service that serves.
    public struct Entry: Sendable {
        public var service: Service
        public var revision: String
    }

    /// A folder that is refused.
    public struct Refusal: Sendable {
        public var folder: String
        public var mistakes: [Mistake]
        /// Whether an earlier revision goes on serving.
        public var isServed: Bool
    }

    struct State {
        var entries: [String: Entry] = [:]
        var refusals: [Refusal] = []
        /// Services by revision, as cases need them.
        var known: [String: Service] = [:]
        /// The processes of revisions, as processes know them.
        var processes: [String: ServiceProcess?] = [:]
        /// For the revision of a case, the one whose words it shows; forgotten when something is published.
        var words: [String: String] = [:]
        var search = ServiceSearch([])
        /// Revisions in force that this program cannot read: told of once.
        var unreadable: Set<String> = []
    }

    let platform: Platform
    /// How the government sorts its services.
    let topics: ServiceTopics
    /// What services may know of registries, asked whenever a folder is checked; `nil`: nothing is said about them.
    private let registries: @Sendable () -> [RegistryShape]?
    let state = Mutex(State())
    /// Where the processes of services are published; it runs none.
    let definitions: ProcessDesk

    public init(on platform: Platform, registries: @escaping @Sendable () -> [RegistryShape]? = { nil }) {
        (self.platform, self.registries) = (platform, registries)
        definitions = ProcessesBlock.desk(on: platform)
        topics = ServiceTopics.read(for: platform)
    }

    /// What a folder is checked against: registries, agencies, languages and shared processes of this government.
    var surroundings: Surroundings {
        Surroundings(
            registries: registries(), languages: platform.jurisdiction.languages.map(\.rawValue),
            agencies: platform.jurisdiction.agencies.map(\.key),
            sharedProcesses: ServiceFolders.sharedProcesses(of: platform.jurisdiction.folder),
            messages: CitizenServicesBlock.messages)
    }

    /// The services that serve, by key.
    public var entries: [Entry] { state.withLock { $0.entries.values.sorted { $0.service.key < $1.service.key } } }
    public var refusals: [Refusal] { state.withLock { $0.refusals } }
    var search: ServiceSearch { state.withLock { $0.search } }

    public subscript(key: String) -> Entry? { state.withLock { $0.entries[key] } }

    func entry(_ key: String) throws -> Entry {
        guard let entry = self[key] else { throw CitizenServicesError.unknownService }
        return entry
    }

    // MARK: Revisions

    /// The service as a revision has it.
    func service(_ key: String, revision: String, in transaction: any ReadTransaction) throws -> Service {
        if let known = state.withLock({ $0.known[revision] }) { return known }
        guard let files = try RevisionStore.files(of: key, revision, transaction), let service = read(files) else {
            throw CitizenServicesError.unknownService
        }
        state.withLock { $0.known[revision] = service }
        return service
    }

    /// The process of a revision; `nil`: it has none.
    func process(of key: String, _ revision: String, in transaction: any ReadTransaction) throws -> ServiceProcess? {
        if let known = state.withLock({ $0.processes[revision] }) { return known }
        let found = try RevisionStore.process(of: key, revision, transaction).map {
            ServiceProcess(revision: $0, vocabulary: try definitions.vocabulary(of: $0, in: transaction))
        }
        state.withLock { $0.processes[revision] = .some(found) }
        return found
    }

    /// The service that a case follows: its own revision, while it is open with the words of the newest one that changes nothing but words.
    func service(of one: ServiceCase, in transaction: any ReadTransaction) throws -> Service {
        guard one.closedAt == nil else { return try service(one.service, revision: one.revision, in: transaction) }
        if let moved = state.withLock({ $0.words[one.revision] }) {
            return try service(one.service, revision: moved, in: transaction)
        }
        let own = try service(one.service, revision: one.revision, in: transaction)
        var found = own
        var revision = one.revision
        for later in try RevisionStore.revisions(of: one.service, after: one.revision, transaction).reversed() {
            let service = try? self.service(one.service, revision: later, in: transaction)
            if let service, Service.movesToOpenCases(own.changes(to: service)) {
                (found, revision) = (service, later)
                break
            }
        }
        state.withLock { $0.words[one.revision] = revision }
        return found
    }

    /// Reads what was published. It was in order then: where the government around it has changed since, it is read by itself.
    func read(_ files: ServiceFolders.Files) -> Service? {
        if let service = try? Service.read(files: files, in: surroundings) { return service }
        return try? Service.read(files: files, in: Surroundings(languages: surroundings.languages))
    }
}

extension Platform {
    /// The moment as expressions know it, on the jurisdiction's clock.
    func dateTime(_ instant: Instant) -> DateTime {
        DateTime(clamping: Int(instant.seconds), offset: Int32(jurisdiction.calendar.zone.offset(at: instant)))
    }
}
