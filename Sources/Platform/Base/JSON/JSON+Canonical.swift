extension JSON {
    /// Why a value has no canonical form.
    public enum CanonicalError: Error, Hashable, Sendable {
        /// Not a number, or infinite.
        case notFinite
        /// An integer that no double holds exactly (RFC 8785 §3.2.2.3): write it as a string.
        case inexactInteger(Int64)
        case duplicateName(String)
    }

    /// The one form in which equal values are equal bytes (RFC 8785, JSON Canonicalization Scheme): no space, members
    /// sorted by the UTF-16 code units of their names, numbers as ECMAScript writes them. For hashes and signatures.
    public func canonicalBytes() throws(CanonicalError) -> [UInt8] {
        var printer = JSONPrinter(pretty: false)
        try printer.printCanonical(self)
        return printer.output
    }
}

extension JSONPrinter {
    fileprivate mutating func printCanonical(_ value: JSON) throws(JSON.CanonicalError) {
        switch value {
        case .integer(let integer):
            guard Int64(exactly: Double(integer)) == integer else { throw .inexactInteger(integer) }
            print(Double(integer))
        case .number(let number):
            guard number.isFinite else { throw .notFinite }
            print(number)
        case .array(let elements):
            append("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { append(",") }
                try printCanonical(element)
            }
            append("]")
        case .object(let members): try printCanonical(members)
        case .null, .bool, .string: print(value)
        }
    }

    private mutating func printCanonical(_ members: [JSON.Member]) throws(JSON.CanonicalError) {
        append("{")
        var previous: String?
        for member in members.sorted(by: { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }) {
            if let previous {
                if previous.utf8.elementsEqual(member.name.utf8) { throw .duplicateName(previous) }
                append(",")
            }
            print(member.name)
            append(":")
            try printCanonical(member.value)
            previous = member.name
        }
        append("}")
    }
}
