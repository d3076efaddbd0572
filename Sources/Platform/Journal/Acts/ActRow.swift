import Base
import Store

/// An act as its table holds it.
struct ActRow {
    /// The place in the log, from 1; `nil` until the sequencer has given it.
    var number: Int?
    var id: Identifier<Act>
    var at: Instant
    var verb: Act.Verb
    var commitment: [UInt8]
    var actorKind: String
    var actor: String?
    var onBehalfOf: Identifier<Act.Party>?
    var subject: Act.Subject
    var agency: String?
    var purpose: String?
    /// A JSON array of identifiers, as it was committed to.
    var concerns: String
    /// Canonical JSON, as it was committed to.
    var detail: String?
    var salt: [UInt8]?
    /// The act by which this one was erased.
    var erasedBy: Identifier<Act>?

    static let columns: SQL = """
        number, id, at, verb, commitment, actor_kind, actor, on_behalf_of, subject_kind, subject_id, agency, purpose,
        concerns, detail, salt, erased_by
        """

    init(_ row: Row) throws {
        number = try row[0]
        id = try row[1]
        at = try row[2]
        verb = try row[3]
        commitment = try row[4]
        actorKind = try row[5]
        actor = try row[6]
        onBehalfOf = try row[7]
        let subjectID: Identifier<Never> = try row[9]
        subject = Act.Subject(try row[8], subjectID)
        agency = try row[10]
        purpose = try row[11]
        concerns = try row[12]
        detail = try row[13]
        salt = try row[14]
        erasedBy = try row[15]
    }

    /// Throws `JournalError.badVerb`, `.detailNotCanonical`.
    init(_ act: Act, salt: [UInt8]) throws {
        guard act.verb.isPublishable else { throw JournalError.badVerb(act.verb.rawValue) }
        guard let detail = try? act.detail.canonicalBytes() else { throw JournalError.detailNotCanonical }
        id = act.id
        at = act.at
        verb = act.verb
        (actorKind, actor) = act.actor.columns
        onBehalfOf = act.onBehalfOf
        subject = act.subject
        agency = act.agency
        purpose = act.purpose
        concerns = "[" + act.concernedParties.map { "\"\($0)\"" }.joined(separator: ",") + "]"
        self.detail = String(decoding: detail, as: UTF8.self)
        self.salt = salt
        commitment = []
        commitment = ActCommitment.of(opening: opening, salt: salt)
    }

    /// The part of the act that is committed to: canonical JSON, members in order.
    var opening: [UInt8] {
        var bytes: [UInt8] = []
        func append(_ name: StaticString, _ value: String?) {
            name.withUTF8Buffer { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: (value.map { JSON.string($0) } ?? .null).bytes())
        }
        append(#"{"actor":{"kind":"#, actorKind)
        append(#","name":"#, actor)
        append(#"},"agency":"#, agency)
        bytes.append(contentsOf: #","concerns":"#.utf8)
        bytes.append(contentsOf: concerns.utf8)
        bytes.append(contentsOf: #","detail":"#.utf8)
        bytes.append(contentsOf: (detail ?? "null").utf8)
        append(#","onBehalfOf":"#, onBehalfOf?.description)
        append(#","purpose":"#, purpose)
        append(#","subject":{"id":"#, subject.id.description)
        append(#","kind":"#, subject.kind)
        bytes.append(contentsOf: "}}".utf8)
        return bytes
    }

    var entry: LogEntry { LogEntry(act: id, at: at, verb: verb, commitment: commitment) }

    /// The act in the words of the blocks.
    var recorded: RecordedAct {
        get throws {
            guard let actor = Act.Actor(kind: actorKind, name: actor) else {
                throw JournalError.unreadable("actor of \(id)")
            }
            guard let list = try? JSON(parsing: concerns).array, let detail = try? JSON(parsing: detail ?? "null")
            else {
                throw JournalError.unreadable("act \(id)")
            }
            let act = Act(
                id: id, verb, subject, by: actor, at: at, agency: agency, onBehalfOf: onBehalfOf, purpose: purpose,
                concerns: list.compactMap { $0.string.flatMap { Identifier($0) } }, detail: detail)
            return RecordedAct(act: act, index: number.map { Int64($0 - 1) }, isErased: erasedBy != nil)
        }
    }
}

extension Act {
    /// Whom the act concerns, each once.
    var concernedParties: [Identifier<Party>] {
        concerns.count < 2 ? concerns : concerns.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

extension Act.Actor {
    var columns: (kind: String, name: String?) {
        switch self {
        case .visitor: ("visitor", nil)
        case .person(let id): ("person", id.description)
        case .client(let name): ("client", name)
        case .system(let name): ("system", name)
        }
    }

    init?(kind: String, name: String?) {
        switch (kind, name) {
        case ("visitor", nil): self = .visitor
        case ("person", let name?):
            guard let id = Identifier<Act.Party>(name) else { return nil }
            self = .person(id)
        case ("client", let name?): self = .client(name)
        case ("system", let name?): self = .system(name)
        default: return nil
        }
    }
}
