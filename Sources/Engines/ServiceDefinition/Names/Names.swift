import FEEL

/// The names that a service's expressions may use, each with its type and with the moment from which it is known.
package struct Names: Sendable {
    package struct Entry: Sendable {
        var name: String
        var type: FEELType
        /// After how many questions it is known: 0 for facts, `Names.afterwards` once there is a decision.
        var position: Int
        /// The values of a choice.
        var choices: [String]
        /// Its kind, in words for mistakes.
        var kind: String
    }

    static let afterwards = 1_000_000

    private(set) var entries: [Entry] = []
    private var index: [String: Int] = [:]
    /// Fields of contexts, which may hold spaces.
    private(set) var properties: Set<String> = []
    private(set) var scope = Scope()

    var count: Int { entries.count }

    func slot(_ name: String) -> Int? { index[name] }
    subscript(name: String) -> Entry? { index[name].map { entries[$0] } }

    mutating func add(_ entry: Entry) {
        collect(entry.type)
        if let place = index[entry.name] {
            entries[place] = entry
            return
        }
        index[entry.name] = entries.count
        entries.append(entry)
    }

    mutating func setPosition(_ position: Int, of name: String) {
        if let place = index[name] { entries[place].position = position }
    }

    mutating func setType(_ type: FEELType, of name: String) {
        guard let place = index[name] else { return }
        entries[place].type = type
        collect(type)
    }

    private mutating func collect(_ type: FEELType) {
        switch type {
        case .context(let fields):
            for field in fields {
                properties.insert(field.name)
                collect(field.type)
            }
        case .list(let item): collect(item)
        default: break
        }
    }

    /// Called once all names are there: parsing needs the table of them all.
    mutating func close() {
        scope = Scope(variables: entries.map(\.name) + ["yes", "no"], properties: properties)
    }

    var types: [String: FEELType] {
        var types = Dictionary(entries.map { ($0.name, $0.type) }) { $1 }
        types["yes"] = .boolean
        types["no"] = .boolean
        return types
    }

    /// What is known of the person who applies.
    static let applicant: FEELType = .context([
        .init("id", .string), .init("kind", .string), .init("name", .string), .init("given names", .string),
        .init("family name", .string), .init("date of birth", .date), .init("email", .string), .init("phone", .string),
        .init("language", .string), .init("address", .any), .init("person number", .string), .init("number", .string),
        .init("assurance", .string), .init("represents", .string),
    ])

    /// What is known after a decision, for letters, certificates and registry writes.
    static let afterDecision: [(String, FEELType)] = [
        (
            "decision",
            .context([
                .init("outcome", .string), .init("title", .string), .init("reason", .string),
                .init("reasons", .list(.string)),
                .init("date", .date), .init("explanation", .string),
            ])
        ),
        (
            "case",
            .context([
                .init("reference", .string), .init("submitted", .date), .init("due", .date), .init("link", .string),
                .init("paid", .date),
            ])
        ),
        ("fee", .number),
        ("officer", .context([.init("name", .string), .init("agency", .string)])),
        ("language", .string),
        ("document", .context([.init("number", .string), .init("code", .string)])),
    ]
}
