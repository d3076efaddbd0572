import Base
import Foundation
import Testing
import Web

@testable import ServiceRequests

@Suite("Words")
struct WordsTests {
    @Test("every language has every text, with the same placeholders and all plural forms")
    func complete() throws {
        #expect(try Texts(embedded: ServiceRequestsBlock.assets).problems() == [])
    }

    @Test("every text that the sources name is there, and none is there for nothing")
    func named() throws {
        let texts = try Texts(embedded: ServiceRequestsBlock.assets)
        var used: Set<String> = []
        var prefixes: Set<String> = [
            "problem.", "service-requests.letter.", "service-requests.photo.", "service-requests.follow.",
        ]
        let folder = Room.root + "/Sources/Blocks/ServiceRequests"
        let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        for file in files where file.hasSuffix(".swift") || file.hasSuffix(".mustache") {
            let source = String(
                decoding: FileManager.default.contents(atPath: folder + "/" + file) ?? Data(), as: UTF8.self)
            for match in source.matches(of: /(?:words|words\.count|line|self)\(\s*"([a-z][a-z0-9.-]*)(\\\()?/) {
                if match.output.2 == nil {
                    used.insert("service-requests.\(match.output.1)")
                } else {
                    prefixes.insert("service-requests.\(match.output.1)")
                }
            }
            for match in source.matches(of: /"(service-requests\.[a-z-]+\.[a-z.-]+)(\\\()?/) {
                if match.output.2 == nil {
                    used.insert(String(match.output.1))
                } else {
                    prefixes.insert(String(match.output.1))
                }
            }
            for match in source.matches(of: /words\([^"\n]*\? "([a-z.-]+)" : "([a-z.-]+)"/) {
                used.formUnion(["service-requests.\(match.output.1)", "service-requests.\(match.output.2)"])
            }
        }
        // What looks like a text and is the name of a test's file or of a field.
        let missing = used.filter { !texts.contains($0) && !$0.hasSuffix(".") }
        #expect(missing.sorted() == [])
        let idle = texts.keys.filter { key in !used.contains(key) && !prefixes.contains { key.hasPrefix($0) } }
        #expect(
            idle.filter { !$0.hasPrefix("service-requests.office.") && !$0.hasPrefix("service-requests.report.") } == []
        )
    }
}
