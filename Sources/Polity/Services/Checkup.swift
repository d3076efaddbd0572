import Base
import BuildingBlock
import Foundation
import Journal
import Store
import Web

/// What `polity doctor` looks at, and what it finds.
struct Checkup {
    enum Verdict: String {
        case fine = "ok"
        case note
        case problem
    }
    private(set) var findings: [(verdict: Verdict, text: String)] = []
    var hasProblem: Bool { findings.contains { $0.verdict == .problem } }

    mutating func add(_ verdict: Verdict, _ text: String) { findings.append((verdict, text)) }

    mutating func examine(_ settings: Settings) async {
        examineAddress(settings)
        let government: Government
        do {
            government = try await Government.open(settings)
        } catch {
            add(.problem, "\(error)")
            return
        }
        add(
            .fine,
            "jurisdiction: \(government.jurisdiction.name(in: .english)), \(government.jurisdiction.agencies.count) agencies"
        )
        examineRoles(government)
        examineSpace(government.folder)
        await examineDatabase(government)
        await government.database.close()
    }

    private mutating func examineAddress(_ settings: Settings) {
        if settings.isDemo {
            add(.note, "demo: everyone can sign in with the sample's accounts; never where real people are served")
        }
        if settings.address.hasPrefix("https://") {
            add(.fine, "address: \(settings.address)")
        } else {
            add(.note, "address: \(settings.address) is not https; fine on this machine, not for people elsewhere")
        }
    }

    private mutating func examineRoles(_ government: Government) {
        let known = Set(government.blocks.flatMap(\.permissions).map(\.key))
        for role in government.jurisdiction.roles {
            for permission in role.permissions.subtracting(known).sorted() {
                add(.problem, "roles.yaml: the role \(role.key) has the permission \(permission), which no block knows")
            }
        }
    }

    private mutating func examineSpace(_ folder: DataFolder) {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder.path)
        guard let free = attributes?[.systemFreeSize] as? Int64 else { return }
        let megabytes = free / 1_000_000
        add(megabytes < 500 ? .problem : .fine, "space: \(megabytes) MB free for \(folder.path)")
    }

    private mutating func examineDatabase(_ government: Government) async {
        do {
            try await government.database.check()
            try await government.platform.files.check()
            try await government.migrate()
            let status = try await government.database.read { try $0.journalStatus() }
            add(
                .fine,
                "database: \(government.database.dialect.rawValue) answers, \(government.migrations.count) migrations")
            add(.fine, "journal: \(status.size) acts logged, \(status.waiting) waiting; log \(government.keys.origin)")
            for listener in status.listeners where listener.failures > 0 {
                add(.problem, "listener \(listener.name) failed \(listener.failures) times: \(listener.error ?? "")")
            }
            for witness in status.witnesses where witness.failures > 0 {
                add(.problem, "witness \(witness.name): \(witness.error ?? "")")
            }
            let dead = try await government.platform.jobs.deadLetters()
            if !dead.isEmpty { add(.problem, "jobs: \(dead.count) were given up; see /office/operations") }
            if government.witnesses.isEmpty { add(.note, "witnesses: none cosigns the log") }
        } catch {
            add(.problem, "database: \(error)")
        }
    }
}
