import FEEL
import Foundation

/// What differs between two revisions of a service. Only wording moves to cases that are open.
public struct Change: Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Sendable, CaseIterable, Codable { case wording, rule, question, process, fee }
    public enum What: String, Sendable, Codable { case added, removed, changed }

    public var kind: Kind
    public var what: What
    /// `pages.health.title`, `eligibility rule 2`
    public var place: String
    public var before: String
    public var after: String

    public var description: String {
        switch what {
        case .added: "\(kind.rawValue): \(place) is new: \(after.shortened)"
        case .removed: "\(kind.rawValue): \(place) is gone: \(before.shortened)"
        case .changed: "\(kind.rawValue): \(place): \(before.shortened) → \(after.shortened)"
        }
    }
}

extension Service {
    /// What changes from this revision to another.
    public func changes(to other: Service) -> [Change] {
        let old = parts
        let new = other.parts
        var changes: [Change] = []
        for (place, kind, text) in new.list {
            guard let (_, before) = old.index[place] else {
                changes.append(.init(kind: kind, what: .added, place: place, before: "", after: text))
                continue
            }
            if before != text {
                changes.append(.init(kind: kind, what: .changed, place: place, before: before, after: text))
            }
        }
        for (place, kind, text) in old.list where new.index[place] == nil {
            changes.append(.init(kind: kind, what: .removed, place: place, before: text, after: ""))
        }
        return changes
    }

    /// Whether open cases may take over a change of this size.
    public static func movesToOpenCases(_ changes: [Change]) -> Bool { changes.allSatisfy { $0.kind == .wording } }

    private struct Parts {
        var list: [(String, Change.Kind, String)] = []
        var index: [String: (Change.Kind, String)] = [:]
        mutating func add(_ place: String, _ kind: Change.Kind, _ text: String?) {
            guard let text else { return }
            var name = place
            var number = 1
            while index[name] != nil {
                number += 1
                name = "\(place) (\(number))"
            }
            list.append((name, kind, text))
            index[name] = (kind, text)
        }
    }

    private var parts: Parts {
        var parts = Parts()
        for wording in wordings {
            // The words of a declaration are what someone declares, so a new sentence is a new question.
            parts.add(wording.path, isDeclaration(wording.path) ? .question : .wording, wording.original)
            for (language, text) in wording.translations.sorted(by: { $0.key < $1.key }) {
                parts.add("\(wording.path) (\(language))", .wording, text)
            }
        }
        addQuestions(&parts)
        for (index, rule) in eligibility.enumerated() {
            parts.add("eligibility rule \(index + 1)", .rule, rule.require.text)
        }
        for item in evidence {
            parts.add(
                "evidence \(item.name)", .rule, "\(item.registry) where \(item.condition)\(item.isMany ? ", many" : "")"
            )
        }
        for (index, item) in dueSoon.enumerated() {
            let when = item.when.map { ", when \($0.text)" } ?? ""
            parts.add("due soon \(index + 1)", .rule, "\(item.date.text), \(item.withinDays) days before\(when)")
        }
        for value in values { parts.add("value \(value.name)", .rule, text(value.source)) }
        if let proposal { parts.add("proposal", .rule, text(proposal)) }
        for write in registryWrites {
            let fields = write.set.map { "\($0.field) = \($0.value.text)" }.joined(separator: ", ")
            parts.add(
                "outcome \(write.action.rawValue) \(write.registry)", .rule, "\(fields) \(write.when?.text ?? "")")
        }
        parts.add("applicant", .rule, applicant.rawValue)
        parts.add("assurance", .rule, assurance.rawValue)
        parts.add("draft days", .rule, "\(draftDays)")
        if let appeal { parts.add("appeal", .rule, "\(appeal.withinDays) days to \(appeal.to)") }
        if let retention {
            parts.add("retention", .rule, "\(retention.years) years after \(retention.after), then \(retention.then)")
        }
        for (index, line) in (fee?.lines ?? []).enumerated() {
            parts.add(
                "fee line \(index + 1)", .fee, "\(text(line.amount)) \(line.when.map { "when \($0.text)" } ?? "")")
        }
        if let fee { parts.add("fee due", .fee, "\(fee.due.rawValue) \(fee.withinDays.map(String.init) ?? "")") }
        addProcess(&parts)
        return parts
    }

    private func isDeclaration(_ path: String) -> Bool {
        pages.contains { page in
            page.questions.contains {
                if case .declaration = $0.kind { path == "pages.\(page.name).\($0.name).label" } else { false }
            }
        }
    }

    private func addQuestions(_ parts: inout Parts) {
        for (index, page) in pages.enumerated() {
            parts.add(
                "page \(page.name)", .question, "number \(index + 1)\(page.when.map { ", when \($0.text)" } ?? "")")
            for question in page.questions { add(question, page.name, &parts) }
            for fact in page.facts {
                parts.add("page \(page.name) shows \(fact.label.original)", .question, fact.value.text)
            }
        }
    }

    private func add(_ question: Question, _ page: String, _ parts: inout Parts) {
        var text =
            "\(question.kind.name)\(question.isRequired ? "" : ", optional")\(question.when.map { ", when \($0.text)" } ?? "")"
        switch question.kind {
        case .choice(let choices, let source), .choices(let choices, let source):
            text +=
                ": " + choices.map { $0.value + ($0.when.map { " when \($0.text)" } ?? "") }.joined(separator: ", ")
                + (source?.list.text ?? "")
        case .file(let accept, let largest, let most):
            text += ": \(accept.joined(separator: ", ")), \(largest) bytes, \(most)"
        case .group(let questions, let least, let most, _):
            text += ": \(least) to \(most)"
            for part in questions { add(part, "\(page).\(question.name)", &parts) }
        case .text(let longest), .longText(let longest): text += longest.map { ", \($0) characters" } ?? ""
        default: break
        }
        parts.add("question \(page).\(question.name)", .question, text)
        for (index, check) in question.checks.enumerated() {
            parts.add("validation \(index + 1) of \(page).\(question.name)", .rule, check.require.text)
        }
    }

    private func addProcess(_ parts: inout Parts) {
        switch process {
        case .file(let file): parts.add("process", .process, files[file].map { "\(file) \(fingerprint($0))" } ?? file)
        case .shared(let name): parts.add("process", .process, name)
        case nil: break
        }
        if let clock {
            parts.add(
                "clock", .process,
                "\(clock.days) \(clock.isWorkingDays ? "working days" : "days"), pauses while \(clock.pauses.joined(separator: ", ")), silence means \(clock.silence.rawValue)"
            )
        }
        for decision in decisions {
            parts.add(
                "decision \(decision.key)", .process,
                decision.reasons.map(\.key).joined(separator: ", ") + " \(decision.letter ?? "")")
        }
        for check in checks { parts.add("officer's check \(check.name)", .process, check.when?.text ?? "always") }
        for letter in letters + messages + [certificate].compactMap({ $0 }) {
            for (language, template) in letter.templates.sorted(by: { $0.key < $1.key }) {
                parts.add("\(letter.name) (text, \(language))", .wording, template.text)
            }
        }
    }

    private func text(_ source: Source) -> String {
        switch source {
        case .formula(let formula): formula.text
        case .decision(let call):
            "\(call.file)#\(call.decision) \(fingerprint(files[call.file] ?? .init())) \(call.inputs.map { "\($0.name): \($0.value.text)" }.joined(separator: ", "))"
        }
    }

    /// FNV-1a: tells two files apart, no more.
    private func fingerprint(_ data: some Sequence<UInt8>) -> String {
        String(data.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }, radix: 16)
    }
}
