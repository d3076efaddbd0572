import Foundation
import Testing

@Suite struct MigrationTests {
    static let folders: [String] = Set(
        Repository.paths(under: "Sources").filter { $0.contains("/Migrations/") && $0.hasSuffix(".sql") }
            .map { $0.split(separator: "/").dropLast().joined(separator: "/") }
    ).sorted()

    @Test("The migrations of a block are numbered from 1 without a gap, for both engines", arguments: folders)
    func numbered(folder: String) throws {
        var engines: [Int: Set<String>] = [:]
        for path in Repository.paths(under: folder) {
            let name = path.split(separator: "/").last ?? ""
            let match = try #require(
                name.wholeMatch(of: /(\d{4})-[a-z0-9-]+(?:\.(sqlite|postgres))?\.sql/),
                "\(path) is not named like a migration")
            let number = try #require(Int(match.1))
            let kinds: Set<String> = match.2.map { [String($0)] } ?? ["sqlite", "postgres"]
            #expect(engines[number, default: []].isDisjoint(with: kinds), "\(path): two files for one step")
            engines[number, default: []].formUnion(kinds)
        }
        #expect(engines.keys.sorted() == Array(1...max(1, engines.count)), "\(folder)")
        for (number, kinds) in engines { #expect(kinds == ["sqlite", "postgres"], "\(folder), step \(number)") }
    }
}
