import Foundation
import Testing

/// The table of rooms in `docs/architecture.md`, and what the sources really import.
@Suite struct ImportTests {
    /// What each module may import, from the last column of the table.
    static func table() throws -> [String: Set<String>] {
        let text = try Repository.text("docs/architecture.md")
        var allowed: [String: Set<String>] = [:]
        var tier1: Set<String> = []
        for line in text.split(separator: "\n") where line.hasPrefix("|") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 4 else { continue }
            let names = cells[1].matches(of: /`(\w+)`/).map { String($0.1) }
            if cells[1].contains("tier 1") { tier1.formUnion(names) }
            for name in names { allowed[name] = words(cells[3]) }
        }
        for (name, words) in allowed where words.contains("tier 1") {
            allowed[name] = words.subtracting(["tier 1"]).union(tier1)
        }
        return allowed
    }

    private static func words(_ cell: String) -> Set<String> {
        var words = Set(cell.matches(of: /\b[A-Z]\w+/).map { String($0.0) })
        if cell.contains("the platform") { words.formUnion(["Base", "Store", "Journal", "Web", "BuildingBlock"]) }
        if cell.contains("tier 1") { words.insert("tier 1") }
        if cell.contains("everything") { words.insert("everything") }
        return words
    }

    /// The modules that the sentences below the table open to everyone, and to the platform and what stands on it.
    static func common() throws -> (all: Set<String>, platform: Set<String>) {
        let text = try Repository.text("docs/architecture.md")
        func names(after start: String) -> Set<String> {
            guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(start) }) else { return [] }
            return Set(line.dropFirst(start.count).matches(of: /\w+/).map { String($0.0) })
        }
        return (names(after: "Everyone may import"), names(after: "From the platform up, so may everyone"))
    }

    /// A module of ours, and all of ours that it may import directly or through another.
    static func reachable(_ module: String, _ table: [String: Set<String>]) -> Set<String> {
        var found: Set<String> = []
        var waiting = [module]
        while let next = waiting.popLast() {
            for name in table[next] ?? [] where table[name] != nil && found.insert(name).inserted {
                waiting.append(name)
            }
        }
        return found
    }

    static func imports(of module: Repository.Module) throws -> [(path: String, name: String)] {
        let statement =
            /^\s*(?:@\w+(?:\(\w+\))?\s+)*(?:(?:public|package|internal|private|fileprivate)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
        return try Repository.files(under: module.folder, suffix: ".swift").flatMap { file in
            file.code.compactMap { line in line.text.firstMatch(of: statement).map { (file.path, String($0.1)) } }
        }
    }

    @Test("Every module imports only what the table of rooms allows", arguments: Repository.modules)
    func allowed(module: Repository.Module) throws {
        let table = try Self.table()
        let common = try Self.common()
        let row = try #require(table[module.name], "\(module.name) has no row in docs/architecture.md")
        if row.contains("everything") { return }
        var open = row.union(Self.reachable(module.name, table)).union(common.all)
        if !module.folder.hasPrefix("Sources/Engines"), !module.folder.hasPrefix("Sources/Tools") {
            open.formUnion(common.platform)
        }
        for (path, name) in try Self.imports(of: module) {
            #expect(open.contains(name), "\(path) imports \(name), which docs/architecture.md does not allow")
        }
    }

    @Test("Every module of the table exists")
    func existing() throws {
        let known = Set(Repository.modules.map(\.name)).union(["CLibPQ", "CArgon2", "CZlib", "EmbedAssets"])
        for name in try Self.table().keys { #expect(known.contains(name), "\(name) is in the table only") }
    }

    @Test("The test itself would notice: GRDB in a block, a block in a block of its tier")
    func notices() throws {
        let table = try Self.table()
        let block = Self.reachable("ServiceRequests", table).union(table["ServiceRequests"] ?? [])
        #expect(block.contains("Base") && block.contains("Identity"))
        #expect(!block.contains("GRDB") && !block.contains("StoreSQLite") && !block.contains("Hummingbird"))
        #expect(!Self.reachable("Identity", table).contains("ServiceRequests"))
    }
}
