import Web

/// What officers of one agency may do with a registry's records, once their role has the permission.
public struct AccessRule: Sendable {
    public var agency: String
    /// The fields they see.
    public var read: FieldSet
    /// The fields they change.
    public var change: FieldSet
    /// Whether they make new records, and end them.
    public var mayCreate: Bool
    /// Whether they correct what was recorded wrongly.
    public var mayCorrect: Bool

    public enum FieldSet: Sendable, Equatable {
        case none
        case all
        case some(Set<String>)

        func contains(_ field: String) -> Bool {
            switch self {
            case .none: false
            case .all: true
            case .some(let fields): fields.contains(field)
            }
        }
        var isEmpty: Bool { self == .none || self == .some([]) }
    }
}

/// What somebody may do with one registry: the rules of all agencies in which they hold the permissions, together.
public struct RegistryRights: Sendable, Equatable {
    public var read: Set<String> = []
    public var change: Set<String> = []
    public var mayCreate = false
    public var mayCorrect = false
    /// The agency in whose name they look.
    public var agency: String?

    public var isEmpty: Bool { read.isEmpty }
}

extension RegistryDefinition {
    /// The rights of somebody with `grants`.
    public func rights(of grants: [Person.Grant]) -> RegistryRights {
        var rights = RegistryRights()
        for grant in grants where grant.permissions.contains(RegistryPermissions.read.key) {
            for rule in access where rule.agency == grant.agency {
                let names = fields.map(\.name)
                rights.read.formUnion(names.filter(rule.read.contains))
                if rights.agency == nil || grant.agency == agency { rights.agency = grant.agency }
                guard grant.permissions.contains(RegistryPermissions.change.key) else { continue }
                rights.change.formUnion(names.filter(rule.change.contains))
                rights.mayCreate = rights.mayCreate || rule.mayCreate
                if grant.permissions.contains(RegistryPermissions.correct.key), rule.mayCorrect {
                    rights.mayCorrect = true
                }
            }
        }
        return rights
    }
}
