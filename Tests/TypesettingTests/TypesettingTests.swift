import Foundation
import Testing

@testable import Typesetting

@Suite struct TypesettingTests {
    private func manuscript(_ blocks: [Manuscript.Block], language: String = "en", isRightToLeft: Bool = false)
        -> Manuscript
    {
        Manuscript(
            title: "A title", language: language, isRightToLeft: isRightToLeft, author: "Someone", blocks: blocks,
            foot: .init(text: "foot", pages: "Page {page} of {pages}"), date: "2026-03-01T10:00:00Z")
    }

    private func runs(_ text: String) -> [Manuscript.Run] { [.init(text)] }

    @Test("The same manuscript gives the same file, byte for byte")
    func deterministic() throws {
        let blocks: [Manuscript.Block] = [.heading(runs("Heading"), level: 1), .paragraph(runs("Text"))]
        #expect(try Typesetter.pdf(of: manuscript(blocks)) == Typesetter.pdf(of: manuscript(blocks)))
    }

    @Test("The catalog says language, direction, tags and title (ISO 32000-1 §7.7.2)")
    func catalog() throws {
        let file = try PDFFile(
            Typesetter.pdf(of: manuscript([.paragraph(runs("نص"))], language: "ar", isRightToLeft: true)))
        let catalog = try file.dictionary(try #require(PDFFile.reference(file.trailer["Root"])))
        #expect(catalog["Lang"] == "(ar)")
        #expect(catalog["MarkInfo"]?.contains("/Marked true") == true)
        #expect(catalog["ViewerPreferences"]?.contains("/R2L") == true)
        #expect(catalog["Metadata"] != nil)
    }

    /// Tags and parents of the structure, walked from its root.
    private func tags(_ bytes: [UInt8]) throws -> [String] {
        let file = try PDFFile(bytes)
        let catalog = try file.dictionary(try #require(PDFFile.reference(file.trailer["Root"])))
        let root = try file.dictionary(try #require(PDFFile.reference(catalog["StructTreeRoot"])))
        var found: [String] = []
        func walk(_ number: Int) throws {
            let element = try file.dictionary(number)
            found.append(element["S"].map { String($0.dropFirst()) } ?? "?")
            for kid in PDFFile.references(element["K"]?.hasPrefix("[ <<") == true ? "" : element["K"] ?? "") {
                try walk(kid)
            }
        }
        for kid in PDFFile.references(root["K"] ?? "") { try walk(kid) }
        return found
    }

    @Test("Every block stands in the structure in reading order")
    func structure() throws {
        let table = Manuscript.Table(
            columns: [.init(runs("A")), .init(runs("B"), .end)], rows: [.init([runs("1"), runs("2")])])
        let bytes = try Typesetter.pdf(
            of: manuscript([
                .heading(runs("H"), level: 1), .paragraph(runs("P")), .facts([.init(runs("n"), runs("v"))]),
                .list([runs("i")], isNumbered: true), .table(table),
                .code(.init(address: "https://example.org/x", title: "t")),
            ]))
        #expect(
            try tags(bytes) == [
                "Document", "H1", "P", "L", "LI", "Lbl", "LBody", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TH",
                "TR", "TD",
                "TD", "Figure", "P", "P", "Link",
            ])
    }

    @Test("A long table goes on over pages with every row once, and a page ends between lines")
    func pages() throws {
        let rows = (1...150).map { Manuscript.Table.Row([runs("Row \($0)")]) }
        let bytes = try Typesetter.pdf(of: manuscript([.table(.init(columns: [.init(runs("What"))], rows: rows))]))
        #expect(try PDFFile(bytes).pages().count >= 4)
        #expect(try tags(bytes).filter { $0 == "TD" }.count == 150)
        #expect(try tags(bytes).filter { $0 == "TH" }.count == 1)
    }

    @Test("No piece stands below the bottom, whatever the lengths", arguments: [1, 2, 3, 4, 5])
    func pagination(seed: UInt64) {
        var random = Seeded(state: seed)
        let pieces = (0..<400).map { _ in
            Piece(
                height: Double.random(in: 1...90, using: &random), space: Double.random(in: 0...20, using: &random),
                keepsWithNext: Int.random(in: 0..<4, using: &random) == 0,
                breaksPage: Int.random(in: 0..<40, using: &random) == 0)
        }
        let pages = Pages(pieces, firstTop: 100, top: 50, bottom: 700)
        #expect(pages.pages.joined().count == 400, "seed \(seed)")
        for page in pages.pages {
            for (placed, next) in zip(page, page.dropFirst()) {
                #expect(placed.y + placed.piece.height <= next.y + 0.001, "seed \(seed)")
            }
            for placed in page { #expect(placed.y + placed.piece.height <= 700.001, "seed \(seed)") }
        }
    }

    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    @Test("A text that is longer than a page goes on, and a word longer than a line is broken")
    func longText() throws {
        let long = String(repeating: "word ", count: 3000) + String(repeating: "x", count: 500)
        #expect(try PDFFile(Typesetter.pdf(of: manuscript([.paragraph(runs(long))]))).pages().count > 3)
        let table = Manuscript.Table(columns: [.init(runs("A"))], rows: [.init([runs(long)])])
        #expect(try PDFFile(Typesetter.pdf(of: manuscript([.table(table)]))).pages().count > 3)
    }

    @Test("What is no picture, or of no known subset, is refused with its reason")
    func pictures() throws {
        #expect(throws: TypesettingError.self) { try Picture(Array("nonsense".utf8)) }
        #expect(throws: TypesettingError.self) {
            try Picture(Array("<svg viewBox='0 0 1 1'><circle r='1'/></svg>".utf8))
        }
        #expect(throws: TypesettingError.self) {
            try Picture(Array("<svg viewBox='0 0 1 1'><path d='M0 0A1 1 0 0 0 1 1'/></svg>".utf8))
        }
        #expect(try SVGPath("M1-2.5h3v-.5s1 1 2 2z").steps.count == 5)
    }

    @Test("A damaged file is refused, never read past its end", arguments: 0..<60)
    func damaged(cut: Int) throws {
        var bytes = try Typesetter.pdf(of: manuscript([.paragraph(runs("Text"))]))
        bytes.removeLast(bytes.count * cut / 60)
        if cut > 0 { #expect(throws: TypesettingError.self) { try PDFFile(bytes).pages() } }
        let middle = bytes.count * cut / 61
        if bytes.indices.contains(middle) { bytes[middle] ^= 0x5A }
        _ = try? PDFFile(bytes).pages()
    }
}
