import Base
import BuildingBlock
import Web

/// The words of pages and letters in one language: texts, dates, names of categories and agencies.
struct RequestWords: PageWords {
    static let block = "service-requests"
    let platform: Platform
    let language: Language
    let catalogue: CategoryCatalogue

    init(_ desk: RequestDesk, in language: Language) {
        (platform, self.language, catalogue) = (desk.platform, language, desk.catalogue)
    }

    var texts: Texts { platform.texts }

    func count(_ key: String, _ count: Int) -> String { self(key, ["count": .number(Int64(count))]) }

    func category(_ code: String) -> String { catalogue[code]?.name(in: language) ?? code }

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
