import Foundation
import Testing

/// What exists is documented, and what is documented exists.
@Suite struct DocsTests {
    @Test("Every setting stands in the operators' handbook, with its variable")
    func settings() throws {
        let handbook = try Repository.text("docs/operators.md")
        let source = try Repository.text("Sources/Polity/Settings/Setting.swift")
        let keys = source.matches(of: /Setting\(\s*key: "([a-z.]+)"/).map { String($0.1) }
        #expect(!keys.isEmpty)
        for key in keys {
            let variable = "POLITY_" + key.uppercased().replacing(".", with: "_")
            #expect(handbook.contains("`\(key)`") && handbook.contains("`\(variable)`"), "\(key) is undocumented")
        }
        for match in handbook.matches(of: /`POLITY_([A-Z_]+)`/) {
            let key = match.1.lowercased().replacing("_", with: ".")
            #expect(keys.contains(key), "the handbook names \(match.0), which is no setting")
        }
    }

    @Test("Every command stands in the operators' handbook")
    func commands() throws {
        let handbook = try Repository.text("docs/operators.md")
        let names = try Repository.files(under: "Sources/Polity", suffix: ".swift").flatMap { file in
            file.text.matches(of: /commandName: "([a-z-]+)"/).map { String($0.1) }
        }
        #expect(names.contains("polity"))
        for name in Set(names).subtracting(["polity"]) {
            #expect(handbook.contains(try Regex("`polity [^`]*\\b\(name)\\b")), "polity … \(name) is undocumented")
        }
    }

    @Test("Every block stands in the tour of the house")
    func blocks() throws {
        let tour = try Repository.text("docs/tour.md")
        for name in Repository.folders(under: "Sources/Blocks") {
            #expect(tour.contains("`Sources/Blocks/\(name)`"), "\(name) is missing in docs/tour.md")
        }
    }

    @Test("Every dependency of Package.swift has its reason in docs/dependencies.md")
    func dependencies() throws {
        let page = try Repository.text("docs/dependencies.md")
        for match in try Repository.text("Package.swift").matches(of: /\/([\w.-]+)\.git"/) {
            #expect(page.contains("`\(match.1)`"), "\(match.1) is missing in docs/dependencies.md")
        }
    }

    @Test("Every permission that the sample's roles name is one that a block declares, and is documented")
    func permissions() throws {
        let declared = Set(
            try Repository.files(under: "Sources", suffix: ".swift").flatMap { file in
                file.text.matches(of: /Permission\(\s*"([a-z.-]+)"/).map { String($0.1) }
            })
        let roles = try Repository.text("Jurisdictions/larkhaven/roles.yaml")
        let granted = Set(roles.matches(of: /- ([a-z-]+\.[a-z-]+)\n/).map { String($0.1) })
        #expect(granted.subtracting(declared).isEmpty, "roles.yaml grants what no block declares")
        #expect(declared.subtracting(granted).isEmpty, "no role of the sample may use these permissions")
        let page = try Repository.text("docs/operators.md")
        for key in declared { #expect(page.contains("`\(key)`"), "\(key) is undocumented") }
    }

    @Test("Every link between the pages leads to a file")
    func links() throws {
        for file in try Repository.files(under: "", suffix: ".md") {
            let folder = file.path.split(separator: "/").dropLast().joined(separator: "/")
            for match in file.text.matches(of: /\]\(([^)#\s]+)(?:#[^)\s]*)?\)/) {
                let target = String(match.1)
                if target.contains("://") || target.hasPrefix("mailto:") { continue }
                let path = "\(Repository.root)/\(folder.isEmpty ? "" : folder + "/")\(target)"
                #expect(FileManager.default.fileExists(atPath: path), "\(file.path) links to \(target)")
            }
        }
    }

    @Test("Decisions are numbered, say when, and none is missing")
    func decisions() throws {
        let names = Repository.paths(under: "docs/decisions").map { $0.split(separator: "/").last ?? "" }
        let numbers = try names.map { try #require(Int($0.prefix(4)), "\($0) has no number") }
        #expect(numbers.sorted() == Array(1...max(1, numbers.count)))
        for file in try Repository.files(under: "docs/decisions", suffix: ".md") {
            #expect(file.text.hasPrefix("# ") && file.text.contains("\nDecided: 20"), "\(file.path)")
        }
    }
}
