import Base
import BuildingBlock
import Foundation
import Synchronization
import Typesetting
import Web

extension DocumentDesk {
    func writer(_ language: Language) -> ValueWriter {
        ValueWriter(format: Format(language, zone: jurisdiction.calendar.zone), currency: jurisdiction.currency)
    }

    func written(_ values: JSON, by template: DocumentTemplate) throws(DocumentError) -> JSON {
        try TemplateValues(template: template, writer: writer(template.language)).written(values)
    }

    /// The document as a value: the template filled, with what the government itself brings.
    func manuscript(_ template: DocumentTemplate, _ values: JSON, _ document: IssuedDocument, at now: Instant) throws
        -> Manuscript
    {
        let language = template.language
        let written = try written(values, by: template)
        let members = given(document, language, now) + (written.object ?? [])
        let isRightToLeft = language.isRightToLeft
        let filled = Filled(isRightToLeft: isRightToLeft)
        let text = template.body.draw(filled.members(of: members))
        let address = "\(platform.address)/verify/\(document.code)"
        func words(_ key: String, _ arguments: [String: Texts.Argument] = [:]) -> String {
            platform.texts("documents.paper.\(key)", in: language, arguments)
        }
        let title = jurisdiction.title(in: language)
        let code = Manuscript.Code(
            address: address, title: words("check"), lines: [words("check-text", ["government": .text(title)])])
        var reader = MarkupReader(values: filled.values, emblem: emblem, emblemName: title, code: code)
        var blocks = reader.read(text)
        let hasCode = blocks.contains { if case .code = $0 { true } else { false } }
        if !hasCode, template.kind != .form { blocks.append(.code(code)) }
        return Manuscript(
            title: template.title, language: language.rawValue, isRightToLeft: isRightToLeft, author: title,
            head: head(template.kind, document.agency, language), blocks: blocks,
            foot: .init(text: "\(template.title) · \(document.code)", pages: words("pages")),
            style: style(template.kind, language), date: Instant(seconds: now.seconds).iso8601)
    }

    private func given(_ document: IssuedDocument, _ language: Language, _ now: Instant) -> [JSON.Member] {
        let agency = jurisdiction.agency(document.agency)
        let format = writer(language).format
        return [
            .init("date", .string(format.date(now))), .init("code", .string("\(document.code)")),
            .init("reference", document.about.map(JSON.string) ?? .null),
            .init("government", .string(jurisdiction.title(in: language))),
            .init("agency", .string(agency?.name(in: language) ?? document.agency)),
            .init("agencyEmail", agency?.email.map(JSON.string) ?? .null),
            .init("agencyPhone", agency?.phone.map(JSON.string) ?? .null),
            .init("address", jurisdiction.contact.address.map(JSON.string) ?? .null),
            // The end is the midnight after the last day.
            .init("validUntil", document.validUntil.map { .string(format.date($0 - .microseconds(1))) } ?? .null),
        ]
    }

    func head(_ kind: DocumentTemplate.Kind, _ key: String, _ language: Language) -> Manuscript.Head {
        let agency = jurisdiction.agency(key)
        let contact = jurisdiction.contact
        // Each keeps its own direction on a page of the other: the number of a house stands where it belongs.
        let phone = (agency?.phone ?? contact.phone).map { "\u{2066}\($0)\u{2069}" }
        let lines = [contact.address, agency?.email ?? contact.email].map { $0.map { "\u{2068}\($0)\u{2069}" } }
        return .init(
            emblem: emblem, name: jurisdiction.title(in: language), office: agency?.name(in: language) ?? key,
            lines: kind == .certificate ? [] : [lines[0], phone, lines[1]].compactMap { $0 })
    }

    func style(_ kind: DocumentTemplate.Kind, _ language: Language) -> PageStyle {
        var style = PageStyle()
        if let colour = Colour(hex: jurisdiction.look.colour) { style.colour = colour }
        if kind == .certificate {
            (style.isFramed, style.isCentred, style.size) = (true, true, 11.5)
            (style.side, style.top, style.bottom) = (84, 70, 86)
        }
        // Naskh letters are smaller in their size than Latin ones.
        if language.isRightToLeft { style.size *= 1.1 }
        return style
    }

    /// The values of one filling, each behind one character.
    private final class Filled: Sendable {
        private let isRightToLeft: Bool
        private let found = Mutex<[String]>([])

        init(isRightToLeft: Bool) { self.isRightToLeft = isRightToLeft }

        var values: [String] { found.withLock { $0 } }

        /// The values as the renderer reads them.
        func members(of values: [JSON.Member]) -> Members {
            Members(Dictionary(values.map { ($0.name, member($0.value)) }, uniquingKeysWith: { $1 }))
        }

        private func member(_ value: JSON) -> any Sendable {
            switch value {
            case .array(let elements): elements.map { members(of: $0.object ?? []) }
            case .bool(let flag): flag
            case .string(let text) where text.isEmpty: Absent()
            case .null, .object: Absent()
            default: placeholder(value)
            }
        }

        private func placeholder(_ value: JSON) -> String {
            let text = isolated(value.string ?? value.integer.map { String($0) } ?? "")
            return found.withLock { values in
                values.append(text)
                // More values than there are placeholders is no document any more.
                guard let scalar = Unicode.Scalar(MarkupReader.firstPlaceholder + UInt32(values.count - 1)) else {
                    return text
                }
                return String(Character(scalar))
            }
        }

        /// A value of the other direction must not turn the words around it (Unicode Bidirectional Algorithm, FSI and PDI).
        private func isolated(_ text: String) -> String {
            let plain = String(
                String.UnicodeScalarView(
                    text.unicodeScalars.filter {
                        $0.value < MarkupReader.firstPlaceholder && ($0.value >= 32 || $0 == "\n")
                    }))
            let hasOther = plain.unicodeScalars.contains { scalar in
                isRightToLeft
                    ? scalar.properties.isAlphabetic && scalar.value < 0x590 || ("0"..."9").contains(scalar)
                    : (0x590...0x8FF).contains(scalar.value)
            }
            return hasOther ? "\u{2068}\(plain)\u{2069}" : plain
        }
    }
}

/// The emblem of a government, from its folder.
enum EmblemFile {
    /// Throws a `DataFileError` where the file is there and cannot be drawn on paper.
    static func read(_ jurisdiction: Jurisdiction) throws -> Picture? {
        guard let name = jurisdiction.look.emblem else { return nil }
        let path = "\(jurisdiction.folder)/\(name)"
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        do {
            return try Picture(Array(data))
        } catch TypesettingError.picture(let reason) {
            throw DataFileError(file: path, line: nil, message: "cannot be drawn on paper: \(reason)")
        }
    }
}
