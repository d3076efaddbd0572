import Base
import BuildingBlock
import Testing
import Typesetting

@testable import Documents

@Suite struct TemplateTests {
    private func template(
        _ body: String,
        values: String = "{ name: text, born: date, items: [{ what: text, amount: money }], isNew: flag }"
    ) throws
        -> DocumentTemplate
    {
        try DocumentTemplate(
            "---\nkind: letter\ntitle: T\nvalues: \(values)\n---\n\(body)", language: .english, path: "t.txt")
    }

    @Test(
        "A mistake in a template is told with its line",
        arguments: [
            ("Hello {{nam}}", 6), ("\n\n{{#items}}\n{{name}} {{what}} {{price}}\n{{/items}}", 9),
            ("Hello\n{{#name}} x", 0),
            ("@sigature A | B", 6), ("One\n[zz] Label", 7), ("{{what}}", 6), ("{{items}}", 6), ("{{isNew}}", 6),
            ("{{>other}}", 6),
        ])
    func mistakes(body: String, line: Int) throws {
        let error = #expect(throws: DataFileError.self) { try template(body) }
        #expect(error?.line == line)
        #expect(error?.file == "t.txt")
    }

    @Test(
        "A mistake in a template's head is told with its line",
        arguments: [
            ("kind: letter", 1), ("---\nkind: lettre\ntitle: T\n---\n", 2),
            ("---\nkind: letter\ntitle: T\nvalues: { a: txt }\n---\n", 4),
            ("---\nkind: letter\ntitel: T\n---\n", 3), ("---\nkind: letter\n", 1),
        ])
    func heads(source: String, line: Int) throws {
        let error = #expect(throws: DataFileError.self) {
            try DocumentTemplate(source, language: .english, path: "t.txt")
        }
        #expect(error?.line == line)
    }

    @Test("Every template of the sample can be read in every language")
    func sample() throws {
        let jurisdiction = try Office.jurisdiction()
        let folder = try TemplateFolder.read("\(jurisdiction.folder)/documents", languages: jurisdiction.languages)
        #expect(
            Set(folder.templates.keys) == [
                "residence-certificate", "notice-letter", "payment-receipt", "address-change-form",
            ])
        for templates in folder.templates.values { #expect(Set(templates.keys) == Set(jurisdiction.languages)) }
    }

    private func blocks(_ text: String, _ values: [String] = []) -> [Manuscript.Block] {
        var reader = MarkupReader(values: values, emblem: nil, emblemName: "", code: nil)
        return reader.read(text)
    }

    @Test("Lines become blocks")
    func lines() {
        #expect(
            blocks("# A\n\nOne\ntwo **b** *i*\n\n- x\n- y\n\n1. z") == [
                .heading([.init("A")], level: 1),
                .paragraph([.init("One two "), .init("b", bold: true), .init(" "), .init("i", italic: true)]),
                .list([[.init("x")], [.init("y")]], isNumbered: false), .list([[.init("z")]], isNumbered: true),
            ])
        #expect(blocks("n :: v") == [.facts([.init([.init("n")], [.init("v")])])])
        #expect(
            blocks("| A | B |\n| --- | ---: |\n| 1 | 2 |\n| =S | 2 |") == [
                .table(
                    .init(
                        columns: [.init([.init("A")]), .init([.init("B")], .end)],
                        rows: [.init([[.init("1")], [.init("2")]]), .init([[.init("S")], [.init("2")]], total: true)]))
            ])
        #expect(
            blocks("[## ####] Day -- hint\n[x] Yes?: a | b") == [
                .field(.init([.init("Day")], hint: "hint", .boxes([2, 4]))),
                .field(.init([.init("Yes?")], .choices(["a", "b"]))),
            ])
    }

    @Test(
        "Nothing in a value is read as markup",
        arguments: ["# x", "| a | b |", "@page", "**b**", "{{name}}", "a :: b", "- x\n- y", "[x] a: b"])
    func values(value: String) throws {
        let placeholder = String(Character(try #require(Unicode.Scalar(MarkupReader.firstPlaceholder))))
        #expect(blocks("\(placeholder)", [value]) == [.paragraph([.init(value)])])
        #expect(
            blocks("| A |\n| \(placeholder) |", [value]) == [
                .table(.init(columns: [.init([.init("A")])], rows: [.init([[.init(value)]])]))
            ])
    }

    @Test("Values are written in the document's language, and one of another kind is refused with its name")
    func written() throws {
        let template = try template("{{name}}")
        let writer = ValueWriter(format: Format(.french), currency: try #require(Currency(rawValue: "EUR")))
        let values = TemplateValues(template: template, writer: writer)
        let written = try values.written([
            "name": "A", "born": "2026-03-01", "items": [["what": "w", "amount": "1250.5"]],
        ])
        #expect(written["born"]?.string == "1er mars 2026")
        #expect(written["items"]?[0]?["amount"]?.string?.contains("250,50") == true)
        #expect(written["isNew"]?.bool == false)
        #expect(throws: DocumentError.value("born", "is no date")) { try values.written(["born": "yesterday"]) }
        #expect(throws: DocumentError.value("items.1.amount", "is no money")) {
            try values.written(["items": [["amount": "much"]]])
        }
        #expect(throws: DocumentError.value("nom", "is not declared by the template")) {
            try values.written(["nom": "A"])
        }
    }
}
