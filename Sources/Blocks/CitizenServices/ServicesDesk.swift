import Base
import BuildingBlock
import FEEL
import Journal
import Processes
import ServiceDefinition
import Store
import Web

/// Where people apply and officers decide: every change of a draft or a case passes through here, in one transaction with its act.
public struct ServicesDesk: Sendable {
    public let platform: Platform
    public let catalogue: ServiceCatalogue
    let ports: ServicePorts
    /// Where the processes of cases run; `nil` while a process asks for something, which never moves another.
    let processes: ProcessDesk?

    /// - Parameter processes: a desk whose services are `handlers(on:catalogue:ports:)`.
    public init(on platform: Platform, catalogue: ServiceCatalogue, ports: ServicePorts, processes: ProcessDesk) {
        (self.platform, self.catalogue, self.ports, self.processes) = (platform, catalogue, ports, processes)
    }

    private init(inProcess platform: Platform, _ catalogue: ServiceCatalogue, _ ports: ServicePorts) {
        (self.platform, self.catalogue, self.ports, processes) = (platform, catalogue, ports, nil)
    }

    /// What the processes of services may ask for.
    public static func handlers(on platform: Platform, catalogue: ServiceCatalogue, ports: ServicePorts)
        -> ProcessHandlers
    {
        ServiceTasks(desk: ServicesDesk(inProcess: platform, catalogue, ports)).handlers
    }

    var database: any Database { platform.database }
    var jurisdiction: Jurisdiction { platform.jurisdiction }
    var currency: Currency { jurisdiction.currency }
    var calendar: LegalCalendar { jurisdiction.calendar }

    /// The agency that answers for a service: the definition's, else the government's first.
    func agency(of service: Service) -> String {
        service.agency ?? jurisdiction.agencies.first?.key ?? jurisdiction.key
    }

    /// Words of the definition in all languages.
    func words(_ wording: Wording, of service: Service) -> LocalizedText {
        LocalizedText(
            wording.original, in: Language(rawValue: service.language) ?? .english,
            translations: Dictionary(
                wording.translations.compactMap { key, text in Language(rawValue: key).map { ($0, text) } }
            ) { $1 })
    }

    /// Words of this block in all languages.
    func words(_ key: String, _ arguments: [String: Texts.Argument] = [:]) -> LocalizedText {
        let languages = jurisdiction.languages
        let texts = languages.map { ($0, platform.texts("citizen-services.\(key)", in: $0, arguments)) }
        return LocalizedText(
            texts.first?.1 ?? "", in: languages.first ?? .english, translations: Dictionary(texts.dropFirst()) { $1 })
    }

    /// How a case stands in the rules: its answers and facts as they were submitted.
    func journey(_ one: ServiceCase, _ service: Service, in language: Language) -> Journey {
        Journey(service, answers: one.answers, facts: one.facts.facts(on: platform), language: language.rawValue)
    }

    /// What a case costs.
    func money(_ amount: Decimal128) -> Money? {
        guard let scaled = amount.rounded(scale: currency.exponent, .halfEven) else { return nil }
        return Money(scaled.description, currency)
    }
}

/// Who works on a case: an officer, or Polity itself.
public struct CaseWorker: Hashable, Sendable {
    public var actor: Act.Actor
    /// The agencies in whose name the worker may act; `nil`: all.
    public var agencies: Set<String>?
    /// In whose name an officer at a counter acts; `nil`: in no other's.
    public var actsFor: Identifier<Act.Party>?

    public init(actor: Act.Actor, agencies: Set<String>?, actsFor: Identifier<Act.Party>? = nil) {
        (self.actor, self.agencies, self.actsFor) = (actor, agencies, actsFor)
    }

    public init(_ officer: Officer) {
        (actor, agencies) = (.person(Identifier(officer.person.account)), Set(officer.agencies))
    }

    var party: Identifier<Act.Party>? { if case .person(let party) = actor { party } else { nil } }

    func mayAct(for agency: String?) -> Bool {
        agencies.map { agencies in agency.map(agencies.contains) ?? false } ?? true
    }
}
