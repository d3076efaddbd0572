import Base
import Journal
import Store

/// Why somebody's data is looked at: a legal ground or task in words, and the case that it is for.
public struct Purpose: Sendable, Hashable {
    public var text: LocalizedText
    /// The reference of the case, as people know it; opaque here.
    public var caseReference: String?
    /// The path of the case's page.
    public var casePath: String?
    /// As the table of looks keeps it; written once for many looks.
    let stored: String

    public init(_ text: LocalizedText, case reference: String? = nil, path: String? = nil) {
        self.text = text
        caseReference = reference
        casePath = path
        var members = text.translations.sorted { $0.key < $1.key }.map {
            JSON.Member($0.key.rawValue, .string($0.value))
        }
        members.append(.init("original", .string(text.original.rawValue)))
        stored = String(decoding: JSON.object(members).bytes(), as: UTF8.self)
    }

    /// From the table.
    init?(stored: String, case reference: String?, path: String?) {
        guard let members = (try? JSON(parsing: stored))?.object else { return nil }
        var texts: [Language: String] = [:]
        var original = Language.english
        for member in members {
            if member.name == "original" {
                original = member.value.string.flatMap(Language.init(rawValue:)) ?? original
            } else if let language = Language(rawValue: member.name) {
                texts[language] = member.value.string
            }
        }
        guard let text = texts[original] else { return nil }
        self.init(LocalizedText(text, in: original, translations: texts), case: reference, path: path)
    }
}

/// A look at records: by whom, for which agency, why, when, and which fields are seen.
public struct Look: Sendable {
    public var actor: Act.Actor
    public var agency: String?
    public var purpose: Purpose
    public var at: Instant
    /// `nil`: all of them.
    public var fields: Set<String>?

    public init(by actor: Act.Actor, for agency: String?, _ purpose: Purpose, at: Instant, fields: Set<String>? = nil) {
        self.actor = actor
        self.agency = agency
        self.purpose = purpose
        self.at = at
        self.fields = fields
    }
}

/// One entry of "who looked at my data".
public struct LookedAt: Sendable {
    public var act: Identifier<Act>
    public var record: Identifier<RegistryRecord>
    public var at: Instant
    public var registry: String
    public var actor: Act.Actor
    public var agency: String?
    public var purpose: Purpose
    /// `nil`: all of them.
    public var fields: [String]?

    init(_ row: Row) throws {
        act = try row[0]
        record = try row[1]
        at = try row[2]
        registry = try row[3]
        actor = Self.actor(try row[4], try row[5])
        agency = try row[6]
        let stored: String = try row[7]
        purpose =
            Purpose(stored: stored, case: try row[8], path: try row[9]) ?? Purpose(LocalizedText("–", in: .english))
        let seen: String? = try row[10]
        fields = seen?.split(separator: ",").map(String.init)
    }

    static func columns(of actor: Act.Actor) -> (kind: String, id: String?) {
        switch actor {
        case .visitor: ("visitor", nil)
        case .person(let party): ("person", party.description)
        case .client(let name): ("client", name)
        case .system(let name): ("system", name)
        }
    }

    private static func actor(_ kind: String, _ id: String?) -> Act.Actor {
        switch (kind, id) {
        case ("person", let id?): Identifier<Act.Party>(id).map(Act.Actor.person) ?? .visitor
        case ("client", let id?): .client(id)
        case ("system", let id?): .system(id)
        default: .visitor
        }
    }
}
