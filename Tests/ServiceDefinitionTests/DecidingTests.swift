import FEEL
import Foundation
import Testing

@testable import ServiceDefinition

@Suite("What is looked up, decided and written") struct DecidingTests {
    private static let service = """
        service: sample
        title: A sample
        languages: [en]
        evidence:
          person: { registry: persons, where: person = applicant.id }
          licence: { registry: driving-licences, where: holder = person.person number }
        pages:
          - { page: why, title: Why, questions: [ { why: { label: Why? } } ] }
        proposal: 'if why = "easy" then "approve" else null'
        decisions:
          approve: { title: Yes }
          approve-conditions: { title: Yes but, letter: yes, reasons: [ { care: Take care. } ] }
          refuse: { title: No, letter: "no", reasons: [ { late: It is too late. }, { early: It is too early. } ] }
        outcome:
          registry:
            - { update: driving-licences, record: licence, set: { status: '"withdrawn"' } }
            - { create: driving-licences, when: why != "old", set: { number: case.reference, status: '"valid"', issued: case.paid } }
        letters:
          yes: { title: Yes, text: "{{#decision.reasons}}{{.}}{{/decision.reasons}} {{decision.explanation}}" }
          no: { title: No, text: "{{decision.reason}}" }
        """

    private static func example(_ rest: String) -> String {
        """
        example: One
        date: 2026-05-04
        evidence:
          person: { person number: P-1 }
          licence: { number: L-1, status: valid }
        \(rest)
        """
    }

    private static func service(_ example: String, changing: (String) -> String = { $0 }) -> [String: Data] {
        Samples.files(changing(service), ["examples/1.yaml": self.example(example)])
    }

    private static func check(_ files: [String: Data]) -> Service.Report {
        Service.check(files: files, in: Surroundings(registries: Samples.registries), now: Samples.now)
    }

    @Test("A condition of evidence may use evidence above it, and none below")
    func chained() {
        let good = Self.check(Self.service("answers: { why: easy }\nexpect: { outcome: approve }"))
        #expect(good.mistakes.filter { $0.severity == .error }.map(\.description) == [])
        let turned = Self.check(
            Self.service("answers: { why: easy }\nexpect: { outcome: approve }") {
                $0.replacing("where: person = applicant.id", with: "where: person = licence.holder")
            })
        #expect(turned.mistakes.contains { $0.description.contains("'licence' is looked up only later") })
    }

    @Test("An example says how its officer decides, and letters and registries follow that")
    func officer() {
        let refused = Self.check(
            Self.service(
                """
                answers: { why: hard }
                officer: { decides: refuse, because: [early] }
                expect: { outcome: refuse, letters: { "no": [It is too early.] } }
                """))
        #expect(refused.passed == 1 && refused.failed == 0)
        let otherwise = Self.check(
            Self.service(
                """
                answers: { why: easy }
                officer: { decides: approve-conditions, because: [care], explanation: Mind the step. }
                expect: { outcome: approve-conditions, letters: { yes: [Take care. Mind the step.] } }
                """))
        #expect(otherwise.passed == 1 && otherwise.failed == 0)
        let nobody = Self.check(
            Self.service("officer: { decides: refuse, because: [early] }\nexpect: { outcome: refuse }"))
        #expect(nobody.failed == 1, "an officer does not decide on what is not complete")
    }

    @Test(
        "A decision and its reasons must be known",
        arguments: ["{ decides: reject }", "{ decides: refuse, because: [lat] }"])
    func unknown(officer: String) {
        let report = Self.check(
            Self.service("answers: { why: hard }\nofficer: \(officer)\nexpect: { outcome: refuse }"))
        #expect(
            report.mistakes.contains {
                $0.description.contains("must be one of") || $0.description.contains("did you mean 'late'?")
            })
    }

    @Test("What is written follows every decision in favour, and each of several writes may be expected")
    func writes() throws {
        for decision in ["approve", "approve-conditions"] {
            for status in ["withdrawn", "valid"] {
                let report = Self.check(
                    Self.service(
                        """
                        answers: { why: hard }
                        officer: { decides: \(decision) }
                        expect: { outcome: \(decision), registry: { status: \(status) } }
                        """))
                #expect(report.passed == 1 && report.failed == 0)
            }
        }
        let named = Self.check(
            Self.service(
                "answers: { why: hard }\nofficer: { decides: approve }\nexpect: { registry: { status: withdrawn } }"
            ) {
                $0.replacing("record: licence, set", with: "record: licence, after: [approve-conditions], set")
            })
        #expect(named.failed == 1)
        let wrong = Self.check(
            Self.service("answers: { why: hard }\nexpect: { outcome: officer }") {
                $0.replacing("record: licence, set", with: "record: licence, after: aprove, set")
            })
        #expect(wrong.mistakes.contains { $0.description.contains("there is no decision 'aprove'") })
    }

    @Test("What is written knows whether the case was paid, and when")
    func paid() throws {
        let service = try Service.read(
            files: Self.service("answers: { why: hard }\nexpect: { outcome: officer }"),
            in: Surroundings(registries: Samples.registries))
        let journey = Journey(service, answers: ["why": "hard"], facts: service.examples[0].facts)
        let day = CalendarDate(year: 2026, month: 5, day: 6)
        for paid in [nil, day] {
            let writes = service.writes(journey, .init(decision: "approve", reference: "CS-1", paid: paid))
            let issued = writes.flatMap(\.fields).first { $0.name == "issued" }
            #expect(issued?.value == paid.map { .date($0) } ?? .null)
        }
    }

    @Test("Every value tells what it was worked out from, and a decision which rules matched")
    func workings() throws {
        let service = try Service.read(files: Samples.folder("income-tax"), in: Samples.larkhaven)
        let example = try #require(service.examples.first { $0.file.contains("02-second-band") })
        let workings = service.workings(Journey(service, answers: example.answers, facts: example.facts))
        let tax = try #require(workings.first { $0.name == "tax" })
        #expect(tax.how == "max(0, tariff tax - credits)" && tax.value == "2100.24")
        #expect(tax.inputs.map { "\($0.name) = \($0.value)" } == ["tariff tax = 2100.24", "credits = 0"])
        let bands = try #require(workings.first { $0.name == "tax by band" })
        #expect(bands.how == "tax.dmn#Tax by band" && bands.trace != nil)
    }

    @Test("A page behind a choice that is offered to nobody is reported")
    func offered() {
        func mistakes(_ when: String) -> [String] {
            Samples.mistakes(
                Samples.service(
                    """
                    pages:
                      - page: kind
                        title: Kind
                        questions:
                          - size: { type: integer, label: How large? }
                          - kind: { type: choice, label: Which?, choices: { a: A, b: { label: B, when: \(when) } } }
                      - page: more
                        title: More
                        when: kind = "b"
                        questions: [ { why: { label: Why? } } ]
                    """))
        }
        #expect(mistakes("size > 3").filter { $0.contains("no answer reaches") } == [])
        #expect(mistakes("size > 3 and size < 2").contains { $0.contains("no answer reaches page more") })
    }
}
