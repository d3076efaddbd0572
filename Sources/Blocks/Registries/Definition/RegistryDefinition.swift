import Base
import FEEL

/// A registry as data: what its records hold, whom they are about, who may see and change what. Read from a YAML file
/// (`DefinitionReader`); `docs/registries.md` describes it. A published definition never changes: another text is another
/// version.
public struct RegistryDefinition: Sendable {
    /// `driving-licences`: its file, its address.
    public var key: String
    public var title: LocalizedText
    public var description: LocalizedText?
    /// What one record is called: "Driving licence".
    public var recordTitle: LocalizedText
    /// The agency that keeps it.
    public var agency: String
    /// Where the records of this registry are what tells persons or organisations apart: each record's party field gets an
    /// identifier of its own where none is given.
    public var identifies: Party?
    /// The fields that name whom a record is about.
    public var about: [String]
    /// The field that names the person who acts for what a record identifies; `nil` where nobody does.
    public var representative: String?
    /// The fields whose values call a record by its name.
    public var naming: [String]
    /// The fields that tell records apart; empty where nothing does.
    public var recordKey: [String]
    public var unique: [Uniqueness]
    public var fields: [Field]
    public var constraints: [Constraint]
    /// Why officers may look, to choose from.
    public var purposes: [LookPurpose]
    public var access: [AccessRule]
    /// What everyone may see; `nil` where nothing is public.
    public var publicity: Publicity?
    public var retention: Retention?
    /// The file and its text.
    public var file: String
    public var source: String
    /// SHA-256 of the text, hexadecimal.
    public var digest: String

    public enum Party: String, Sendable, CaseIterable { case person, organisation }

    /// Fields whose values, taken together, no two records in force at one time share.
    public struct Uniqueness: Sendable {
        public var fields: [String]
        public var otherwise: LocalizedText?
    }

    public struct LookPurpose: Sendable {
        public var key: String
        public var text: LocalizedText
    }

    /// What everyone may see.
    public struct Publicity: Sendable {
        public var fields: [String]
        /// Whether the register can be searched by everyone.
        public var isSearchable: Bool
        /// The name of the open data set; `nil` where it is not published as one.
        public var dataset: String?
        /// An SPDX identifier.
        public var licence: String
    }

    /// How long records are kept after they ended, and by what right. Room for the retention jobs to come.
    public struct Retention: Sendable {
        /// `nil`: for ever.
        public var years: Int?
        /// Whether a person's wish to be erased is granted.
        public var mayErase: Bool
        /// The law, in words.
        public var ground: LocalizedText?
    }

    public func field(_ name: String) -> Field? { fields.first { $0.name == name } }

    /// Whether records tell of people, so that looking at them needs a purpose and is recorded.
    public var isPersonal: Bool { !about.isEmpty }

    var publicFields: Set<String> { Set(publicity?.fields ?? []) }
    var indexedFields: [Field] { fields.filter(\.isIndexed) }
    var searchedFields: [Field] { fields.filter(\.isSearched) }

    /// The constant of a record without a value: every field null.
    var scope: Scope { Scope(variables: fields.map(\.name)) }
}
