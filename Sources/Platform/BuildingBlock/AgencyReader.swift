import Base

/// An entry of `agencies.yaml`.
struct AgencyRecord: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable { case agency, name, email, phone }
    var agency: Jurisdiction.Agency

    init(from decoder: any Decoder) throws {
        let record = try decoder.record(keyedBy: CodingKeys.self)
        agency = .init(
            key: try record.decode(String.self, forKey: .agency),
            name: try record.decode(LocalizedText.self, forKey: .name),
            email: try record.decodeIfPresent(String.self, forKey: .email),
            phone: try record.decodeIfPresent(String.self, forKey: .phone))
    }

    private struct File: Decodable {
        enum CodingKeys: String, CodingKey, CaseIterable { case agencies }
        var agencies: [AgencyRecord]
        init(from decoder: any Decoder) throws {
            agencies = try decoder.record(keyedBy: CodingKeys.self).decode([AgencyRecord].self, forKey: .agencies)
        }
    }

    static func list(in folder: String, original: Language) throws -> [Jurisdiction.Agency] {
        let file = try DataFile("\(folder)/agencies.yaml")
        let agencies = try file.read(File.self, original: original).agencies.map(\.agency)
        try file.requireKeys(agencies.map(\.key), under: "agencies", named: "agency")
        return agencies
    }
}

/// An entry of `roles.yaml`.
struct RoleRecord: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable { case role, name, permissions }
    var role: Jurisdiction.Role

    init(from decoder: any Decoder) throws {
        let record = try decoder.record(keyedBy: CodingKeys.self)
        role = .init(
            key: try record.decode(String.self, forKey: .role),
            name: try record.decode(LocalizedText.self, forKey: .name),
            permissions: try record.decode(Set<String>.self, forKey: .permissions))
    }

    private struct File: Decodable {
        enum CodingKeys: String, CodingKey, CaseIterable { case roles }
        var roles: [RoleRecord]
        init(from decoder: any Decoder) throws {
            roles = try decoder.record(keyedBy: CodingKeys.self).decode([RoleRecord].self, forKey: .roles)
        }
    }

    static func list(in folder: String, original: Language) throws -> [Jurisdiction.Role] {
        let file = try DataFile("\(folder)/roles.yaml")
        let roles = try file.read(File.self, original: original).roles.map(\.role)
        try file.requireKeys(roles.map(\.key), under: "roles", named: "role")
        return roles
    }
}

extension DataFile {
    /// Keys of a list: well-formed, and each only once.
    func requireKeys(_ keys: [String], under list: String, named name: String) throws {
        var seen: Set<String> = []
        for (index, key) in keys.enumerated() {
            let place: [Place] = [.key(list), .index(index), .key(name)]
            guard key.isFileKey else {
                throw mistake(at: place, "\(key) may have lower-case letters, digits and hyphens only")
            }
            guard seen.insert(key).inserted else { throw mistake(at: place, "\(key) stands here a second time") }
        }
    }
}
