import Base
import FEEL

/// The values of a field: read from text, checked, and as FEEL has them. `FieldType` tells their form.
extension Field {
    /// Reads what a person typed or a file holds. An empty text is no value. Parties are read by the caller, who knows them.
    func value(from text: String, currency: Currency) throws(FieldMistake.Failure) -> JSON {
        if text.isEmpty { return .null }
        switch type {
        case .integer:
            guard let number = Int64(text) else { throw .init(.notAnInteger) }
            return .integer(number)
        case .yesNo:
            switch text.lowercased() {
            case "yes", "true", "1": return .bool(true)
            case "no", "false", "0": return .bool(false)
            default: throw .init(.notYesNo)
            }
        case .choice where allowsSeveral:
            let keys = text.split(whereSeparator: { $0 == "," || $0 == ";" || $0 == " " }).map {
                JSON.string(String($0))
            }
            return try checked(.array(keys), currency: currency)
        default: return try checked(.string(text), currency: currency)
        }
    }

    /// The value in its one form, or why it is none of this field's.
    func checked(_ value: JSON, currency: Currency) throws(FieldMistake.Failure) -> JSON {
        if value == .null || value == .string("") { return .null }
        switch type {
        case .text, .longText, .address: return .string(try text(value))
        case .email:
            let text = try text(value)
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !text.contains(" ") else {
                throw .init(.notAnEmail)
            }
            return .string(text)
        case .number:
            guard let text = value.numeral, let number = Decimal128(text) else { throw .init(.notANumber) }
            return .string(number.description)
        case .integer:
            guard let number = value.integer ?? value.numeral.flatMap({ Int64($0) }) else { throw .init(.notAnInteger) }
            return .integer(number)
        case .money:
            guard let text = value.numeral, let money = Money(text, currency) else { throw .init(.notAnAmount) }
            return .string(money.decimal)
        case .date:
            guard let date = value.string.flatMap(LocalDate.init) else { throw .init(.notADate) }
            return .string(date.description)
        case .dateTime:
            guard let moment = value.string.flatMap({ Instant(iso8601: $0) }) else { throw .init(.notAMoment) }
            return .string(moment.iso8601)
        case .yesNo:
            guard let flag = value.bool else { throw .init(.notYesNo) }
            return .bool(flag)
        case .choice: return try chosen(value)
        case .person, .organisation:
            guard let party = value.string.flatMap({ Identifier<Never>($0) }) else { throw .init(.notAParty) }
            return .string(party.description)
        case .reference: return .string(try text(value))
        }
    }

    private func text(_ value: JSON) throws(FieldMistake.Failure) -> String {
        guard let text = value.string, !text.unicodeScalars.contains("\0") else { throw .init(.notText) }
        guard text.count <= length else { throw .init(.tooLong(length)) }
        return text
    }

    private func chosen(_ value: JSON) throws(FieldMistake.Failure) -> JSON {
        let keys = choices.map(\.key)
        if !allowsSeveral {
            guard let key = value.string, keys.contains(key) else { throw .init(.notAChoice(keys)) }
            return .string(key)
        }
        let list = value.array?.compactMap(\.string) ?? [value.string].compactMap { $0 }
        guard list.allSatisfy(keys.contains) else { throw .init(.notAChoice(keys)) }
        // In the order of the definition, each once: one form for one meaning.
        return list.isEmpty ? .null : .array(keys.filter(list.contains).map(JSON.string))
    }

    /// The value as FEEL has it; what does not fit the type any more is its text.
    func feel(_ value: JSON) -> FEELValue {
        switch (type, value) {
        case (_, .null): .null
        case (.number, .string(let text)), (.money, .string(let text)): Decimal128(text).map(FEELValue.number) ?? .null
        case (.date, .string(let text)): LocalDate(text).flatMap(CalendarDate.init).map(FEELValue.date) ?? .string(text)
        case (.dateTime, .string(let text)):
            Instant(iso8601: text).flatMap { DateTime($0, offset: 0) }.map(FEELValue.dateTime) ?? .string(text)
        case (_, .integer(let number)): .number(Int(number))
        case (_, .bool(let flag)): .boolean(flag)
        case (_, .string(let text)): .string(text)
        case (_, .array(let items)): .list(items.map(feel))
        default: .null
        }
    }

    /// A value of FEEL as JSON, not yet checked.
    func json(_ value: FEELValue) -> JSON {
        switch value {
        case .null: return .null
        case .boolean(let flag): return .bool(flag)
        case .number(let number):
            if type == .integer, let whole = number.exactInt { return .integer(Int64(whole)) }
            return .string(number.description)
        case .list(let items): return .array(items.map(json))
        case .dateTime(let moment):
            if type == .date { return .string(moment.date.description) }
            // On the local clock where there is no zone: read as UTC.
            return .string(Instant(seconds: Int64(moment.seconds)).iso8601)
        default: return .string(value.description)
        }
    }

    /// The value as it stands in the index.
    static func indexText(_ value: JSON) -> [String] {
        switch value {
        case .null: []
        case .string(let text): [text]
        case .integer(let number): [String(number)]
        case .bool(let flag): [flag ? "true" : "false"]
        case .array(let items): items.flatMap(indexText)
        default: []
        }
    }
}

extension FieldMistake {
    /// Why a value was refused, before it is known of which field.
    struct Failure: Error {
        var reason: Reason
        init(_ reason: Reason) { self.reason = reason }
    }
}

extension JSON {
    /// A number as it was written.
    fileprivate var numeral: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .number(let number): "\(number)"
        default: nil
        }
    }
}

extension CalendarDate {
    init?(_ date: LocalDate) { self.init(year: date.year, month: date.month, day: date.day) }
}

extension DateTime {
    /// - Parameter offset: seconds east of UTC.
    init?(_ instant: Instant, offset: Int) {
        let rest = Int(instant.microseconds - instant.seconds * 1_000_000)
        self.init(moment: Int(instant.seconds), nanosecond: rest * 1000, zone: .offset(Int32(offset)))
    }
}
