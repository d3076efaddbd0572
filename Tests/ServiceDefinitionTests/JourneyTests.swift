import FEEL
import Foundation
import Testing

@testable import ServiceDefinition

@Suite("The way through a form") struct JourneyTests {
    private let yaml = """
        service: sample
        title: A sample
        languages: [en]
        eligibility:
          - { rule: adult, require: age >= 18, otherwise: Too young. }
        pages:
          - page: age
            questions:
              - age: { type: integer, label: Age? }
          - page: car
            questions:
              - has car: { type: yes-no, label: A car? }
          - page: which
            when: has car
            title: Which
            questions:
              - make: { type: text, label: Make?, longest: 5 }
              - bought:
                  type: date
                  label: When?
                  validation: [{ require: bought <= today(), otherwise: Not in the future. }]
          - page: children
            questions:
              - children:
                  type: group
                  label: Children?
                  questions:
                    - name: { type: text, label: Name? }
                    - born: { type: date, label: Born? }
        values: { young: 'count(children[born > today() - duration("P6Y")])' }
        fee: { lines: [{ label: Fee, amount: 10 }, { label: Car, amount: 5, when: has car }] }
        """

    private func journey(_ answers: Answers, language: String? = nil) throws -> Journey {
        let service = try Service.read(files: Samples.files(yaml))
        return Journey(service, answers: answers, facts: Facts(applicant: [:], now: Samples.now), language: language)
    }

    @Test("The next page follows from the answers alone")
    func next() throws {
        #expect(try journey([:]).current == .page("age"))
        #expect(try journey(["age": "20"]).next(after: "age") == .page("car"))
        #expect(try journey(["age": "20", "has car": true]).next(after: "car") == .page("which"))
        #expect(try journey(["age": "20", "has car": "no"]).next(after: "car") == .page("children"))
        #expect(try journey(["age": 20, "has car": "no", "children": []]).current == .checkAnswers)
    }

    @Test("What a rule read is told in the words of the question, not in names and FEEL")
    func readings() throws {
        let journey = try journey(["age": "17"])
        let failed = try #require(journey.failures.first)
        #expect(failed.trace == [.init(name: "age", value: "17")])
        let readings = journey.readings(of: failed.rule)
        #expect(readings.map(\.label) == ["Age?"] && readings.map(\.value) == ["17"])
    }

    @Test("Answers to what is not asked are ignored")
    func ignored() throws {
        let journey = try journey(["age": 20, "has car": false, "make": "far too long", "children": []])
        #expect(journey.isComplete && journey.errors.isEmpty)
        #expect(journey.relevantAnswers["make"] == nil)
        #expect(journey.value("make").isNull)
    }

    @Test("A rule that fails ends the way with its words; a hole decides nothing")
    func rules() throws {
        let young = try journey(["age": 17, "has car": true])
        #expect(young.pages.map(\.page.name) == ["age"])
        #expect(young.next(after: "age") == .notEligible(["adult"]))
        #expect(!young.mayVisit("car"))
        #expect(young.failures.first?.trace == [.init(name: "age", value: "17")])
        #expect(try journey([:]).rules.first?.state == .undecided)
    }

    @Test("Errors name the field and speak the language")
    func errors() throws {
        let journey = try journey(
            [
                "age": "x", "has car": "yes", "make": "Strada", "bought": "2026-05-05",
                "children": [["name": "A", "born": ["day": 31, "month": 2, "year": 2020]], [:]],
            ], language: "fr")
        #expect(journey.errors(on: "age").map(\.message) == ["Écrivez un nombre entier, par exemple 12."])
        let all = journey.errors
        #expect(all.contains { $0.question == "make" && $0.message == "Utilisez 5 caractères au plus." })
        #expect(all.contains { $0.question == "bought" && $0.message == "Not in the future." })
        #expect(all.contains { $0.question == "children" && $0.item == 0 && $0.part == "born" && !$0.isMissing })
        #expect(all.contains { $0.question == "children" && $0.item == 1 && $0.part == "name" && $0.isMissing })
    }

    @Test("Numbers and dates are read as people write them")
    func forms() {
        func number(_ text: String) -> FEELValue? {
            if case .value(let value) = AnswerReader.read(.text(text), .number) { value } else { nil }
        }
        #expect(number("12,5") == .number(Decimal128("12.5")!))
        #expect(number("1 234,50") == .number(Decimal128("1234.50")!))
        #expect(number("1,234.50") == .number(Decimal128("1234.5")!))
        #expect(number("١٢٣") == 123)
        #expect(number("12a") == nil)
        func date(_ answer: AnswerValue) -> String? {
            if case .value(let value) = AnswerReader.read(answer, .date) { value.description } else { nil }
        }
        #expect(date("4.5.2026") == "2026-05-04")
        #expect(date(["day": "4", "month": "5", "year": "2026"]) == "2026-05-04")
        #expect(date("2026-02-30") == nil)
    }

    @Test("The fee is the sum of the lines that apply, with what they read")
    func fee() throws {
        let journey = try journey(["age": 20, "has car": true])
        let charge = journey.service.charge(journey, traced: true)
        #expect(charge.total == 15 && charge.lines.count == 2)
    }
}
