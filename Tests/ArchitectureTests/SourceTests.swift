import Foundation
import Testing

/// What every source file owes to the next reader.
@Suite struct SourceTests {
    static func sources() throws -> [Repository.File] { try Repository.files(under: "Sources", suffix: ".swift") }

    @Test("No type bears the name of a module")
    func names() throws {
        let modules = Set(Repository.modules.map(\.name))
        for file in try Self.sources() {
            for line in file.code {
                guard let match = line.text.firstMatch(of: /\b(?:struct|class|enum|actor|protocol|typealias)\s+(\w+)/)
                else { continue }
                #expect(!modules.contains(String(match.1)), "\(file.path):\(line.number)")
            }
        }
    }

    @Test("No file is longer than 300 lines, unless it is listed with a reason")
    func lengths() throws {
        var reasons: [String: String] = [:]
        for line in try Repository.text("Tests/ArchitectureTests/long-files.txt").split(separator: "\n") {
            guard !line.hasPrefix("#"), let colon = line.firstIndex(of: ":") else { continue }
            reasons[String(line[..<colon])] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        for file in try Self.sources() where file.lines.count > 300 {
            #expect(reasons[file.path]?.isEmpty == false, "\(file.path) has \(file.lines.count) lines")
        }
        for path in reasons.keys {
            let length = try Repository.text(path).split(separator: "\n", omittingEmptySubsequences: false).count
            #expect(length > 300, "\(path) is listed as long and is not")
        }
    }

    @Test("Nothing crashes on purpose: no try!, no forced cast, no fatalError")
    func crashes() throws {
        for file in try Self.sources() where !file.path.hasPrefix("Sources/Tools/") {
            for line in file.code {
                for word in ["try!", "as!", "fatalError("]
                where line.text.contains(" \(word)") || line.text.contains("(\(word)") {
                    Issue.record("\(file.path):\(line.number) has \(word)")
                }
            }
        }
    }

    @Test("What the compiler cannot prove about sharing has a comment that does")
    func unchecked() throws {
        for file in try Self.sources() {
            let lines = file.lines
            for (number, text) in file.code
            where text.contains("@unchecked Sendable") || text.contains("nonisolated(unsafe)") {
                let before = number >= 2 ? lines[number - 2].drop(while: \.isWhitespace) : ""
                #expect(before.hasPrefix("//") || text.contains("//"), "\(file.path):\(number)")
            }
        }
    }

    @Test("Code knows no country: the sample's name stands in comments and in listed places only")
    func countries() throws {
        let allowed: Set<String> = ["Sources/Polity/Settings/Setting.swift"]
        for file in try Self.sources() where !allowed.contains(file.path) {
            for line in file.code {
                let code = line.text.components(separatedBy: "// ")[0]
                #expect(!code.lowercased().contains("larkhaven"), "\(file.path):\(line.number)")
            }
        }
    }

    @Test("A block reads no table of another block")
    func tables() throws {
        var owners: [String: String] = [:]
        for file in try Repository.files(under: "Sources", suffix: ".sql") {
            for match in file.text.matches(of: /CREATE (?:VIRTUAL )?TABLE (?:IF NOT EXISTS )?"?(\w+)/.ignoresCase()) {
                owners[String(match.1)] = Self.module(of: file.path)
            }
        }
        for file in try Repository.files(under: "Sources/Blocks", suffix: ".swift") {
            for line in file.code {
                for match in line.text.matches(of: /\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+"?(\w+)/) {
                    let owner = owners[String(match.1)]
                    #expect(
                        owner == nil || owner == Self.module(of: file.path),
                        "\(file.path):\(line.number) names \(match.1), a table of \(owner ?? "")")
                }
            }
        }
    }

    private static func module(of path: String) -> String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[2]) : path
    }
}
