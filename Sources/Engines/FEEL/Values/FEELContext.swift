/// An ordered set of named values. DMN 1.5, 10.3.2.6.
public struct FEELContext: Sendable {
    public private(set) var keys: [String]
    public private(set) var values: [FEELValue]

    public init() {
        keys = []
        values = []
    }

    /// Of two entries with one name the later one counts.
    public init(_ entries: some Sequence<(String, FEELValue)>) {
        self.init()
        for (key, value) in entries { self[key] = value }
    }

    /// The keys are known to be distinct and as many as the values.
    package init(keys: [String], values: [FEELValue]) {
        self.keys = keys
        self.values = values
    }

    public var count: Int { keys.count }
    public var isEmpty: Bool { keys.isEmpty }

    /// nil where there is no such entry; setting nil removes it.
    public subscript(key: String) -> FEELValue? {
        get { place(of: key).map { values[$0] } }
        set {
            let place = place(of: key)
            switch (place, newValue) {
            case (let place?, let value?): values[place] = value
            case (let place?, nil):
                keys.remove(at: place)
                values.remove(at: place)
            case (nil, let value?):
                keys.append(key)
                values.append(value)
            case (nil, nil): break
            }
        }
    }

    /// The entry of that name, which probably stands at the place `index`.
    @inline(__always)
    func value(of key: String, near index: Int) -> FEELValue? {
        if index < keys.count, sameText(keys[index], key) { return values[index] }
        return self[key]
    }

    private func place(of key: String) -> Int? {
        for index in keys.indices where sameText(keys[index], key) { return index }
        // Beyond ASCII one character may be written in several ways.
        return key.utf8.contains { $0 >= 0x80 } ? keys.firstIndex(of: key) : nil
    }

    public var entries: Zip2Sequence<[String], [FEELValue]> { zip(keys, values) }
}

extension FEELContext: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, FEELValue)...) { self.init(elements) }
}
