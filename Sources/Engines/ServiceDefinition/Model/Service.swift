import DMN
import FEEL
import Foundation

/// A public service as a designer wrote it: a folder that was read, compiled and found in order.
///
/// `Service.read(files:registries:)` gives it, or the mistakes. It never changes; a published revision is the files it came from.
public struct Service: Sendable {
    /// `driving-licence-renewal`: its address, for ever.
    public var key: String
    /// The language in which the definition is written; the others have translations.
    public var language: String
    /// All languages, the default first.
    public var languages: [String]
    public var title: Wording
    public var summary: Wording?
    public var topic: String?
    public var agency: String?
    public var lifeEvents: [String] = []
    /// What of the facts ends, and when people should be told.
    public var dueSoon: [DueSoon] = []
    /// What people type when they look for it, besides the words of title and summary.
    public var keywords: [Wording] = []
    public var forWhom: [Wording] = []
    public var needed: [Wording] = []
    public var costWords: Wording?
    public var otherWays: [OtherWay] = []
    public var applicant: Applicant = .person
    public var assurance: Assurance = .low
    /// For how many days an application that was begun is kept after it was last saved.
    public var draftDays = 90
    public var evidence: [Evidence] = []
    public var eligibility: [EligibilityRule] = []
    public var pages: [Page] = []
    public var values: [ComputedValue] = []
    public var fee: Fee?
    public var process: ProcessSource?
    public var clock: Clock?
    public var decisions: [Decision] = []
    /// Gives `approve` or `refuse` (a decision's key), or null: what the rules propose to the officer.
    public var proposal: Source?
    public var registryWrites: [RegistryWrite] = []
    public var certificate: Letter?
    public var letters: [Letter] = []
    public var messages: [Letter] = []
    public var checks: [OfficerCheck] = []
    public var appeal: Appeal?
    public var retention: Retention?
    /// By what the service's cases are counted in open data.
    public var statistics: [String] = []
    public var examples: [Example] = []

    /// The files that it was read from, by their paths in the folder.
    public internal(set) var files: [String: Data] = [:]
    /// What the check found that does not stand in the way.
    public internal(set) var warnings: [Mistake] = []
    package var names = Names()
    package var models: [String: DecisionModel] = [:]
    /// The decision models of the folder, in the order of their files.
    public var decisionModels: [DecisionModel] { models.sorted { $0.key < $1.key }.map(\.value) }
    /// All texts, in the order of the definition.
    package var wordings: [Wording] = []

    public enum Applicant: String, Sendable, CaseIterable { case person, organisation, either }

    /// How sure we must be of who applies (Regulation (EU) 910/2014, article 8).
    public enum Assurance: String, Sendable, CaseIterable { case low, substantial, high }

    public struct OtherWay: Sendable {
        /// `counter`, `paper form`, `phone`, `post`, or another word.
        public var way: String
        public var words: Wording
    }

    /// What a registry knows already, looked up with the applicant's knowledge and never asked again.
    public struct Evidence: Sendable {
        public var name: String
        public var registry: String
        /// FEEL over the registry's fields and `applicant`, for the registry to run.
        public var condition: String
        /// A list of records; otherwise one, or null.
        public var isMany: Bool
        /// Why it is looked up, as the person reads it.
        public var purpose: Wording?
        public var line: Int
    }

    /// Something that ends on a day that registers know, such as a licence.
    public struct DueSoon: Sendable {
        /// Gives the day, or null.
        public var date: Formula
        /// How many days before it somebody is told.
        public var withinDays: Int
        public var when: Formula?
        public var words: Wording
        public var line: Int
    }

    public struct EligibilityRule: Sendable {
        /// A short name, for examples; the requirement's text where none was given.
        public var name: String
        public var require: Formula
        public var otherwise: Wording
        /// What the person is told who asks before signing in.
        public var words: Wording?
        /// After how many questions it can be decided.
        var position: Int
        public var line: Int
    }

    /// A value that follows from answers and evidence.
    public struct ComputedValue: Sendable {
        public var name: String
        public var source: Source
        public var label: Wording?
        var position: Int
        public var line: Int
    }

    /// Where a value comes from: a formula, or a decision of a model.
    public enum Source: Sendable {
        case formula(Formula)
        case decision(DecisionCall)
    }

    public struct DecisionCall: Sendable {
        public var file: String
        public var decision: String
        /// The inputs of the model, by what gives their values.
        public var inputs: [(name: String, value: Formula)]
        public var line: Int
    }

    public struct Fee: Sendable {
        public var lines: [Line]
        /// When it is asked for.
        public var due: Due
        public var withinDays: Int?
        public var line: Int

        public enum Due: String, Sendable, CaseIterable {
            case atSubmission = "at submission"
            case afterDecision = "after decision"
        }

        public struct Line: Sendable {
            public var label: Wording
            public var amount: Source
            public var when: Formula?
        }
    }

    public enum ProcessSource: Sendable, Hashable {
        /// A file of the folder.
        case file(String)
        /// One of the government's shared processes.
        case shared(String)
    }

    /// The legal deadline.
    public struct Clock: Sendable {
        public var days: Int
        public var isWorkingDays: Bool
        /// What stops it: `waiting for applicant`, …
        public var pauses: [String]
        public var silence: Silence

        public enum Silence: String, Sendable, CaseIterable { case approval, refusal, nothing }
    }

    /// One way in which a case can end.
    public struct Decision: Sendable {
        /// `approve`, `refuse`, or another.
        public var key: String
        public var title: Wording
        public var reasons: [Reason]
        /// The letter that tells of it.
        public var letter: String?
        public var isApproval: Bool
        public var line: Int

        public struct Reason: Sendable {
            public var key: String
            public var words: Wording
        }
    }

    /// What an approval writes into a registry.
    public struct RegistryWrite: Sendable {
        public enum Action: String, Sendable, CaseIterable { case create, update, end }
        public var action: Action
        public var registry: String
        /// The name of the evidence whose record is changed.
        public var record: String?
        public var set: [(field: String, value: Formula)]
        public var when: Formula?
        /// The decisions after which it happens.
        public var after: [String]
        public var line: Int
    }

    /// A text that goes out: certificate, letter or message. `{{…}}` holds FEEL.
    public struct Letter: Sendable {
        public var name: String
        public var title: Wording
        /// By language.
        public var templates: [String: Template]
        /// Until when a certificate holds.
        public var validUntil: Formula?
        public var line: Int
    }

    public struct OfficerCheck: Sendable {
        public var name: String
        public var words: Wording
        public var when: Formula?
    }

    public struct Appeal: Sendable {
        public var withinDays: Int
        public var to: String
        public var words: Wording?
    }

    public struct Retention: Sendable {
        public var years: Int
        public var after: String
        public var then: String
    }
}

extension Service {
    public func page(_ name: String) -> Page? { pages.first { $0.name == name } }
    public func decision(_ key: String) -> Decision? { decisions.first { $0.key == key } }
    public func letter(_ name: String) -> Letter? { (letters + messages).first { $0.name == name } }

    /// What evidence must be looked up before the first page.
    public var evidenceNames: [String] { evidence.map(\.name) }
}
