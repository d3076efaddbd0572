import XML

/// Reads the elements of one file. What a model is made of stands in the extensions of this type, a file for each part.
struct ModelReader {
    let root: Element
    /// The ids that elements without one get, by the element.
    private let madeIds: [ObjectIdentifier: String]

    init(_ root: Element) {
        self.root = root
        var taken: Set<String> = []
        var nameless: [Element] = []
        var waiting = [root]
        while let element = waiting.popLast() {
            if let id = element["id"], !id.isEmpty { taken.insert(id) } else { nameless.append(element) }
            waiting += element.children.reversed()
        }
        var made: [ObjectIdentifier: String] = [:]
        for element in nameless {
            var id = "line-\(element.line)"
            var count = 1
            while !taken.insert(id).inserted {
                count += 1
                id = "line-\(element.line)-\(count)"
            }
            made[ObjectIdentifier(element)] = id
        }
        madeIds = made
    }

    // MARK: What every element has

    func header(_ element: Element) -> ElementHeader {
        var documentation: [Documentation] = []
        var extensions: [ExtensionElement] = []
        for child in element.children {
            if !child.isModel {
                extensions.append(ExtensionElement(child))
            } else if child.name == "documentation" {
                documentation.append(Documentation(text: child.text, format: child["textFormat"] ?? "text/plain"))
            } else if child.name == "extensionElements" {
                extensions += child.children.map { ExtensionElement($0) }
            }
        }
        return ElementHeader(
            id: id(element), name: element["name"] ?? "", line: element.line, documentation: documentation,
            extensions: extensions, attributes: element.foreignAttributes)
    }

    func id(_ element: Element) -> String {
        if let id = element["id"], !id.isEmpty { return id }
        return madeIds[ObjectIdentifier(element)] ?? "line-\(element.line)"
    }

    func expression(_ element: Element?) -> FormalExpression? {
        guard let element else { return nil }
        return FormalExpression(
            element.trimmedText, id: element["id"], language: element["language"],
            evaluatesToType: element["evaluatesToTypeRef"], line: element.line)
    }

    /// The id that an attribute refers to.
    func reference(_ element: Element, _ attribute: String) -> String? {
        element[attribute].flatMap { reference($0, at: element) }
    }

    /// The id that a child's text refers to.
    func reference(in element: Element, _ child: String) -> String? {
        element.model(child).first.flatMap { reference($0.text, at: $0) }
    }

    /// The ids that the children of that name refer to.
    func references(in element: Element, _ child: String) -> [String] {
        element.model(child).compactMap { reference($0.text, at: $0) }
    }

    /// A qualified name of this file is an id of it; one of another file stays as it is written.
    private func reference(_ text: String, at element: Element) -> String? {
        let text = text.trimmed
        if text.isEmpty { return nil }
        guard let colon = text.firstIndex(of: ":") else { return text }
        let namespace = element.namespace(ofPrefix: String(text[..<colon]))
        return namespace == root["targetNamespace"] ? String(text[text.index(after: colon)...]) : text
    }
}

extension Element {
    /// Whether it is of BPMN itself, not of an editor or engine.
    var isModel: Bool { namespace == ProcessModel.modelNamespace }

    /// The children of BPMN of that name.
    func model(_ name: String) -> [Element] { children.filter { $0.name == name && $0.isModel } }

    func bool(_ attribute: String) -> Bool? {
        switch self[attribute]?.trimmed {
        case "true", "1": true
        case "false", "0": false
        default: nil
        }
    }

    func int(_ attribute: String) -> Int? { self[attribute].flatMap { Int($0.trimmed) } }

    /// A number that a drawing can bear.
    func double(_ attribute: String) -> Double? {
        guard let value = self[attribute].flatMap({ Double($0.trimmed) }), value.isFinite, abs(value) < 1e6 else {
            return nil
        }
        return value
    }

    var trimmedText: String { text.trimmed }

    /// Attributes with a prefix, besides those of XML and of XML Schema.
    var foreignAttributes: [String: String] {
        attributes.filter { key, _ in
            guard let colon = key.firstIndex(of: ":") else { return false }
            let prefix = String(key[..<colon])
            if prefix == "xmlns" || prefix == "xml" { return false }
            return namespace(ofPrefix: prefix) != "http://www.w3.org/2001/XMLSchema-instance"
        }
    }
}

extension ExtensionElement {
    init(_ element: Element) {
        let attributes = element.attributes.filter { $0.key != "xmlns" && !$0.key.hasPrefix("xmlns:") }
        let isBlank = element.text.allSatisfy(\.isWhitespace)
        self.init(
            namespace: element.namespace, name: element.name, attributes: attributes,
            text: isBlank ? "" : element.text, children: element.children.map { ExtensionElement($0) },
            line: element.line)
    }
}

extension String {
    var trimmed: String {
        var view = self[...]
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}
