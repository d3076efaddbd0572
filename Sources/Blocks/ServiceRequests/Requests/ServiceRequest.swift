import Base
import Journal
import Store

/// A problem or complaint that somebody reported: what the public may know of it (unless its category is sensitive).
/// Who reported it stands in `Contact`, apart.
public struct ServiceRequest: Hashable, Sendable {
    public var id: Identifier<ServiceRequest>
    public var reference: RequestReference
    /// The code of its category.
    public var category: String
    /// The revision of the category's definition under which it was filed.
    public var definition: String
    /// The agency that has to answer it.
    public var agency: String
    public var status: RequestStatus
    /// Counts the changes, so that two officers do not overwrite each other.
    public var version: Int64
    public var description: String
    public var answers: Answers
    public var place: Place
    /// The language in which it was written.
    public var language: Language
    public var source: Source
    /// Whether everyone may see it. Never for a sensitive category.
    public var isPublic: Bool
    public var filedAt: Instant
    public var updatedAt: Instant
    /// When the law or the agency's promise says that it must be done.
    public var dueAt: Instant?
    public var closedAt: Instant?
    /// The officer who has it.
    public var assignee: Identifier<Act.Party>?
    /// The request that tells the same, where it is merged.
    public var mergedInto: Identifier<ServiceRequest>?
    /// The last thing that the agency said about it in public.
    public var statusNote: String?
    /// A picture elsewhere on the web, given by an Open311 client.
    public var mediaURL: String?
    /// How many photos were sent with it.
    public var photoCount = 0

    /// How it came in.
    public enum Source: String, Hashable, Sendable, SQLConvertible {
        case web
        case open311
        case demo
    }

    public func isOverdue(at now: Instant) -> Bool {
        guard status.isOpen, let dueAt else { return false }
        return dueAt < now
    }
}

/// Where something is: on the map, in words, or both.
public struct Place: Hashable, Sendable {
    public var point: GeoPoint?
    /// `12 Harbour Street`; shown as it was written.
    public var address: String?
    /// The identifier in the jurisdiction's register of addresses.
    public var addressID: String?
    public var postcode: String?

    public init(point: GeoPoint? = nil, address: String? = nil, addressID: String? = nil, postcode: String? = nil) {
        self.point = point
        self.address = address
        self.addressID = addressID
        self.postcode = postcode
    }

    public var isEmpty: Bool { point == nil && address == nil && addressID == nil }
}

/// How to reach who reported a request. Personal data: looking at it is an act with a purpose.
public struct Contact: Hashable, Sendable {
    public var party: Identifier<Act.Party>?
    public var name: String?
    public var email: String?
    public var phone: String?
    /// The language in which to write.
    public var language: Language
    /// The key of the private page, kept here so that letters can lead there.
    public var privateKey: String?

    public init(
        party: Identifier<Act.Party>? = nil, name: String? = nil, email: String? = nil, phone: String? = nil,
        language: Language, privateKey: String? = nil
    ) {
        self.party = party
        self.name = name
        self.email = email
        self.phone = phone
        self.language = language
        self.privateKey = privateKey
    }

    /// Whether there is nothing in it: the report is anonymous.
    public var isEmpty: Bool { party == nil && name == nil && email == nil && phone == nil }
}

/// An entry of a request's history, as people read it.
public struct RequestUpdate: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, SQLConvertible {
        case accepted, started, resolved, refused, reopened, merged
        case handedOver = "handed-over"
        case assigned
        /// Words of an officer for everyone.
        case note
        /// Words of an officer for officers.
        case internalNote = "internal-note"
        /// More from the person who reported.
        case comment
    }

    public var id: Identifier<RequestUpdate>
    public var request: Identifier<ServiceRequest>
    public var at: Instant
    public var kind: Kind
    /// The status after it.
    public var status: RequestStatus
    public var text: String?
    /// The agency that spoke, or to which it was handed over.
    public var agency: String?
    public var actor: Identifier<Act.Party>?
    /// Whether it stands on the public page.
    public var isPublic: Bool
    public var photo: Identifier<Photo>?
    public var mediaURL: String?
}
