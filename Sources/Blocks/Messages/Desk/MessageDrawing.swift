import Base
import BuildingBlock
import Web

extension MessageTemplate {
    /// The texts in every language. Throws `MessageError.values` where what is given does not fit what is declared.
    func draw(
        _ given: [String: MessageValue], for recipient: MessageRecipient, link: String, agency: Jurisdiction.Agency?,
        in jurisdiction: Jurisdiction
    ) throws -> [Language: SentMessage.Text] {
        let missing = values.subtracting(given.keys).sorted()
        let unknown = Set(given.keys).subtracting(values).sorted()
        guard missing.isEmpty, unknown.isEmpty else {
            throw MessageError.values(template: name, missing: missing, unknown: unknown)
        }
        let government = jurisdiction.title
        let all = given.merging(
            [
                "name": .text(recipient.name), "link": .link(link), "government": .words(government),
                "agency": .words(agency?.name ?? government),
            ]
        ) { $1 }
        return Dictionary(
            uniqueKeysWithValues: texts.map { language, text in
                let words = MessageWords(Format(language, zone: jurisdiction.calendar.zone))
                // A header has one line, and no marks of direction.
                let subject = text.subject.draw(words.members(all, isolating: false)).split(whereSeparator: \.isNewline)
                return (
                    language,
                    SentMessage.Text(
                        subject: subject.joined(separator: " "),
                        body: Self.tidied(text.body.draw(words.members(all, isolating: language.isRightToLeft))))
                )
            })
    }

    /// Without empty lines around it, and never two of them: sections that were skipped leave none behind.
    private static func tidied(_ text: String) -> String {
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let isEmpty = line.allSatisfy(\.isWhitespace)
            if isEmpty, lines.last?.isEmpty ?? true { continue }
            lines.append(isEmpty ? "" : line)
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }
}

/// How a language writes values.
private struct MessageWords {
    let format: Format
    init(_ format: Format) { self.format = format }

    func members(_ values: [String: MessageValue], isolating: Bool) -> Members {
        Members(values.mapValues { member($0, isolating) })
    }

    private func member(_ value: MessageValue, _ isolating: Bool) -> any Sendable {
        switch value {
        case .text(let text): return isolated(text, isolating)
        case .words(let words): return isolated(words(in: format.language), isolating)
        case .link(let address): return address
        case .number(let number): return format.number(number)
        case .money(let money): return format.money(money)
        case .day(let day): return format.date(day)
        case .moment(let instant): return format.dateTime(instant)
        case .flag(let flag): return flag
        case .list(let list): return list.map { members($0, isolating: isolating) }
        }
    }

    /// A name in another script must not turn the sentence around it (Unicode UAX 9, FSI … PDI).
    private func isolated(_ text: String, _ isolating: Bool) -> String {
        isolating && !text.isEmpty ? "\u{2068}\(text)\u{2069}" : text
    }
}
