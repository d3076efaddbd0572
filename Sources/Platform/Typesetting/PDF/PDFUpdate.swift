/// Objects to be written into a file: either all of it anew, or appended as an incremental update (ISO 32000-1 §7.5.6).
public struct PDFUpdate: Sendable {
    /// What stands between `obj` and `endobj`, by the object's number.
    public private(set) var objects: [Int: [UInt8]] = [:]
    public private(set) var size: Int
    public var trailer: PDFDictionary

    public init(to file: PDFFile) {
        size = file.size
        trailer = file.trailer
        trailer["Prev"] = nil
    }

    public mutating func set(_ number: Int, _ text: String) { objects[number] = Array(text.utf8) }
    public mutating func set(_ number: Int, _ bytes: [UInt8]) { objects[number] = bytes }

    /// A new object; its number.
    public mutating func add(_ text: String) -> Int {
        let number = reserve()
        objects[number] = Array(text.utf8)
        return number
    }

    public mutating func reserve() -> Int {
        size += 1
        return size - 1
    }

    public mutating func addStream(_ dictionary: PDFDictionary, _ content: [UInt8]) -> Int {
        var dictionary = dictionary
        dictionary["Length"] = "\(content.count)"
        let number = reserve()
        objects[number] = Array((dictionary.text + "\nstream\n").utf8) + content + Array("\nendstream".utf8)
        return number
    }

    /// The whole file anew, with these objects in place of its own.
    func rewritten(_ file: PDFFile) throws(TypesettingError) -> [UInt8] {
        var output = Array("%PDF-1.7\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 0x0A]
        output.reserveCapacity(file.bytes.count + 16 * 1024)
        var places: [Int: Int] = [:]
        for number in Set(file.numbers).union(objects.keys).sorted() {
            places[number] = output.count
            if let own = objects[number] {
                Self.append(number, own, to: &output)
            } else {
                Self.append(number, try file.object(number), to: &output)
            }
        }
        finish(&output, places, isFirst: true)
        return output
    }

    /// The file with these objects after it: not a byte of what was there changes. `places` tells where each object begins.
    public func appended(to file: PDFFile) -> (bytes: [UInt8], places: [Int: Int]) {
        var output = file.bytes
        if output.last != 0x0A { output.append(0x0A) }
        var places: [Int: Int] = [:]
        for (number, own) in objects.sorted(by: { $0.key < $1.key }) {
            places[number] = output.count
            Self.append(number, own, to: &output)
        }
        var update = self
        update.trailer["Prev"] = "\(file.newestTable)"
        update.finish(&output, places, isFirst: false)
        return (output, places)
    }

    private static func append(_ number: Int, _ content: some Sequence<UInt8>, to output: inout [UInt8]) {
        output += "\(number) 0 obj\n".utf8
        output += content
        output += "\nendobj\n".utf8
    }

    private func finish(_ output: inout [UInt8], _ places: [Int: Int], isFirst: Bool) {
        let start = output.count
        output += "xref\n".utf8
        if isFirst { output += "0 1\n0000000000 65535 f \n".utf8 }
        let numbers = places.keys.sorted()
        var index = 0
        while index < numbers.count {
            var end = index
            while end + 1 < numbers.count, numbers[end + 1] == numbers[end] + 1 { end += 1 }
            output += "\(numbers[index]) \(end - index + 1)\n".utf8
            for number in numbers[index...end] {
                let digits = "\(places[number] ?? 0)"
                output += (String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n").utf8
            }
            index = end + 1
        }
        var trailer = trailer
        trailer["Size"] = "\(size)"
        output += "trailer\n\(trailer.text)\nstartxref\n\(start)\n%%EOF\n".utf8
    }
}
