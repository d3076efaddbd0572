import Base

/// The sign-ins of a demonstration: `people.yaml` of a jurisdiction. Read in demo mode only.
public struct SamplePeople: Sendable {
    /// The one password of all of them.
    public var password: String
    public var people: [Person]

    public struct Person: Sendable, Hashable {
        public var email: String
        public var name: String
        public var language: Language
        public var grants: [Grant]
        public var assurance: Assurance
    }

    /// A role in an agency.
    public struct Grant: Sendable, Hashable {
        public var role: String
        public var agency: String
    }

    /// Throws a `DataFileError`, also for a role or an agency that the jurisdiction does not have.
    public static func read(for jurisdiction: Jurisdiction) throws -> SamplePeople {
        let file = try DataFile("\(jurisdiction.folder)/people.yaml")
        let sample = try file.read(SamplePeople.self)
        for (index, person) in sample.people.enumerated() {
            for (number, grant) in person.grants.enumerated() {
                let place: [DataFile.Place] = ["people", .index(index), "roles", .index(number)]
                guard jurisdiction.role(grant.role) != nil else {
                    throw file.mistake(at: place, "\(grant.role) is not a role of roles.yaml")
                }
                guard jurisdiction.agency(grant.agency) != nil else {
                    throw file.mistake(at: place, "\(grant.agency) is not an agency of agencies.yaml")
                }
            }
        }
        return sample
    }
}

extension SamplePeople: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case password, people }
    public init(from decoder: any Decoder) throws {
        let record = try decoder.record(keyedBy: CodingKeys.self)
        password = try record.decode(String.self, forKey: .password)
        people = try record.decode([Person].self, forKey: .people)
    }
}

extension SamplePeople.Person: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case email, name, language, roles, assurance }
    public init(from decoder: any Decoder) throws {
        let record = try decoder.record(keyedBy: CodingKeys.self)
        email = try record.decode(String.self, forKey: .email)
        name = try record.decode(String.self, forKey: .name)
        language = try record.decode(Language.self, forKey: .language)
        grants = try record.decodeIfPresent([SamplePeople.Grant].self, forKey: .roles) ?? []
        assurance = try record.decodeIfPresent(Assurance.self, forKey: .assurance) ?? .low
    }
}

extension SamplePeople.Grant: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case role, agency }
    public init(from decoder: any Decoder) throws {
        let record = try decoder.record(keyedBy: CodingKeys.self)
        role = try record.decode(String.self, forKey: .role)
        agency = try record.decode(String.self, forKey: .agency)
    }
}
