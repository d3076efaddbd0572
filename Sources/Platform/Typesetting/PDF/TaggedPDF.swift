import Foundation

/// Completes what cairo cannot say: the language, the title in the window, texts in place of pictures, heads of tables, and the
/// groups around the tags of the drawing.
enum TaggedPDF {
    static func complete(_ bytes: [UInt8], _ manuscript: Manuscript, _ tree: StructureTree) throws(TypesettingError)
        -> [UInt8]
    {
        let file = try PDFFile(bytes)
        var update = PDFUpdate(to: file)
        guard let rootNumber = PDFFile.reference(file.trailer["Root"]) else { throw .unreadable("catalog") }
        var catalog = try file.dictionary(rootNumber)
        try structure(file, catalog, tree, &update)
        catalog["MarkInfo"] = "<< /Marked true >>"
        catalog["Lang"] = "(\(manuscript.language))"
        catalog["ViewerPreferences"] =
            "<< /DisplayDocTitle true /Direction /\(manuscript.isRightToLeft ? "R2L" : "L2R") >>"
        let type = PDFDictionary([("Type", "/Metadata"), ("Subtype", "/XML")])
        catalog["Metadata"] = "\(update.addStream(type, Array(metadata(manuscript).utf8))) 0 R"
        update.set(rootNumber, catalog.text)
        for page in try file.pages() {
            var dictionary = try file.dictionary(page)
            // The order of the tab key is that of the structure.
            dictionary["Tabs"] = "/S"
            update.set(page, dictionary.text)
        }
        return try update.rewritten(file)
    }

    /// Writes the elements: one that was drawn once takes its tag's place; one that was drawn on two pages gets both as its parts.
    private static func structure(
        _ file: PDFFile, _ catalog: PDFDictionary, _ tree: StructureTree, _ update: inout PDFUpdate
    ) throws(TypesettingError) {
        guard let number = PDFFile.reference(catalog["StructTreeRoot"]) else { return }
        var root = try file.dictionary(number)
        let drawn = PDFFile.references(root["K"] ?? "")
        let elements = tree.elements
        guard drawn.count == elements.reduce(0, { $0 + $1.drawn.count }) else {
            throw .unreadable("tags of the drawing")
        }
        // Elements that hold nothing are left out, so that nobody is told of them.
        var holds = elements.map { !$0.drawn.isEmpty }
        for (index, element) in elements.enumerated().reversed() where holds[index] {
            if let parent = element.parent { holds[parent] = true }
        }
        var numbers: [Int] = []
        for element in elements {
            numbers.append(element.drawn.count == 1 ? drawn[element.drawn[0]] : update.reserve())
        }
        for (index, element) in elements.enumerated() where holds[index] {
            var entry = PDFDictionary()
            if element.drawn.count == 1 { entry = try file.dictionary(numbers[index]) }
            entry["Type"] = "/StructElem"
            entry["S"] = "/\(element.tag)"
            entry["P"] = "\(element.parent.map { numbers[$0] } ?? number) 0 R"
            if element.drawn.count != 1 {
                var kids = element.children.filter { holds[$0] }.map { numbers[$0] }
                for tag in element.drawn {
                    var span = try file.dictionary(drawn[tag])
                    span["S"] = "/Span"
                    span["P"] = "\(numbers[index]) 0 R"
                    update.set(drawn[tag], span.text)
                    kids.append(drawn[tag])
                }
                entry["K"] = "[ " + kids.map { "\($0) 0 R" }.joined(separator: " ") + " ]"
            }
            if let alternative = element.alternative { entry["Alt"] = PDFDictionary.string(alternative) }
            if let scope = element.scope { entry["A"] = "<< /O /Table /Scope /\(scope) >>" }
            if let numbering = element.numbering { entry["A"] = "<< /O /List /ListNumbering /\(numbering) >>" }
            update.set(numbers[index], entry.text)
        }
        root["K"] = "[ \(numbers[StructureTree.root]) 0 R ]"
        update.set(number, root.text)
    }

    /// XMP (ISO 16684-1) beside the older information dictionary.
    private static func metadata(_ manuscript: Manuscript) -> String {
        func escape(_ text: String) -> String {
            text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        }
        let title = escape(manuscript.title)
        let language = manuscript.language
        return """
            <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">\(title)</rdf:li></rdf:Alt></dc:title>
            <dc:creator><rdf:Seq><rdf:li>\(escape(manuscript.author))</rdf:li></rdf:Seq></dc:creator>
            <dc:language><rdf:Bag><rdf:li>\(language)</rdf:li></rdf:Bag></dc:language>
            <xmp:CreateDate>\(escape(manuscript.date))</xmp:CreateDate>
            </rdf:Description></rdf:RDF></x:xmpmeta>
            <?xpacket end="w"?>
            """
    }
}
