import Base
import BuildingBlock
import Foundation
import Testing

@testable import ServiceRequests

@Suite("Categories as data")
struct CategoryTests {
    private let reader = CategoryReader(agencies: ["works"], languages: [.english, .french])

    private func category(_ yaml: String) throws -> ServiceRequests.Category {
        let node = try DefinitionNode.parse(yaml, file: "categories/streets.yaml", languages: reader.languages)
        return try reader.category(try #require(try node.elements().first), groups: ["streets"])
    }

    private let valid = """
        - code: pothole
          name: { en: Pothole, fr: Nid-de-poule }
          description: { en: A hole, fr: Un trou }
          group: streets
          agency: works
          due: { working-days: 10 }
          similar: { radius: 40, days: 60 }
          questions:
            - code: depth
              type: singlevaluelist
              required: true
              text: { en: How deep?, fr: "Quelle profondeur ?" }
              values: { shallow: { en: Shallow, fr: Peu }, deep: { en: Deep, fr: Beaucoup } }
            - code: seen
              type: datetime
              text: { en: When?, fr: "Quand ?" }
            - code: count
              type: number
              text: { en: How many?, fr: "Combien ?" }
        """

    @Test("a category is read with its questions, in their order")
    func read() throws {
        let category = try category(valid)
        #expect(category.code == "pothole")
        #expect(category.name(in: .french) == "Nid-de-poule")
        #expect(category.due == .workingDays(10))
        #expect(category.questions.map(\.code) == ["depth", "seen", "count"])
        #expect(category.questions.map(\.order) == [1, 2, 3])
        #expect(category.question("depth")?.values.map(\.key) == ["shallow", "deep"])
    }

    @Test(
        "what is wrong is told with file and line",
        arguments: [
            ("  agency: works", "  agency: wroks", 5, "no agency “wroks”"),
            ("  group: streets", "  group: roads", 4, "no group “roads”"),
            ("name: { en: Pothole, fr: Nid-de-poule }", "name: { en: Pothole }", 2, "missing in “fr”"),
            ("  due: { working-days: 10 }", "  due: { working-days: soon }", 6, "whole number"),
            ("  agency: works", "  agency: works\n  colour: red", 6, "unknown member “colour”"),
            ("type: datetime", "type: date", 15, "expected one of string"),
            ("code: seen", "code: depth", 14, "there twice"),
            ("- code: pothole", "- code: Pot hole", 1, "lower-case"),
        ])
    func faults(old: String, new: String, line: Int, message: String) throws {
        let error = try #require(throws: DefinitionError.self) { try category(valid.replacing(old, with: new)) }
        #expect(error.file == "categories/streets.yaml")
        #expect(error.line == line)
        #expect(error.message.contains(message), "\(error)")
    }

    @Test("YAML that is none is told with its line")
    func notYAML() throws {
        let error = try #require(throws: DefinitionError.self) { try category("- code: [\n  name: ]}") }
        #expect(error.line != nil)
    }

    @Test("Larkhaven has at least thirty categories of at least six agencies, complete in three languages")
    func larkhaven() throws {
        let catalogue = try larkhavenCatalogue()
        #expect(catalogue.categories.count >= 30)
        #expect(Set(catalogue.categories.map(\.agency)).count >= 6)
        #expect(catalogue.categories.contains { $0.isSensitive })
        #expect(Set(catalogue.categories.flatMap { $0.questions.map(\.kind) }) == Set(Question.Kind.allCases))
        #expect(Set(catalogue.categories.map(\.answering)) == Set(ServiceRequests.Category.Answering.allCases))
    }

    private func larkhavenCatalogue() throws -> CategoryCatalogue {
        let jurisdiction = try Room.jurisdiction()
        return try CategoryReader(agencies: Set(jurisdiction.agencies.map(\.key)), languages: jurisdiction.languages)
            .catalogue(folder: jurisdiction.folder + "/service-requests")
    }

    @Test(
        "people find a category by its name, its keywords and in their language",
        arguments: [
            ("pothole", Language.english, "pothole"), ("asphalt", .english, "pothole"),
            ("lampadaire", .french, "street-light"),
            ("حفرة", .arabic, "pothole"), ("swing", .english, "playground"),
        ])
    func search(text: String, language: Language, code: String) throws {
        #expect(try larkhavenCatalogue().search(text, in: language).first?.code == code)
    }

    @Test("a revision changes with the words of a question, and with nothing else")
    func revision() throws {
        let before = CategoryCatalogue(groups: [], categories: [try category(valid)])
        let same = CategoryCatalogue(
            groups: [], categories: [try category(valid.replacing("working-days: 10", with: "working-days: 9"))])
        let after = CategoryCatalogue(
            groups: [], categories: [try category(valid.replacing("How deep?", with: "What depth?"))])
        #expect(before.revision(of: "pothole") == same.revision(of: "pothole"))
        #expect(before.revision(of: "pothole") != after.revision(of: "pothole"))
    }

    @Test(
        "answers are held against their questions",
        arguments: [
            (["depth": ["deep"]], [String]()), ([:], ["depth missing"]),
            (["depth": ["bottomless"]], ["depth notOffered"]),
            (["depth": ["deep"], "count": ["three"]], ["count notANumber"]),
            (["depth": ["deep"], "count": ["2,5"]], []),
            (["depth": ["deep"], "seen": ["2026-02-30"]], ["seen notADate"]),
            (["depth": ["deep"], "seen": ["2026-03-29"]], []),
            (["depth": ["deep"], "seen": ["2026-03-29T10:00:00Z"]], []), (["depth": [" "]], ["depth missing"]),
        ])
    func answers(given: [String: [String]], faults: [String]) throws {
        let checked = try category(valid).check(Answers(given))
        #expect(checked.faults.map { "\($0.code) \($0.fault)" } == faults)
    }

    @Test("what no question asks is not kept, and one answer is kept where one is asked")
    func kept() throws {
        let checked = try category(valid).check(Answers(["depth": ["deep", "shallow"], "secret": ["x"]]))
        #expect(checked.answers == Answers(["depth": ["deep"]]))
    }

    @Test("answers can be read from the definition that a request keeps, in any language")
    func keptDefinition() throws {
        let category = try category(valid)
        let kept = KeptDefinition(json: try JSON(parsing: category.definition.description))
        let readable = kept.readable(Answers(["depth": ["deep"], "count": ["3"]]), in: .french)
        #expect(readable.map(\.question) == ["Quelle profondeur ?", "Combien ?"])
        #expect(readable.map(\.answer) == ["Beaucoup", "3"])
    }
}
