import Foundation

/// Reads XML 1.0 with namespaces into elements. It knows no entities but the five of XML, loads nothing, and bounds depth
/// and size, so that no document can harm.
public struct ElementReader {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var count = 0

    public static let maxDepth = 256
    public static let maxElements = 2_000_000

    /// The root element; throws where the data is not well-formed.
    public static func read(_ data: Data) throws(XMLError) -> Element {
        var reader = ElementReader(data)
        return try reader.document()
    }

    private init(_ data: Data) {
        let all = [UInt8](data)
        if all.starts(with: [0xEF, 0xBB, 0xBF]) {
            bytes = Array(all.dropFirst(3))
        } else if all.starts(with: [0xFE, 0xFF]) || all.starts(with: [0xFF, 0xFE]) {
            let isBig = all[0] == 0xFE
            let units = stride(from: 2, to: all.count - 1, by: 2).map { index in
                let (first, second) = (UInt16(all[index]), UInt16(all[index + 1]))
                return isBig ? first << 8 | second : second << 8 | first
            }
            bytes = Array(String(decoding: units, as: UTF16.self).utf8)
        } else if ElementReader.isLatin(all) {
            bytes = Array(String(String.UnicodeScalarView(all.map { Unicode.Scalar($0) })).utf8)
        } else {
            bytes = all
        }
    }

    /// Whether the declaration says one byte a character (ISO 8859-1), and the data is not UTF-8 in truth.
    private static func isLatin(_ bytes: [UInt8]) -> Bool {
        guard bytes.starts(with: Array("<?xml".utf8)) else { return false }
        let declaration = String(decoding: bytes.prefix(200).prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
            .lowercased()
        let isDeclared = ["iso-8859-1", "windows-1252", "latin1"].contains { declaration.contains($0) }
        return isDeclared && String(validating: bytes, as: UTF8.self) == nil
    }

    private func failure(_ reason: String) -> XMLError { XMLError("the file is not XML: \(reason)", line: line) }

    // MARK: Characters

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func advance() {
        if bytes[position] == 10 { line += 1 }
        position += 1
    }

    private func looksAt(_ text: StaticString) -> Bool {
        let end = position + text.utf8CodeUnitCount
        guard end <= bytes.count else { return false }
        return text.withUTF8Buffer { bytes[position..<end].elementsEqual($0) }
    }

    private mutating func take(_ text: StaticString) -> Bool {
        guard looksAt(text) else { return false }
        position += text.utf8CodeUnitCount
        return true
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 32 || byte == 9 || byte == 10 || byte == 13 { advance() }
    }

    /// Everything up to `end`, which is taken too.
    private mutating func text(until end: StaticString) throws(XMLError) -> String {
        let start = position
        while position < bytes.count, !looksAt(end) { advance() }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard take(end) else { throw failure("it ends too early") }
        return text
    }

    private mutating func name() throws(XMLError) -> String {
        let start = position
        while let byte = next,
            byte > 127 || byte == 45 || byte == 46 || byte == 58 || byte == 95 || (48...57).contains(byte)
                || (65...90).contains(byte) || (97...122).contains(byte)
        {
            position += 1
        }
        guard position > start else { throw failure("a name is missing") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    // MARK: Document

    private mutating func document() throws(XMLError) -> Element {
        try skipBetween()
        guard take("<") else { throw failure("there is no element") }
        let root = try tree()
        try skipBetween()
        guard position == bytes.count else { throw failure("there is something after the last element") }
        return root
    }

    /// White space, comments, instructions and the document type, which is not used.
    private mutating func skipBetween() throws(XMLError) {
        while true {
            skipSpace()
            if take("<?") {
                _ = try text(until: "?>")
            } else if take("<!--") {
                _ = try text(until: "-->")
            } else if take("<!DOCTYPE") {
                try skipDocumentType()
            } else {
                return
            }
        }
    }

    private mutating func skipDocumentType() throws(XMLError) {
        var depth = 0
        while let byte = next {
            advance()
            if byte == UInt8(ascii: "[") { depth += 1 }
            if byte == UInt8(ascii: "]") { depth -= 1 }
            if byte == UInt8(ascii: ">") && depth <= 0 { return }
        }
        throw failure("it ends too early")
    }

    /// The element whose `<` was just taken, with everything in it; without recursion, so that depth costs no stack.
    private mutating func tree() throws(XMLError) -> Element {
        let (root, isClosed) = try startTag(parent: nil)
        var open = isClosed ? [] : [root]
        while let current = open.last {
            current.element.text += try characters()
            if take("</") {
                guard try name() == current.tag else { throw failure("'\(current.tag)' is not closed") }
                skipSpace()
                guard take(">") else { throw failure("a tag is not closed") }
                open.removeLast()
            } else if take("<!--") {
                _ = try text(until: "-->")
            } else if take("<![CDATA[") {
                current.element.text += try text(until: "]]>")
            } else if take("<?") {
                _ = try text(until: "?>")
            } else if take("<") {
                let (child, isClosed) = try startTag(parent: current.element)
                current.element.children.append(child.element)
                if !isClosed { open.append(child) }
                if open.count > ElementReader.maxDepth { throw failure("its elements nest too deeply") }
            } else {
                throw failure("'\(current.tag)' is not closed")
            }
        }
        return root.element
    }

    private struct Open {
        let element: Element
        /// The name as written, with its prefix.
        let tag: String
    }

    private mutating func startTag(parent: Element?) throws(XMLError) -> (Open, isClosed: Bool) {
        count += 1
        if count > ElementReader.maxElements { throw failure("it has too many elements") }
        let start = line
        let tag = try name()
        var attributes: [String: String] = [:]
        while true {
            skipSpace()
            if take("/>") { return (Open(element: element(tag, attributes, parent, start), tag: tag), true) }
            if take(">") { return (Open(element: element(tag, attributes, parent, start), tag: tag), false) }
            let key = try name()
            skipSpace()
            guard take("=") else { throw failure("the attribute '\(key)' has no value") }
            skipSpace()
            guard attributes.updateValue(try attributeValue(), forKey: key) == nil else {
                throw failure("the attribute '\(key)' stands twice")
            }
        }
    }

    private func element(_ tag: String, _ attributes: [String: String], _ parent: Element?, _ line: Int) -> Element {
        var prefixes: [String: String] = [:]
        var plain: [String: String] = [:]
        for (key, value) in attributes {
            if key == "xmlns" { prefixes[""] = value }
            if key.hasPrefix("xmlns:") { prefixes[String(key.dropFirst(6))] = value }
            plain[key] = value
        }
        // `xsi:type` and `xsi:nil` of test cases, whatever their prefix.
        for name in ["type", "nil"] where plain[name] == nil {
            plain[name] = attributes.first { $0.key.hasSuffix(":\(name)") }?.value
        }
        let parts = tag.split(separator: ":", maxSplits: 1).map(String.init)
        let prefix = parts.count == 2 ? parts[0] : ""
        return Element(
            name: parts.last ?? tag, namespace: prefixes[prefix] ?? parent?.namespace(ofPrefix: prefix) ?? "",
            attributes: plain, prefixes: prefixes, line: line, parent: parent)
    }

    // MARK: Text

    private mutating func attributeValue() throws(XMLError) -> String {
        guard let quote = next, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw failure("an attribute's value stands in quotes")
        }
        position += 1
        var value: [UInt8] = []
        while let byte = next, byte != quote {
            if byte == UInt8(ascii: "<") { throw failure("an attribute's value holds '<'") }
            if byte == UInt8(ascii: "&") {
                value += try reference()
                continue
            }
            value.append(byte == 10 || byte == 9 || byte == 13 ? 32 : byte)
            advance()
        }
        guard next == quote else { throw failure("it ends too early") }
        position += 1
        return String(decoding: value, as: UTF8.self)
    }

    /// Characters up to the next tag; line ends become one line feed.
    private mutating func characters() throws(XMLError) -> String {
        var text: [UInt8] = []
        while let byte = next, byte != UInt8(ascii: "<") {
            if byte == UInt8(ascii: "&") {
                text += try reference()
                continue
            }
            advance()
            if byte == 13 {
                if next != 10 { text.append(10) }
            } else {
                text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `&lt;` and its kind, `&#65;`, `&#x41;`.
    private mutating func reference() throws(XMLError) -> [UInt8] {
        position += 1
        let start = position
        while let byte = next, byte != UInt8(ascii: ";"), position - start < 12 { position += 1 }
        let name = String(decoding: bytes[start..<position], as: UTF8.self)
        guard take(";") else { throw failure("'&' begins no reference") }
        switch name {
        case "lt": return [UInt8(ascii: "<")]
        case "gt": return [UInt8(ascii: ">")]
        case "amp": return [UInt8(ascii: "&")]
        case "quot": return [UInt8(ascii: "\"")]
        case "apos": return [UInt8(ascii: "'")]
        default: break
        }
        let number = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst(1))
        guard name.hasPrefix("#"), let number, number > 0, let scalar = Unicode.Scalar(number) else {
            throw failure("there is no entity '\(name)'")
        }
        return Array(String(Character(scalar)).utf8)
    }
}
