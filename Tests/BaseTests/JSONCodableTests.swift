import Base
import Foundation
import Testing

@Suite("JSON and Codable")
struct JSONCodableTests {
    struct Case: Codable, Equatable {
        enum Kind: String, Codable { case report, complaint }
        enum Outcome: Codable, Equatable {
            case open
            case closed(at: Instant, by: String)
        }
        var id: Identifier<Case>
        var kind: Kind
        var opened: Instant
        var day: LocalDate
        var outcome: Outcome
        var fee: Money?
        var note: String?
        var tags: [String]
        var counts: [String: Int]
        var nested: [[Double]]
        var extra: JSON
        var title: LocalizedText
    }

    static func example() throws -> Case {
        Case(
            id: Identifier(high: 1, low: 2), kind: .complaint, opened: Instant(microseconds: 1_774_000_000_123_456),
            day: try #require(LocalDate("2026-03-29")), outcome: .closed(at: Instant(seconds: 0), by: "x"),
            fee: Money(minorUnits: 1250, .euro), note: nil, tags: ["a", "b"], counts: ["x": 1], nested: [[1.5], []],
            extra: ["deep": [nil, true, 1, 1.5, "x"]],
            title: LocalizedText("Light", in: .english, translations: [.french: "Lampe"]))
    }

    @Test("A value survives the way into JSON and back")
    func roundTrip() throws {
        let value = try Self.example()
        let json = try JSON.encode(value)
        #expect(json["note"] == nil)
        #expect(json["opened"] == "2026-03-20T09:46:40.123456Z")
        #expect(json["fee"] == ["amount": "12.50", "currency": "EUR"])
        #expect(try json.decode(Case.self) == value)
        #expect(try JSON(parsing: json.bytes()).decode(Case.self) == value)
    }

    @Test("Foundation's coder writes and reads the same JSON")
    func foundation() throws {
        let value = try Self.example()
        let data = try JSONEncoder().encode(value)
        #expect(try JSON(parsing: [UInt8](data)).canonicalBytes() == JSON.encode(value).canonicalBytes())
        #expect(try JSONDecoder().decode(Case.self, from: data) == value)
    }

    @Test("An error names the place")
    func errors() throws {
        var json = try JSON.encode(try Self.example())
        guard case .object(var members) = json else { return }
        for index in members.indices where members[index].name == "nested" { members[index].value = [[1.5], ["x"]] }
        json = .object(members)
        let error = #expect(throws: DecodingError.self) { try json.decode(Case.self) }
        guard case .typeMismatch(_, let context) = error else {
            Issue.record("not a mismatch: \(String(describing: error))")
            return
        }
        #expect(JSONPointer(codingPath: context.codingPath).description == "/nested/1/0")
    }

    @Test("Numbers fit their type or are refused")
    func numbers() throws {
        #expect(try JSON.number(2.0).decode(Int.self) == 2)
        #expect(throws: DecodingError.self) { try JSON.number(2.5).decode(Int.self) }
        #expect(throws: DecodingError.self) { try JSON.integer(300).decode(UInt8.self) }
        #expect(throws: DecodingError.self) { try JSON.string("1").decode(Int.self) }
        #expect(throws: EncodingError.self) { try JSON.encode(UInt64.max) }
        #expect(throws: EncodingError.self) { try JSON.encode([Double.nan]) }
    }

    @Test("Subclasses, nested containers and super encoders keep their shape")
    func containers() throws {
        struct Odd: Codable, Equatable {
            var pair: [Int]
            enum CodingKeys: CodingKey { case outer, inner }
            init(pair: [Int]) { self.pair = pair }
            init(from decoder: any Decoder) throws {
                let outer = try decoder.container(keyedBy: CodingKeys.self)
                let inner = try outer.nestedContainer(keyedBy: CodingKeys.self, forKey: .outer)
                var list = try inner.nestedUnkeyedContainer(forKey: .inner)
                pair = [try list.decode(Int.self), try list.decode(Int.self)]
                #expect(list.isAtEnd)
                #expect(throws: DecodingError.self) { try list.decode(Int.self) }
            }
            func encode(to encoder: any Encoder) throws {
                var outer = encoder.container(keyedBy: CodingKeys.self)
                var inner = outer.nestedContainer(keyedBy: CodingKeys.self, forKey: .outer)
                var list = inner.nestedUnkeyedContainer(forKey: .inner)
                for number in pair { try list.encode(number) }
            }
        }
        let json = try JSON.encode(Odd(pair: [1, 2]))
        #expect(json == ["outer": ["inner": [1, 2]]])
        #expect(try json.decode(Odd.self) == Odd(pair: [1, 2]))
    }
}
