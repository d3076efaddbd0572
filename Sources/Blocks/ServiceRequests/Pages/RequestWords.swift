import Base
import BuildingBlock
import Web

/// The words of pages and letters in one language: texts, dates, names of categories and agencies.
struct RequestWords: Sendable {
    let texts: Texts
    let language: Language
    let format: Format
    let jurisdiction: Jurisdiction
    let catalogue: CategoryCatalogue

    init(_ desk: RequestDesk, in language: Language) {
        texts = desk.platform.texts
        self.language = language
        jurisdiction = desk.jurisdiction
        format = Format(language, zone: jurisdiction.calendar.zone)
        catalogue = desk.catalogue
    }

    /// The text of `service-requests.KEY`.
    func callAsFunction(_ key: String, _ arguments: [String: Texts.Argument] = [:]) -> String {
        texts("service-requests.\(key)", in: language, arguments)
    }

    func count(_ key: String, _ count: Int) -> String { self(key, ["count": .number(Int64(count))]) }

    func category(_ code: String) -> String { catalogue[code]?.name(in: language) ?? code }
    func agency(_ key: String) -> String { jurisdiction.agency(key)?.name(in: language) ?? key }

    func status(_ status: RequestStatus) -> String { self("status.\(status.rawValue)") }

    /// The state as a tag. Only what is late or refused bears a warning: open is the normal state of things.
    func tag(_ status: RequestStatus) -> UI.Tag {
        switch status {
        case .received: UI.Tag(self.status(status))
        case .accepted, .inProgress: UI.Tag(self.status(status), .notice)
        case .resolved: UI.Tag(self.status(status), .done)
        case .refused, .merged: UI.Tag(self.status(status))
        }
    }

    func moment(_ instant: Instant) -> UI.Moment {
        UI.Moment(format.dateTime(instant), iso: Instant(seconds: instant.seconds).iso8601)
    }

    func day(_ instant: Instant) -> UI.Moment {
        UI.Moment(format.date(instant), iso: jurisdiction.calendar.zone.date(at: instant).description)
    }

    /// What is wrong with a field, in words.
    func fault(_ fault: FilingFault) -> String {
        texts(fault.text, in: language, fault.limit.map { ["limit": .number(Int64($0))] } ?? [:])
    }

    func fault(_ error: PhotoError) -> String {
        switch error {
        case .tooLarge(let limit): texts(error.key, in: language, ["limit": .text(format.bytes(Int64(limit)))])
        case .tooMany(let limit): texts(error.key, in: language, ["limit": .number(Int64(limit))])
        case .notAPhoto, .damaged: texts(error.key, in: language)
        }
    }

    /// The icon of the design system that comes nearest to a category's.
    func paragraphs(_ text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmed }.filter { !$0.isEmpty }
    }
}
