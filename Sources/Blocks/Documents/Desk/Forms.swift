import Base
import BuildingBlock
import Journal
import Store
import Typesetting
import Web

extension DocumentDesk {
    /// Draws a form to be filled in by hand, with the head and foot of the government's papers. It holds nobody's data, so it is neither
    /// signed nor recorded.
    ///
    /// - Parameter code: names the form on every page.
    public func drawForm(
        _ title: String, blocks: [Manuscript.Block], code: String, agency: String, in language: Language,
        at now: Instant
    ) async throws -> [UInt8] {
        let manuscript = Manuscript(
            title: title, language: language.rawValue, isRightToLeft: language.isRightToLeft,
            author: jurisdiction.title(in: language),
            head: head(.form, agency, language), blocks: blocks,
            foot: .init(
                text: "\(title) · \u{2068}\(code)\u{2069}", pages: platform.texts("documents.paper.pages", in: language)
            ),
            style: style(.form, language), date: Instant(seconds: now.seconds).iso8601)
        return try await threads.run { try Typesetter.pdf(of: manuscript) }
    }
}
