import Base
import FEEL
import ServiceDefinition

@testable import CitizenServices

/// Answers as people give them: page by page, put right until nothing is wrong. What is hard to invent is taken from the examples that
/// come with a service.
struct AnswerSheet {
    private let service: Service
    private let pool: [String: [AnswerValue]]

    init(_ service: Service) {
        self.service = service
        var pool: [String: [AnswerValue]] = [:]
        for (name, answer) in service.examples.flatMap(\.answers) { pool[name, default: []].append(answer) }
        // In one order on every run.
        self.pool = pool.mapValues { $0.sorted { "\($0)" < "\($1)" } }
    }

    /// Fills the form as far as it goes; what came of it says `Journey.current`.
    func fill(_ facts: Facts, on today: LocalDate, using lot: inout SplitMix64) -> Journey {
        var answers: Answers = [:]
        for round in 0..<120 {
            let journey = Journey(service, answers: answers, facts: facts)
            guard case .page(let name) = journey.current, let stop = journey.stop(name) else { return journey }
            // Where it goes wrong again and again, the page is thought over as a whole.
            for asked in stop.questions where !asked.errors.isEmpty || round % 20 == 19 {
                answers[asked.question.name] = draw(asked.question, journey, today, using: &lot)
            }
        }
        return Journey(service, answers: answers, facts: facts)
    }

    private func draw(
        _ question: Question, _ journey: Journey, _ today: LocalDate, using lot: inout SplitMix64
    ) -> AnswerValue {
        func known() -> AnswerValue? { pool[question.name]?.randomElement(using: &lot) }
        switch question.kind {
        case .choice:
            return (journey.choices(of: question).randomElement(using: &lot)?.value).map { .text($0) } ?? .null
        case .choices:
            let chosen = journey.choices(of: question).filter { _ in Bool.random(using: &lot) }
            return .list(chosen.map { .text($0.value) })
        case .yesNo: return .bool(Int.random(in: 0..<10, using: &lot) < 7)
        case .declaration: return .bool(true)
        case .date:
            if Int.random(in: 0..<4, using: &lot) == 0, let known = known() { return known }
            return .text(today.adding(days: Int.random(in: -40...28, using: &lot)).description)
        case .integer: return known() ?? .number("\(Int.random(in: 1...9, using: &lot))")
        case .number, .money: return known() ?? .number("\(Int.random(in: 1...200, using: &lot))")
        case .text, .longText: return known() ?? .text("A sample answer")
        case .file: return known() ?? .text("sample.pdf")
        default: return known() ?? .null
        }
    }
}
