import Base
import BuildingBlock
import Crypto
import FEEL
import Yams

/// Reads one definition; its mistakes are told all at once, each with its line.
public struct DefinitionReader {
    private let faults: Faults
    private let agencies: Set<String>

    /// - Parameter languages: the jurisdiction's, the original first.
    private init(file: String, languages: [Language], agencies: Set<String>) {
        faults = Faults(file: file, languages: languages)
        self.agencies = agencies
    }

    /// The definition, or what is wrong with it.
    public static func read(
        _ source: String, file: String, languages: [Language], agencies: Set<String>
    ) -> Result<RegistryDefinition, Mistakes> {
        let reader = DefinitionReader(file: file, languages: languages, agencies: agencies)
        let definition = reader.definition(source)
        if let definition, reader.faults.list.isEmpty { return .success(definition) }
        return .failure(Mistakes(list: reader.faults.list))
    }

    /// What is wrong with definitions.
    public struct Mistakes: Error, Sendable, Equatable, CustomStringConvertible {
        public var list: [DataFileError]
        public var description: String { list.map(\.description).joined(separator: "\n") }
    }

    private func definition(_ source: String) -> RegistryDefinition? {
        do {
            guard let node = try Yams.compose(yaml: source) else {
                faults.add("the file is empty", line: nil)
                return nil
            }
            return definition(DefinitionNode(node: node, line: 1, faults: faults), source)
        } catch {
            // The same words for broken YAML as everywhere else.
            do {
                _ = try DataFile(source, path: faults.file)
            } catch let error as DataFileError {
                faults.add(error.message, line: error.line)
            } catch {
                faults.add("not valid YAML", line: nil)
            }
            return nil
        }
    }

    private static let known = [
        "registry", "title", "description", "record", "agency", "identifies", "about", "represented by",
        "named by", "key", "unique", "fields",
        "constraints", "purposes", "access", "public", "retention",
    ]

    private func definition(_ root: DefinitionNode, _ source: String) -> RegistryDefinition? {
        let members = root.members(
            Self.known, required: ["registry", "title", "agency", "named by", "fields", "access"])
        let key = members["registry"].flatMap(fileKey) ?? ""
        let fields = members["fields"].map(fields) ?? []
        let names = fields.map(\.name)
        // A field that could not be read is still a name that expressions may use.
        let scope = Scope(variables: members["fields"]?.pairs().map(\.name) ?? [])
        func listed(_ member: String) -> [String] {
            (members[member]?.elements() ?? []).compactMap { known($0, among: names) }
        }
        let identifies = members["identifies"].flatMap { $0.choice(RegistryDefinition.Party.self) }
        let about = listed("about")
        for name in about where fields.first(where: { $0.name == name })?.type.isParty == false {
            members["about"]?.fault("\(name) is no person or organisation")
        }
        if identifies != nil, about.count != 1 {
            (members["about"] ?? root).fault("a registry that identifies needs exactly one field under about")
        }
        let representative = listed("represented by").first
        if let representative, identifies == nil || fields.first(where: { $0.name == representative })?.type != .person
        {
            members["represented by"]?.fault(
                "\(representative) is no person, or the registry does not say under identifies what its records identify"
            )
        }
        guard let title = members["title"]?.localized() else { return nil }
        var definition = RegistryDefinition(
            key: key, title: title, description: members["description"]?.localized(),
            recordTitle: members["record"]?.localized() ?? title, agency: members["agency"].flatMap(agency) ?? "",
            identifies: identifies, about: about, representative: representative, naming: listed("named by"),
            recordKey: listed("key"),
            unique: (members["unique"]?.elements() ?? []).map { uniqueness($0, names) }, fields: fields,
            constraints: constraints(members["constraints"], scope),
            purposes: purposes(members["purposes"]), access: access(members["access"], names),
            publicity: members["public"].map { publicity($0, names, key) },
            retention: members["retention"].map(retention),
            file: faults.file, source: source, digest: Hex.encode(Array(SHA256.hash(data: Array(source.utf8)))))
        if definition.isPersonal, definition.purposes.isEmpty {
            root.fault("purposes are missing: records are about people, and whoever looks must say why")
        }
        definition.setIndexes()
        return definition
    }

    // MARK: Fields

    private static let fieldMembers = [
        "type", "label", "hint", "required", "choices", "several", "registry", "length", "indexed", "search",
        "constraints",
    ]

    private func fields(_ node: DefinitionNode) -> [Field] {
        let pairs = node.pairs()
        let scope = Scope(variables: pairs.map(\.name))
        var fields: [Field] = []
        for (name, value) in pairs {
            guard isName(name, scope) else {
                value.fault("\(name) cannot name a field: lower-case letters, digits and spaces, and no word of FEEL")
                continue
            }
            if let field = field(name, value, scope) { fields.append(field) }
        }
        if pairs.isEmpty { node.fault("there are no fields") }
        return fields
    }

    /// A name that FEEL reads as one variable.
    private func isName(_ name: String, _ scope: Scope) -> Bool {
        guard let first = name.utf8.first, (97...122).contains(first), !name.hasSuffix(" "), name.utf8.count <= 60,
            name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 32 })
        else { return false }
        guard let expression = try? Expression(name, scope: scope), case .name(let read, _) = expression.syntax else {
            return false
        }
        return read == name && !name.contains("  ")
    }

    private func field(_ name: String, _ node: DefinitionNode, _ scope: Scope) -> Field? {
        let members = node.members(Self.fieldMembers, required: ["type", "label"])
        guard let type = members["type"]?.choice(FieldType.self), let label = members["label"]?.localized() else {
            return nil
        }
        let choices = (members["choices"]?.pairs() ?? []).compactMap { key, value in
            value.localized().map { Field.Choice(key: key, label: $0) }
        }
        if (type == .choice) != (members["choices"] != nil) {
            node.fault(type == .choice ? "\(name) needs choices" : "\(name) is no choice and has choices")
        }
        if (type == .reference) != (members["registry"] != nil) {
            node.fault(
                type == .reference
                    ? "\(name) needs the registry it refers to" : "\(name) is no reference and names a registry")
        }
        if members["several"] != nil, type != .choice { node.fault("only a choice may have several answers") }
        let isSearched = members["search"]?.flag() ?? false
        if isSearched, !type.isText {
            node.fault("only texts are searched; an exact value is found where the field is indexed")
        }
        return Field(
            name: name, type: type, label: label, hint: members["hint"]?.localized(),
            isRequired: members["required"]?.flag() ?? false, choices: choices,
            allowsSeveral: members["several"]?.flag() ?? false,
            registry: members["registry"]?.text(),
            length: members["length"]?.integer(in: 1...100_000) ?? type.usualLength,
            isIndexed: (members["indexed"]?.flag() ?? false) || type.isParty || type == .reference,
            isSearched: isSearched,
            constraints: constraints(members["constraints"], scope))
    }

    private func constraints(_ node: DefinitionNode?, _ scope: Scope) -> [Constraint] {
        (node?.elements() ?? []).compactMap { element in
            let members = element.members(["require", "otherwise"], required: ["require", "otherwise"])
            guard let require = members["require"]?.expression(scope), let otherwise = members["otherwise"]?.localized()
            else {
                return nil
            }
            return Constraint(require: require, otherwise: otherwise)
        }
    }

    // MARK: The rest

    private func fileKey(_ node: DefinitionNode) -> String? {
        guard let key = node.text() else { return nil }
        guard key.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }) else {
            node.fault("\(key) may have lower-case letters, digits and hyphens only")
            return nil
        }
        return key
    }

    private func agency(_ node: DefinitionNode) -> String? {
        guard let key = node.text() else { return nil }
        if !agencies.contains(key) { node.fault("\(key) is not an agency of agencies.yaml") }
        return key
    }

    private func known(_ node: DefinitionNode, among names: [String]) -> String? {
        guard let name = node.text() else { return nil }
        guard names.contains(name) else {
            node.fault("\(name) is not a field; fields are \(names.joined(separator: ", "))")
            return nil
        }
        return name
    }

    private func uniqueness(_ node: DefinitionNode, _ names: [String]) -> RegistryDefinition.Uniqueness {
        let members = node.members(["fields", "otherwise"], required: ["fields"])
        return .init(
            fields: (members["fields"]?.elements() ?? []).compactMap { known($0, among: names) },
            otherwise: members["otherwise"]?.localized())
    }

    private func purposes(_ node: DefinitionNode?) -> [RegistryDefinition.LookPurpose] {
        (node?.pairs() ?? []).compactMap { key, value in value.localized().map { .init(key: key, text: $0) } }
    }

    private func access(_ node: DefinitionNode?, _ names: [String]) -> [AccessRule] {
        (node?.elements() ?? []).compactMap { element in
            let members = element.members(
                ["agency", "read", "change", "create", "correct"], required: ["agency", "read"])
            guard let agency = members["agency"].flatMap(agency) else { return nil }
            return AccessRule(
                agency: agency, read: fieldSet(members["read"], names), change: fieldSet(members["change"], names),
                mayCreate: members["create"]?.flag() ?? false, mayCorrect: members["correct"]?.flag() ?? false)
        }
    }

    private func fieldSet(_ node: DefinitionNode?, _ names: [String]) -> AccessRule.FieldSet {
        guard let node else { return .none }
        if node.node.scalar?.string == "all" { return .all }
        if node.node.scalar?.string == "none" { return .none }
        return .some(Set(node.elements().compactMap { known($0, among: names) }))
    }

    private func publicity(_ node: DefinitionNode, _ names: [String], _ key: String) -> RegistryDefinition.Publicity {
        let members = node.members(["fields", "search", "dataset", "licence"], required: ["fields"])
        let isDataset = members["dataset"]?.flag() ?? false
        return .init(
            fields: (members["fields"]?.elements() ?? []).compactMap { known($0, among: names) },
            isSearchable: members["search"]?.flag() ?? true, dataset: isDataset ? key : nil,
            licence: members["licence"]?.text() ?? "CC-BY-4.0")
    }

    private func retention(_ node: DefinitionNode) -> RegistryDefinition.Retention {
        let members = node.members(["years", "erase", "ground"])
        return .init(
            years: members["years"]?.integer(in: 0...1000), mayErase: members["erase"]?.flag() ?? false,
            ground: members["ground"]?.localized())
    }
}

extension RegistryDefinition {
    /// What must be unique is found by its value.
    fileprivate mutating func setIndexes() {
        let wanted = Set(recordKey + unique.flatMap(\.fields) + about + [representative].compactMap { $0 })
        for index in fields.indices where wanted.contains(fields[index].name) { fields[index].isIndexed = true }
    }

    /// What no two records share: the key, and what the definition says besides.
    var uniquenesses: [Uniqueness] {
        (recordKey.isEmpty ? [] : [Uniqueness(fields: recordKey, otherwise: nil)]) + unique
    }
}
