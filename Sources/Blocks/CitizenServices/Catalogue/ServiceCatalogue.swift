import Base
import BuildingBlock
import FEEL
import Foundation
import Journal
import Logging
import ServiceDefinition
import Store
import Synchronization

/// The services of a government: those that serve, each with the revision that new applications follow, and the folders that are
/// broken. Revisions never change; a running case keeps its own.
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

    private struct State {
        var entries: [String: Entry] = [:]
        var refusals: [Refusal] = []
        /// Services by revision, as cases need them.
        var known: [String: Service] = [:]
        var search = ServiceSearch([])
    }

    let platform: Platform
    private let surroundings: Surroundings
    private let state = Mutex(State())

    /// - Parameter registries: what services may know of registries; `nil`: nothing is said about them.
    public init(on platform: Platform, registries: [RegistryShape]? = nil) {
        self.platform = platform
        surroundings = Surroundings(
            registries: registries, languages: platform.jurisdiction.languages.map(\.rawValue),
            agencies: platform.jurisdiction.agencies.map(\.key))
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

    /// The service as it was when a case was submitted.
    func service(_ key: String, revision: String, in transaction: any ReadTransaction) throws -> Service {
        if let known = state.withLock({ $0.known[revision] }) { return known }
        guard let files = try RevisionStore.files(of: key, revision, transaction),
            let service = try? Service.read(files: files, in: surroundings)
        else { throw CitizenServicesError.unknownService }
        state.withLock { $0.known[revision] = service }
        return service
    }

    /// Reads the folders of `services/` and publishes what is new among them. A folder with a mistake, or with an example whose outcome
    /// differs, is refused; its last good revision serves on. Safe to run at any time, by any copy.
    public func publish(at now: Instant) async throws {
        var entries: [String: Entry] = [:]
        var refusals: [Refusal] = []
        for (name, files) in ServiceFolders.read(platform.jurisdiction.folder + "/services") {
            if let entry = try await publish(name, files, at: now, &refusals) { entries[entry.service.key] = entry }
        }
        for refusal in refusals {
            for mistake in refusal.mistakes where mistake.severity == .error {
                platform.logger.error("service refused", metadata: ["service": "\(refusal.folder)", "mistake": "\(mistake)"])
            }
        }
        state.withLock { state in
            for entry in entries.values { state.known[entry.revision] = entry.service }
            (state.entries, state.refusals) = (entries, refusals)
            state.search = ServiceSearch(entries.values.map(\.service))
        }
    }

    private func publish(
        _ name: String, _ files: [String: Data], at now: Instant, _ refusals: inout [Refusal]
    ) async throws -> Entry? {
        let revision = RevisionStore.digest(files)
        let isKnown = try await platform.database.read { try RevisionStore.files(of: name, revision, $0) != nil }
        var mistakes: [Mistake]
        var service: Service?
        if isKnown {
            let reading = Service.reading(files: files, in: surroundings)
            (service, mistakes) = (reading.service, reading.mistakes)
        } else {
            let report = Service.check(files: files, in: surroundings, now: platform.dateTime(now))
            (service, mistakes) = (report.isInOrder ? report.service : nil, report.mistakes)
        }
        if let key = service?.key, key != name {
            mistakes.append(Mistake("the service is named '\(key)' and its folder '\(name)'; name both alike", file: "service.yaml", line: 0))
            service = nil
        }
        if let service {
            try await platform.database.write { try RevisionStore.publish(service.key, revision, files, at: now, $0) }
            return Entry(service: service, revision: revision)
        }
        let last = try await platform.database.read { try RevisionStore.current(of: name, $0) }
        let served = last.flatMap { last in
            (try? Service.read(files: last.files, in: surroundings)).map { Entry(service: $0, revision: last.revision) }
        }
        refusals.append(Refusal(folder: name, mistakes: mistakes, isServed: served != nil))
        return served
    }
}

extension Platform {
    /// The moment as expressions know it, on the jurisdiction's clock.
    func dateTime(_ instant: Instant) -> DateTime {
        let local = jurisdiction.calendar.zone.offset(at: instant)
        guard let moment = DateTime(moment: Int(instant.seconds), zone: .offset(Int32(local))) else {
            // The clock of the machine, never input.
            preconditionFailure("the clock is beyond the calendar")
        }
        return moment
    }
}
