import Base
import BuildingBlock
import FEEL
import Journal
import Logging
import Store
import Synchronization

/// The registries of a government: the public face of this block. Whatever changes something, or looks at people's data, takes the
/// caller's transaction, so that it stands or falls with the caller's own change.
///
/// ```swift
/// let condition = try desk.condition("holder = applicant.id", on: "driving-licences", names: ["applicant"])
/// try await database.write { tx in
///     let look = Look(by: .person(officer), for: "transport", Purpose("…", case: "DL-2026-000017"), at: now)
///     let licences = try desk.records(where: condition, names: ["applicant": ["id": .string("\(party)")]], look, in: tx)
///     try desk.change(licence.id, set: ["expires": "2036-11-23"], from: now, by: RecordChange(by: …), in: tx)
/// }
/// ```
public struct RegistryDesk: Sendable {
    public let platform: Platform
    public let parties: PartyBook
    let shelf: Shelf

    /// What is kept between calls: the definitions in use, and which version each is.
    final class Shelf: Sendable {
        let catalogue: Mutex<RegistryCatalogue>
        let versions = Mutex<[String: Int]>([:])
        init(_ catalogue: RegistryCatalogue) { self.catalogue = Mutex(catalogue) }
    }

    /// Reads the definitions of the jurisdiction's folder. Those with mistakes are left out until `publish` finds their last good
    /// version; `mistakes` tells what is wrong with them.
    public init(on platform: Platform, parties: PartyBook = .empty) {
        self.init(on: platform, parties: parties, catalogue: .read(for: platform.jurisdiction))
    }

    init(on platform: Platform, parties: PartyBook = .empty, catalogue: RegistryCatalogue) {
        self.platform = platform
        self.parties = parties
        shelf = Shelf(catalogue)
        for mistake in catalogue.mistakes {
            platform.logger.error("registry refused", metadata: ["file": "\(mistake)"])
        }
    }

    public var definitions: [RegistryDefinition] { shelf.catalogue.withLock { $0.definitions } }
    /// What is wrong with the files of registries, each with its line.
    public var mistakes: [DataFileError] { shelf.catalogue.withLock { $0.mistakes } }
    var catalogue: RegistryCatalogue { shelf.catalogue.withLock { $0 } }

    /// Throws `RegistryError.unknownRegistry`.
    public func definition(_ registry: String) throws -> RegistryDefinition {
        guard let definition = shelf.catalogue.withLock({ $0.definition(registry) }) else {
            throw RegistryError.unknownRegistry(registry)
        }
        return definition
    }

    /// A condition, read once. Throws `RegistryError.condition` and `.unknownRegistry`.
    public func condition(
        _ text: String, on registry: String, names: [String] = [], properties: [String] = []
    ) throws -> RegistryCondition {
        try RegistryCondition(text, on: definition(registry), names: names, properties: properties)
    }

    /// The moment as expressions know it, on the jurisdiction's clock.
    func moment(_ instant: Instant) -> DateTime? {
        DateTime(instant, offset: platform.jurisdiction.calendar.zone.offset(at: instant))
    }

    var currency: Currency { platform.jurisdiction.currency }
}
