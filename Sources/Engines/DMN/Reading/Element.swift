import Foundation
import FoundationXML

/// One element of an XML document, without its namespaces' prefixes.
final class Element {
    let name: String
    let namespace: String
    let attributes: [String: String]
    /// The prefixes declared here.
    let prefixes: [String: String]
    let line: Int
    fileprivate(set) var children: [Element] = []
    fileprivate(set) var text = ""
    private(set) weak var parent: Element?

    init(
        name: String, namespace: String, attributes: [String: String], prefixes: [String: String], line: Int,
        parent: Element?
    ) {
        self.name = name
        self.namespace = namespace
        self.attributes = attributes
        self.prefixes = prefixes
        self.line = line
        self.parent = parent
    }

    subscript(attribute: String) -> String? { attributes[attribute] }

    func first(_ name: String) -> Element? { children.first { $0.name == name } }

    func all(_ name: String) -> [Element] { children.filter { $0.name == name } }

    /// The text of the child of that name.
    func text(of name: String) -> String? { first(name)?.text }

    /// The namespace that a prefix stands for here.
    func namespace(ofPrefix prefix: String) -> String? { prefixes[prefix] ?? parent?.namespace(ofPrefix: prefix) }
}

/// Reads XML into elements. Entities outside the document are never loaded; depth and size are bounded.
final class ElementReader: NSObject, XMLParserDelegate {
    private var root: Element?
    private var open: [Element] = []
    private var pending: [String: String] = [:]
    private var failure: String?
    private var count = 0

    static let maxDepth = 256
    static let maxElements = 2_000_000

    /// The root element; throws where the data is not XML.
    static func read(_ data: Data) throws(DMNError) -> Element {
        let reader = ElementReader()
        let parser = XMLParser(data: data)
        parser.shouldResolveExternalEntities = false
        parser.shouldProcessNamespaces = true
        parser.shouldReportNamespacePrefixes = true
        parser.delegate = reader
        let isRead = parser.parse()
        if let failure = reader.failure { throw DMNError(failure, line: parser.lineNumber) }
        guard isRead, let root = reader.root else {
            let reason = parser.parserError.map { ($0 as NSError).localizedDescription } ?? "it is empty"
            throw DMNError("the file is not XML: \(reason)", line: parser.lineNumber)
        }
        return root
    }

    func parser(_ parser: XMLParser, didStartMappingPrefix prefix: String, toURI namespaceURI: String) {
        pending[prefix] = namespaceURI
    }

    func parser(
        _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        count += 1
        if open.count >= ElementReader.maxDepth || count > ElementReader.maxElements {
            failure = "the file is too large or its elements nest too deeply"
            parser.abortParsing()
            return
        }
        var plain: [String: String] = [:]
        for (name, value) in attributes {
            plain[name] = value
            if let colon = name.lastIndex(of: ":") {
                let local = String(name[name.index(after: colon)...])
                let isInstance = name.hasPrefix("xsi:") || local == "nil" || local == "type"
                if plain[local] == nil && isInstance { plain[local] = value }
            }
        }
        let element = Element(
            name: elementName, namespace: namespaceURI ?? "", attributes: plain, prefixes: pending,
            line: parser.lineNumber, parent: open.last)
        pending = [:]
        open.last?.children.append(element)
        if root == nil { root = element }
        open.append(element)
    }

    func parser(
        _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?
    ) {
        if !open.isEmpty { open.removeLast() }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { open.last?.text += string }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        open.last?.text += String(decoding: block, as: UTF8.self)
    }
}

/// Why a file is not a decision model.
public struct DMNError: Error, Sendable, Hashable, CustomStringConvertible {
    public let message: String
    /// The line of the file, from 1, where it is known.
    public let line: Int?

    init(_ message: String, line: Int? = nil) {
        self.message = message
        self.line = line
    }

    public var description: String { line.map { "line \($0): \(message)" } ?? message }
}
