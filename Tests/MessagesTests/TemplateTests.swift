import Base
import BuildingBlock
import Foundation
import Testing

@testable import Messages

@Suite("Templates")
struct TemplateTests {
    private let languages: [Language] = [.english, .french]

    private func mistakes(_ files: [String: String], folder: String? = nil) -> [String] {
        do {
            _ = try MessageTemplates([.init(block: "b", files: files)], folder: folder, languages: languages)
            return []
        } catch let error as MessageTemplateMistakes {
            return error.mistakes.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }

    private let good = [
        "Texts/messages/a.en.txt": "Subject: Hello {{who}}\nValues: who\n\nDear {{name}}\n",
        "Texts/messages/a.fr.txt": "Subject: Bonjour {{who}}\n\n{{name}}\n",
    ]

    @Test("a template is known by its block and name, with the values that its sender gives")
    func known() throws {
        let templates = try MessageTemplates([.init(block: "b", files: good)], folder: nil, languages: languages)
        #expect(templates.names == ["b/a"])
        #expect(templates["b/a"]?.values == ["who"])
    }

    @Test("a name that nobody gives is found when loading, with file and line")
    func unknownName() {
        var files = good
        files["Texts/messages/a.fr.txt"] = "Subject: Bonjour {{who}}\n\n{{name}}\n{{amount}}\n"
        #expect(mistakes(files) == ["b/Texts/messages/a.fr.txt:4: {{amount}} is not among its values: who"])
    }

    @Test("a language that is missing, or that leaves out a value, is a mistake")
    func incomplete() {
        var files = good
        files["Texts/messages/a.fr.txt"] = nil
        #expect(mistakes(files).contains { $0.contains("b/a has no text in fr") })
        files["Texts/messages/a.fr.txt"] = "Subject: Bonjour\n\n{{name}}\n"
        #expect(mistakes(files) == ["b/Texts/messages/a.fr.txt: does not say {{who}}, which the first language says"])
    }

    @Test(
        "whatever is wrong with the form of a file is told with its line",
        arguments: [
            ("Subject: x\nSubjct: y\n\nbody", "2: the head has lines"), ("Values: a\n\nbody", "1: Subject is missing"),
            ("Subject: x\n", "no body"), ("Subject: x\n\n{{#a}}never closed", "a is never closed"),
            ("Subject: x\n\nfine\n{{/b}}", "4: /b closes nothing"),
            ("Subject: x\n\n{{>notice}}", "3: no view is named notice"),
            ("Subject: x\nSubject: y\n\nbody", "2: Subject stands here a second time"),
            ("Subject: x\nValues: never\n\nbody", "2: the value never is never used"),
        ])
    func form(text: String, told: String) {
        var files = good
        files["Texts/messages/a.en.txt"] = text
        #expect(mistakes(files).contains { $0.contains(told) }, "\(mistakes(files))")
    }

    @Test("the jurisdiction's own text takes the place of a block's, language by language")
    func jurisdiction() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "messages-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder + "/b", withIntermediateDirectories: true)
        try "Subject: Good day {{who}}\nValues: who\n\nOurs.\n".write(
            toFile: folder + "/b/a.en.txt", atomically: true, encoding: .utf8)
        try "no head".write(toFile: folder + "/b/a.fr.txt", atomically: true, encoding: .utf8)
        #expect(mistakes(good, folder: folder).first?.hasPrefix("\(folder)/b/a.fr.txt:1: the head") == true)
        try FileManager.default.removeItem(atPath: folder + "/b/a.fr.txt")
        let templates = try MessageTemplates([.init(block: "b", files: good)], folder: folder, languages: languages)
        #expect(templates["b/a"]?.values == ["who"])
    }

    @Test("text becomes paragraphs, lists and links, and nothing in it becomes markup")
    func paragraphs() {
        #expect(
            MessageParagraph.all(of: "a\nb\n\n\n- c\n- d\ne")
                == [.lines(["a", "b"]), .items(["c", "d"]), .lines(["e"])])
        #expect(
            MessageParagraph.pieces(of: "see https://x.example/a?b=1. Or not")
                == [.words("see "), .address("https://x.example/a?b=1"), .words(". Or not")])
        let mail = Mail(
            id: Identifier(high: 1, low: 2), to: "a@b.example", subject: "<x>",
            text: "<script>\nhttps://a.example/\"onclick=",
            date: Hall.start)
        let page = MailHTML.page(mail)
        #expect(!page.contains("<script") && page.contains("&lt;script&gt;<br>"))
        #expect(page.contains("<a href=\"https://a.example/\">https://a.example/</a>&quot;onclick="))
    }
}
