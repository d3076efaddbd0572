import FEEL

/// When a page or a question is meant for somebody, in words that a form on paper can hold: whoever fills it in has to judge it.
public indirect enum Circumstance: Sendable {
    /// A question was answered so (or, negated, otherwise).
    case answer(Question, Answer, isNegated: Bool)
    case all([Circumstance])
    case any([Circumstance])
    /// More than a sentence can say: it hangs on these questions, or, where there are none, on what registers know.
    case depends(on: [Question])

    public enum Answer: Sendable {
        case yes, no
        case choice(Wording)
        case number(String)
        /// Anything at all.
        case given
    }
}

extension Service {
    /// A condition as a circumstance. Values are followed to the questions that they come from.
    public func circumstance(_ condition: Formula) -> Circumstance {
        said(condition.syntax, depth: 0) ?? .depends(on: questions(behind: condition.reads, depth: 0))
    }

    private var allQuestions: [Question] { pages.flatMap(\.questions) }

    private func said(_ syntax: Syntax, depth: Int) -> Circumstance? {
        guard depth < 8 else { return nil }
        switch syntax {
        case .binary(.and, let left, let right):
            guard let left = said(left, depth: depth + 1), let right = said(right, depth: depth + 1) else { return nil }
            return .all(Self.parts(left, of: \.conjuncts) + Self.parts(right, of: \.conjuncts))
        case .binary(.or, let left, let right):
            guard let left = said(left, depth: depth + 1), let right = said(right, depth: depth + 1) else { return nil }
            return .any(Self.parts(left, of: \.disjuncts) + Self.parts(right, of: \.disjuncts))
        case .binary(.equal, .name(let name, _), let value): return equal(name, value, isNegated: false)
        case .binary(.notEqual, .name(let name, _), let value): return equal(name, value, isNegated: true)
        case .name(let name, _): return named(name, depth: depth)
        case .call(.name("not", _), let arguments, _) where arguments.count == 1:
            return said(arguments[0], depth: depth + 1).flatMap(\.negated)
        case .call(.name("list contains", _), let arguments, _) where arguments.count == 2:
            guard case .name(let name, _) = arguments[0] else { return nil }
            return equal(name, arguments[1], isNegated: false)
        default: return nil
        }
    }

    private static func parts(_ one: Circumstance, of path: KeyPath<Circumstance, [Circumstance]?>) -> [Circumstance] {
        one[keyPath: path] ?? [one]
    }

    private func named(_ name: String, depth: Int) -> Circumstance? {
        if let question = allQuestions.first(where: { $0.name == name }) {
            return switch question.kind {
            case .yesNo, .declaration: .answer(question, .yes, isNegated: false)
            default: nil
            }
        }
        guard let value = values.first(where: { $0.name == name }), case .formula(let formula) = value.source else {
            return nil
        }
        return said(formula.syntax, depth: depth + 1)
    }

    private func equal(_ name: String, _ value: Syntax, isNegated: Bool) -> Circumstance? {
        guard let question = allQuestions.first(where: { $0.name == name }) else { return nil }
        switch (question.kind, value) {
        case (.yesNo, .name("yes", _)), (.yesNo, .literal(.boolean(true))):
            return .answer(question, isNegated ? .no : .yes, isNegated: false)
        case (.yesNo, .name("no", _)), (.yesNo, .literal(.boolean(false))):
            return .answer(question, isNegated ? .yes : .no, isNegated: false)
        case (.choice(let choices, nil), .literal(.string(let key))),
            (.choices(let choices, nil), .literal(.string(let key))):
            return choices.first { $0.value == key }.map { .answer(question, .choice($0.label), isNegated: isNegated) }
        case (_, .literal(.null)): return isNegated ? .answer(question, .given, isNegated: false) : nil
        case (.integer, .literal(.number(let number))), (.number, .literal(.number(let number))):
            return .answer(question, .number("\(number)"), isNegated: isNegated)
        default: return nil
        }
    }

    private func questions(behind names: [String], depth: Int) -> [Question] {
        guard depth < 8 else { return [] }
        var found: [Question] = []
        for name in names {
            var more: [Question] = []
            if let question = allQuestions.first(where: { $0.name == name }) {
                more = [question]
            } else if let value = values.first(where: { $0.name == name }) {
                switch value.source {
                case .formula(let formula): more = questions(behind: formula.reads, depth: depth + 1)
                case .decision(let call): more = questions(behind: call.inputs.flatMap(\.value.reads), depth: depth + 1)
                }
            }
            for question in more where !found.contains(where: { $0.name == question.name }) { found.append(question) }
        }
        return found
    }
}

extension Circumstance {
    fileprivate var conjuncts: [Circumstance]? { if case .all(let parts) = self { parts } else { nil } }
    fileprivate var disjuncts: [Circumstance]? { if case .any(let parts) = self { parts } else { nil } }

    fileprivate var negated: Circumstance? {
        switch self {
        case .answer(let question, .yes, false): .answer(question, .no, isNegated: false)
        case .answer(let question, .no, false): .answer(question, .yes, isNegated: false)
        case .answer(_, .given, _): nil
        case .answer(let question, let answer, let isNegated): .answer(question, answer, isNegated: !isNegated)
        case .all, .any, .depends: nil
        }
    }
}
