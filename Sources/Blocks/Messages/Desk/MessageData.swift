import Base
import BuildingBlock
import Store

extension PersonalDataSource {
    /// What this block holds about a person: their mailbox.
    static let messages = PersonalDataSource(
        name: "messages.mailbox",
        title: LocalizedText(
            "Messages to you", in: .english,
            translations: [.french: "Messages qui vous sont adressés", .arabic: "الرسائل الموجهة إليك"]),
        export: { party, tx in
            .array(
                try MessageRows.list("m.party = \(party) ORDER BY m.id", tx).map { message in
                    let (text, language) = message.text(in: message.language)
                    return [
                        "id": .string(message.id.description), "sent": .string(message.sentAt.iso8601),
                        "read": message.readAt.map { .string($0.iso8601) } ?? .null,
                        "language": .string(language.rawValue),
                        "subject": .string(text.subject), "text": .string(text.body), "about": .string(message.about),
                        "agency": message.agency.map { .string($0) } ?? .null,
                        "email": message.delivery.map { .string($0.state.rawValue) } ?? .null,
                    ]
                })
        },
        erase: { party, tx, _ in try MessageRows.erase(party, tx) })
}
