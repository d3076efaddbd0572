import Base
import FEEL
import Foundation
import Testing

@testable import ServiceDefinition

@Suite("Whatever is answered") struct JourneyPropertyTests {
    private static let seed = UInt64(ProcessInfo.processInfo.environment["POLITY_SEED"] ?? "") ?? 20_261_123

    @Test(
        "Whatever the answers: no page of a made-up service is reached against its condition, and there is always a step",
        arguments: 0..<40)
    func madeUp(number: UInt64) throws {
        var lot = SplitMix64(seed: Self.seed &+ number)
        let count = Int.random(in: 1...8, using: &lot)
        var yaml = "service: sample\ntitle: T\nlanguages: [en]\npages:\n"
        var names: [(String, Int)] = []
        for page in 0..<count {
            yaml += "  - page: p\(page)\n    title: P\n"
            func condition() -> String? {
                guard let (name, kind) = names.randomElement(using: &lot), Bool.random(using: &lot) else { return nil }
                return [name, "\(name) > 5", "\(name) = \"a\""][kind]
            }
            if let when = condition() { yaml += "    when: '\(when)'\n" }
            yaml += "    questions:\n"
            for question in 0...Int.random(in: 0...2, using: &lot) {
                let kind = Int.random(in: 0...2, using: &lot)
                let when = condition().map { ", when: '\($0)'" } ?? ""
                yaml +=
                    "      - q\(page)\(question): { label: Q, type: \(["yes-no", "number", "choice, choices: [a, b]"][kind])\(when) }\n"
                names.append(("q\(page)\(question)", kind))
            }
        }
        let service = try Service.read(files: Samples.files(yaml))
        for _ in 0..<50 {
            var answers: Answers = [:]
            for (name, _) in names {
                answers[name] = [.null, "yes", "no", "3", "9", "a", "b", ["x"], ["y": 1], .text("\u{0}")].randomElement(
                    using: &lot)
            }
            let journey = Journey(service, answers: answers, facts: Facts(applicant: nil, now: Samples.now))
            lawful(journey, Facts(applicant: nil, now: Samples.now), "seed \(Self.seed), \(number)")
            #expect(journey.mayVisit("p\(count)") == false)
        }
    }

    @Test(
        "Of Larkhaven's services no set of answers reaches a page that the definition forbids, nor strands a person",
        arguments: LarkhavenTests.names, 0..<4)
    func larkhaven(name: String, number: UInt64) throws {
        let service = try Service.read(files: Samples.folder(name), in: Samples.larkhaven)
        let examples = service.runExamples().map(\.example)
        var lot = SplitMix64(seed: Self.seed &+ number)
        let questions = service.pages.flatMap(\.questions)
        var ends: Set<String> = []
        for round in 0..<60 {
            let seen = "\(name), seed \(Self.seed), \(number), round \(round)"
            let example = try #require(examples.randomElement(using: &lot))
            var answers = example.answers
            // From nearly right to wholly wrong.
            let wildness = [0, 1, 2, questions.count].randomElement(using: &lot) ?? 0
            for _ in 0..<wildness {
                guard let question = questions.randomElement(using: &lot) else { break }
                let another = examples.randomElement(using: &lot)?.answers[question.name]
                answers[question.name] = Bool.random(using: &lot) ? another : answer(to: question, &lot)
            }
            let journey = Journey(service, answers: answers, facts: example.facts)
            lawful(journey, example.facts, seen)
            switch journey.current {
            case .page: ends.insert("page")
            case .notEligible: ends.insert("not eligible")
            case .checkAnswers:
                ends.insert("check")
                // Nobody who is told to check and send finds that it cannot be sent.
                #expect(
                    journey.isComplete, "\(seen): \(journey.rules.filter { $0.state == .undecided }.map(\.rule.name))")
            }
        }
        #expect(ends.contains("page") && ends.contains("check"), "the lot met \(ends)")
    }

    private func answer(to question: Question, _ lot: inout SplitMix64) -> AnswerValue {
        var values: [AnswerValue] = [
            .null, "yes", "no", .bool(true), .bool(false), "0", "3", "-1", "99999999999999999999", "2020-02-30",
            "2026-05-03", "1981-03-14", ["x"], [[:]], ["y": 1], .text("\u{0}"),
            .text(String(repeating: "x", count: 5000)),
        ]
        switch question.kind {
        case .choice(let choices, _): values += choices.map { .text($0.value) }
        case .choices(let choices, _): values.append(.list(choices.map { .text($0.value) }))
        default: break
        }
        return values.randomElement(using: &lot) ?? .null
    }

    /// What holds for every journey.
    private func lawful(_ journey: Journey, _ facts: Facts, _ seen: String) {
        for stop in journey.pages {
            var evaluation = Evaluation(now: facts.now)
            #expect(stop.page.when?.isTrue(journey.values, evaluation) ?? true, "\(seen)")
            for asked in stop.questions {
                evaluation = Evaluation(now: facts.now)
                #expect(asked.question.when?.isTrue(journey.values, evaluation) ?? true, "\(seen)")
            }
        }
        // Going on from the first page by `next` ends.
        var step = journey.pages.first.map { Journey.Step.page($0.page.name) } ?? journey.current
        var visited: [String] = []
        while case .page(let page) = step {
            #expect(!visited.contains(page), "\(seen)")
            if visited.contains(page) { break }
            visited.append(page)
            step = journey.next(after: page)
        }
        #expect(visited == journey.pages.map(\.page.name), "\(seen)")
        // There is always a step, and it may be taken.
        if case .page(let page) = journey.current { #expect(journey.mayVisit(page), "\(seen)") }
        for page in journey.service.pages.map(\.name) where !visited.contains(page) {
            #expect(!journey.mayVisit(page), "\(seen): \(page)")
        }
        // What is wrong can be put right: its question is on the way.
        let asked = Set(journey.pages.flatMap(\.questions).map(\.question.name))
        for error in journey.errors { #expect(asked.contains(error.question), "\(seen): \(error.question)") }
        // Only what was asked is submitted, and it alone leads the same way.
        let relevant = journey.relevantAnswers
        #expect(asked.isSuperset(of: relevant.keys), "\(seen)")
        let again = Journey(journey.service, answers: relevant, facts: facts)
        #expect(again.pages.map(\.page.name) == visited, "\(seen)")
    }
}
