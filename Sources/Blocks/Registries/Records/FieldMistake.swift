import Base

/// What is wrong with the value of a field, or with a record as a whole.
public struct FieldMistake: Hashable, Sendable {
    /// `nil` for the record as a whole.
    public var field: String?
    public var reason: Reason

    public enum Reason: Hashable, Sendable {
        case unknownField
        case missing
        case notText
        case notANumber
        case notAnInteger
        case notADate
        case notAMoment
        case notYesNo
        case notAnAmount
        /// The keys that may be chosen.
        case notAChoice([String])
        case notAParty
        case notAnEmail
        case tooLong(Int)
        /// There is no such record in that registry at that time.
        case unknownReference(registry: String)
        /// Another record has the same values in these fields.
        case taken([String])
        /// A constraint of the definition, in its own words.
        case constraint(LocalizedText)
    }

    public init(_ field: String?, _ reason: Reason) {
        self.field = field
        self.reason = reason
    }

    /// For people, in their language.
    func words(_ texts: Texts, _ language: Language, _ definition: RegistryDefinition) -> String {
        func text(_ key: String, _ arguments: [String: Texts.Argument] = [:]) -> String {
            texts("registries.mistake.\(key)", in: language, arguments)
        }
        return switch reason {
        case .unknownField: text("unknown-field")
        case .missing: text("missing")
        case .notText, .notANumber: text("number")
        case .notAnInteger: text("integer")
        case .notADate: text("date")
        case .notAMoment: text("moment")
        case .notYesNo: text("yes-no")
        case .notAnAmount: text("amount")
        case .notAChoice: text("choice")
        case .notAParty: text("party")
        case .notAnEmail: text("email")
        case .tooLong(let length): text("long", ["count": .number(Int64(length))])
        case .unknownReference: text("reference")
        case .taken: text("taken")
        case .constraint(let words): words(in: language)
        }
    }
}

extension FieldMistake: CustomStringConvertible {
    /// For programs and the command line.
    public var description: String {
        switch reason {
        case .unknownField: "is not a field of the registry"
        case .missing: "has no value and needs one"
        case .notText: "is not a text"
        case .notANumber: "is not a number like 12.5"
        case .notAnInteger: "is not a whole number"
        case .notADate: "is not a date like 2026-03-01"
        case .notAMoment: "is not a date and time like 2026-03-01T09:30:00Z"
        case .notYesNo: "is not yes or no"
        case .notAnAmount: "is not an amount of money like 12.50"
        case .notAChoice(let keys): "is not one of \(keys.joined(separator: ", "))"
        case .notAParty: "names nobody who is known here"
        case .notAnEmail: "is not an e-mail address"
        case .tooLong(let length): "is longer than \(length) characters"
        case .unknownReference(let registry): "is not the key of a record of \(registry)"
        case .taken(let fields): "another record has the same \(fields.joined(separator: " and "))"
        case .constraint(let words): words(in: words.original)
        }
    }
}
