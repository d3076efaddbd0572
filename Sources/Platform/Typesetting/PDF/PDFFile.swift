/// The objects of a PDF file that stand in the open, as cairo writes them and as we do (ISO 32000-1 §7.5): one or more sections of
/// a cross-reference table, no streams of objects.
public struct PDFFile: Sendable {
    public let bytes: [UInt8]
    /// Where each object begins, by its number.
    private(set) var places: [Int: Int] = [:]
    /// The newest trailer's entries, as text.
    public private(set) var trailer: PDFDictionary
    /// Where the newest table of cross references begins.
    public let newestTable: Int
    /// One more than the highest number.
    public var size: Int { (places.keys.max() ?? 0) + 1 }

    /// Throws `TypesettingError.unreadable`.
    public init(_ bytes: [UInt8]) throws(TypesettingError) {
        self.bytes = bytes
        guard let start = bytes.lastIndex(of: "startxref"), let table = Scanner.number(bytes, after: start + 9) else {
            throw .unreadable("startxref")
        }
        newestTable = table
        trailer = PDFDictionary()
        var next: Int? = table
        var seen: Set<Int> = []
        while let table = next {
            guard seen.insert(table).inserted, seen.count < 100 else {
                throw .unreadable("the tables of cross references go in a circle")
            }
            let older = try read(table: table)
            if seen.count == 1 { trailer = older }
            next = older["Prev"].flatMap { Int($0) }
        }
    }

    /// Reads one table and returns its trailer. What a newer one said of an object stands.
    private mutating func read(table: Int) throws(TypesettingError) -> PDFDictionary {
        var scanner = Scanner(bytes, at: table)
        guard scanner.skip("xref") else { throw .unreadable("cross references at \(table)") }
        while let first = scanner.number() {
            guard let count = scanner.number(), count <= bytes.count / 20 else {
                throw .unreadable("cross references at \(table)")
            }
            for index in 0..<count {
                guard let place = scanner.number(), scanner.number() != nil, let kind = scanner.word() else {
                    throw .unreadable("cross references at \(table)")
                }
                if kind == "n", places[first + index] == nil { places[first + index] = place }
            }
        }
        guard scanner.skip("trailer"), let trailer = scanner.dictionary() else { throw .unreadable("trailer") }
        return trailer
    }

    /// An object's bytes between `obj` and `endobj`, without the white space around.
    public func object(_ number: Int) throws(TypesettingError) -> ArraySlice<UInt8> {
        guard let place = places[number], place < bytes.count else { throw .unreadable("object \(number)") }
        var scanner = Scanner(bytes, at: place)
        guard scanner.number() == number, scanner.number() != nil, scanner.skip("obj") else {
            throw .unreadable("object \(number)")
        }
        scanner.skipSpace()
        let start = scanner.position
        guard let end = scanner.endOfObject() else { throw .unreadable("object \(number)") }
        return bytes[start..<end]
    }

    public func dictionary(_ number: Int) throws(TypesettingError) -> PDFDictionary {
        let object = try object(number)
        var scanner = Scanner(bytes, at: object.startIndex)
        guard let dictionary = scanner.dictionary() else { throw .unreadable("object \(number) is no dictionary") }
        return dictionary
    }

    /// The number of the object that an entry of the trailer or a dictionary refers to.
    public static func reference(_ text: String?) -> Int? {
        guard let parts = text?.split(whereSeparator: \.isWhitespace), parts.count == 3, parts[2] == "R" else {
            return nil
        }
        return Int(parts[0])
    }

    /// The references in an array.
    public static func references(_ text: String) -> [Int] {
        let parts = text.split { $0.isWhitespace || $0 == "[" || $0 == "]" }
        return parts.indices.dropLast(2).compactMap { parts[$0 + 2] == "R" ? Int(parts[$0]) : nil }
    }

    /// The numbers of the pages in their order.
    public func pages() throws(TypesettingError) -> [Int] {
        guard let root = Self.reference(trailer["Root"]), let tree = Self.reference(try dictionary(root)["Pages"])
        else {
            throw .unreadable("pages")
        }
        var pages: [Int] = []
        var waiting = [tree]
        var seen: Set<Int> = []
        while let number = waiting.popLast() {
            guard seen.insert(number).inserted else { throw .unreadable("pages") }
            let node = try dictionary(number)
            if let kids = node["Kids"] { waiting += Self.references(kids).reversed() } else { pages.append(number) }
        }
        return pages
    }

    /// Every object's number.
    var numbers: [Int] { places.keys.sorted() }
}

/// A dictionary whose values are kept as they are written.
public struct PDFDictionary: Sendable, Hashable {
    private var entries: [(name: String, value: String)] = []

    public init() {}
    public init(_ entries: [(String, String)]) { self.entries = entries.map { ($0.0, $0.1) } }

    public subscript(name: String) -> String? {
        get { entries.first { $0.name == name }?.value }
        set {
            let index = entries.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): entries[index].value = value
            case (let index?, nil): entries.remove(at: index)
            case (nil, let value?): entries.append((name, value))
            case (nil, nil): break
            }
        }
    }

    /// As it stands in a file.
    public var text: String { "<< " + entries.map { "/\($0.name) \($0.value)" }.joined(separator: "\n") + " >>" }

    public static func == (a: Self, b: Self) -> Bool { a.text == b.text }
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }

    /// A text string (§7.9.2.2) in UTF-16.
    public static func string(_ text: String) -> String {
        var hex = "<FEFF"
        for unit in text.utf16 {
            let digits = String(unit, radix: 16, uppercase: true)
            hex += String(repeating: "0", count: 4 - digits.count) + digits
        }
        return hex + ">"
    }
}
