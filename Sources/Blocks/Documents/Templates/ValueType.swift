import Base
import BuildingBlock

/// What a value of a template is, as its head declares it: `text`, `date`, `time`, `money`, `number`, `flag`, or a list of records.
public indirect enum ValueType: Sendable, Hashable {
    case text, date, time, money, number, flag
    case list([String: ValueType])

    static let simple: [String: ValueType] = [
        "text": .text, "date": .date, "time": .time, "money": .money, "number": .number, "flag": .flag,
    ]

    var word: String {
        Self.simple.first { $0.value == self }?.key ?? "list"
    }
}

extension ValueType: Decodable {
    public init(from decoder: any Decoder) throws {
        if let word = try? decoder.singleValueContainer().decode(String.self) {
            guard let type = Self.simple[word] else {
                throw DecodingError.dataCorrupted(
                    .init(
                        codingPath: decoder.codingPath,
                        debugDescription:
                            "\(word) is no kind of value; known are \(Self.simple.keys.sorted().joined(separator: ", ")), or a list of one record"
                    ))
            }
            self = type
            return
        }
        guard let records = try? [[String: ValueType]](from: decoder), let record = records.first, records.count == 1
        else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "write a list as one record: [{ what: text, amount: money }]"))
        }
        self = .list(record)
    }
}

/// Writes values as people of a language read them.
struct ValueWriter: Sendable {
    let format: Format
    let currency: Currency

    /// The text of a value whose kind is known; `nil` where the value is not of that kind.
    func text(_ value: JSON, as type: ValueType) -> String? {
        switch type {
        case .text: value.string ?? value.integer.map { String($0) }
        case .date: value.string.flatMap { LocalDate($0) }.map { format.date($0) }
        case .time: value.string.flatMap { Instant(iso8601: $0) }.map { format.dateTime($0) }
        case .money: money(value).map { format.money($0) }
        case .number: number(value)
        case .flag, .list: nil
        }
    }

    /// `{"amount": "12.50", "currency": "EUR"}`, or the amount alone in the jurisdiction's currency.
    private func money(_ value: JSON) -> Money? {
        if let amount = value["amount"]?.string {
            guard let currency = value["currency"]?.string.map({ Currency(rawValue: $0) }) ?? currency else {
                return nil
            }
            return Money(amount, currency)
        }
        return value.string.flatMap { Money($0, currency) }
    }

    private func number(_ value: JSON) -> String? {
        if let integer = value.integer { return format.number(integer) }
        guard let number = value.double else { return nil }
        return format.number(number, decimals: 2)
    }
}
