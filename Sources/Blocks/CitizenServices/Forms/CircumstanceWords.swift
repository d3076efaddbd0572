import Base
import BuildingBlock
import ServiceDefinition

/// A circumstance as a sentence of a paper form.
struct CircumstanceWords {
    let words: ServiceWords
    /// The numbers of the questions on the paper, by name.
    let numbers: [String: String]

    /// "Only if: 2.1 Has your eyesight changed? – Yes".
    func sentence(_ circumstance: Circumstance) -> String {
        if case .depends(let questions) = circumstance {
            if questions.isEmpty { return words("form.only-if-known") }
            let listed = questions.map(name).joined(separator: words("form.and"))
            return words("form.only-if-depends", ["questions": .text(listed)])
        }
        return words("form.only-if", ["condition": .text(text(circumstance))])
    }

    private func text(_ circumstance: Circumstance) -> String {
        switch circumstance {
        case .all(let parts): return parts.map(text).joined(separator: words("form.and"))
        case .any(let parts):
            if let same = oneQuestion(parts) { return same }
            return parts.map(text).joined(separator: words("form.or"))
        case .depends(let questions): return questions.map(name).joined(separator: words("form.and"))
        case .answer(let question, let answer, let isNegated):
            let key = isNegated ? "form.answer-not" : "form.answer"
            return words(key, ["question": .text(name(question)), "answer": .text(self.answer(answer))])
        }
    }

    /// Several answers to one question stand together: "1 Why? – Lost or Stolen".
    private func oneQuestion(_ parts: [Circumstance]) -> String? {
        var answers: [String] = []
        var asked: Question?
        for part in parts {
            guard case .answer(let question, let answer, false) = part, asked == nil || asked?.name == question.name
            else { return nil }
            asked = question
            answers.append(self.answer(answer))
        }
        guard let asked else { return nil }
        return words(
            "form.answer",
            ["question": .text(name(asked)), "answer": .text(answers.joined(separator: words("form.or")))])
    }

    private func name(_ question: Question) -> String {
        let label = words.of(question.label)
        return numbers[question.name].map { "\(isolated($0)) \(label)" } ?? label
    }

    private func answer(_ answer: Circumstance.Answer) -> String {
        switch answer {
        case .yes: words("form.yes")
        case .no: words("form.no")
        case .choice(let label): words.of(label)
        case .number(let number): number
        case .given: words("form.given")
        }
    }
}

/// Letters and digits of the other direction keep their own on a page (Unicode Bidirectional Algorithm, FSI and PDI).
func isolated(_ text: String) -> String { "\u{2068}\(text)\u{2069}" }
