import Base
import BuildingBlock
import Foundation
import Journal
import Logging
import Processes
import ServiceDefinition
import Store
import Synchronization

extension ServiceCatalogue {
    /// What became of a folder that was to be published.
    public struct Publication: Sendable {
        public var key: String
        public var report: Service.Report
        /// The revision that is in force now; `nil`: the folder was refused.
        public var revision: String?
        /// Whether that revision was in force already.
        public var isUnchanged = false
        /// What it changes in the one before.
        public var changes: [Change] = []
    }

    /// Checks a folder, wherever it lies, against everything known of this government, and puts it into force. Refused with a mistake or
    /// with an example whose outcome differs; what serves then serves on.
    public func publish(_ files: [String: Data], by actor: Act.Actor, at now: Instant) async throws -> Publication {
        let report = Service.check(files: files, in: surroundings, now: platform.dateTime(now))
        guard report.isInOrder, let service = report.service else {
            return Publication(key: report.service?.key ?? "", report: report)
        }
        let revision = RevisionStore.digest(files)
        let before = try await database.read { try RevisionStore.current(of: service.key, $0) }
        let changes = before.flatMap { read($0.files) }?.changes(to: service) ?? []
        let (isNew, mistakes) = try await write(service, revision, files, changes, by: actor, at: now)
        guard mistakes.isEmpty else {
            var report = report
            report.mistakes += mistakes
            return Publication(key: service.key, report: report)
        }
        try await refresh()
        return Publication(key: service.key, report: report, revision: revision, isUnchanged: !isNew, changes: changes)
    }

    /// Takes a service out of force: nobody can apply any more; open cases go on. Gives `false` where it does not serve.
    public func withdraw(_ key: String, by actor: Act.Actor, at now: Instant) async throws -> Bool {
        let was = try await database.write { try RevisionStore.withdraw(key, by: actor, at: now, $0) }
        try await refresh()
        return was
    }

    /// Publishes the folders of `services/` that changed since they were last published. A folder with a mistake, or with an example
    /// whose outcome differs, is refused; its last good revision serves on. Safe to run at any time, by any copy.
    public func publish(at now: Instant) async throws {
        var refused: [(name: String, mistakes: [Mistake])] = []
        for (name, files) in ServiceFolders.read(platform.jurisdiction.folder + "/services") {
            let mistakes = try await publish(folder: name, files, at: now)
            if !mistakes.isEmpty { refused.append((name, mistakes)) }
        }
        for (name, mistakes) in refused {
            for mistake in mistakes where mistake.severity == .error {
                platform.logger.error("service refused", metadata: ["service": "\(name)", "mistake": "\(mistake)"])
            }
        }
        try await refresh()
        state.withLock { state in
            state.refusals = refused.map { name, mistakes in
                Refusal(folder: name, mistakes: mistakes, isServed: state.entries[name] != nil)
            }
        }
    }

    /// - Returns: the mistakes of a folder that is refused.
    private func publish(folder name: String, _ files: [String: Data], at now: Instant) async throws -> [Mistake] {
        let revision = RevisionStore.digest(files)
        let seen = try await database.read { try RevisionStore.seen(name, $0) }
        if seen == revision { return [] }
        let report = Service.check(files: files, in: surroundings, now: platform.dateTime(now))
        guard report.isInOrder, let service = report.service else { return report.mistakes }
        guard service.key == name else {
            return [
                Mistake(
                    "the service is named '\(service.key)' and its folder '\(name)'; name both alike",
                    file: "service.yaml", line: 0)
            ]
        }
        let before = try await database.read { try RevisionStore.current(of: name, $0) }
        let changes = before.flatMap { read($0.files) }?.changes(to: service) ?? []
        let mistakes = try await write(service, revision, files, changes, by: .system("services"), at: now).mistakes
        guard mistakes.isEmpty else { return mistakes }
        try await database.write { try RevisionStore.see(name, revision, at: now, $0) }
        return []
    }

    /// Writes a revision with its process. What keeps the process from running is a mistake of the folder, and nothing is written.
    private func write(
        _ service: Service, _ revision: String, _ files: [String: Data], _ changes: [Change], by actor: Act.Actor,
        at now: Instant
    ) async throws -> (isNew: Bool, mistakes: [Mistake]) {
        let source = process(of: service)
        do {
            let isNew = try await database.write { [definitions] transaction in
                let process = try source.map {
                    try definitions.publish(
                        Service.declaring(service.processNames, in: $0.text), by: actor, at: now, in: transaction)
                }
                return try RevisionStore.publish(
                    service.key, revision, files, changes, process: process, by: actor, at: now, transaction)
            }
            return (isNew, [])
        } catch ProcessError.invalid(let reasons) {
            return (false, reasons.map { Mistake($0, file: source?.file ?? "service.yaml", line: 0) })
        }
    }

    /// The file of a service's process: in its own folder, or among the government's shared ones.
    private func process(of service: Service) -> (file: String, text: String)? {
        switch service.process {
        case .file(let file): service.files[file].map { (file, String(decoding: $0, as: UTF8.self)) }
        case .shared(let name):
            ServiceFolders.sharedProcess(name, of: platform.jurisdiction.folder).map {
                ("service.yaml", String(decoding: $0, as: UTF8.self))
            }
        case nil: nil
        }
    }

    // MARK: Following

    private var database: any Database { platform.database }

    /// Takes over what is in force in the database, whoever published it.
    func refresh() async throws {
        let published = try await database.read { try RevisionStore.published($0) }
        let (known, unreadable) = state.withLock { ($0.entries, $0.unreadable) }
        let served = published.filter { !unreadable.contains($0.revision) }
        if served.count == known.count, served.allSatisfy({ known[$0.service]?.revision == $0.revision }) { return }
        var entries: [String: Entry] = [:]
        for (key, revision, _) in published {
            if let entry = known[key], entry.revision == revision {
                entries[key] = entry
                continue
            }
            do {
                let service = try await database.read { try self.service(key, revision: revision, in: $0) }
                entries[key] = Entry(service: service, revision: revision)
            } catch is CitizenServicesError {
                // A revision of a newer program, perhaps: what served before serves on.
                entries[key] = known[key]
                let isNews = state.withLock { $0.unreadable.insert(revision).inserted }
                if isNews {
                    platform.logger.error(
                        "service cannot be read", metadata: ["service": "\(key)", "revision": "\(revision)"])
                }
            }
        }
        let search = ServiceSearch(entries.values.map(\.service))
        state.withLock { state in
            (state.entries, state.search, state.words) = (entries, search, [:])
        }
    }

    /// Follows the database until the task is cancelled: what is published anywhere serves here within about a second.
    public func follow() async {
        var isDown = false
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            do {
                try await refresh()
                isDown = false
            } catch {
                if !isDown, !Task.isCancelled {
                    platform.logger.warning("services cannot be followed", metadata: ["error": "\(error)"])
                }
                isDown = true
            }
        }
    }
}
