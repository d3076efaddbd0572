import Base
import Testing

@Suite("JSON (RFC 8259)")
struct JSONTests {
    @Test("A document of every kind of value is read")
    func everyKind() throws {
        let json = try JSON(parsing: #" {"a": [1, -2.5, 1e3, true, false, null, "x\u00e9\n\ud83d\ude00"], "b": {}} "#)
        #expect(
            json == ["a": [1, -2.5, .number(1000), true, false, nil, "xé\n😀"], "b": .object([])])
        #expect(json["a"]?[0]?.integer == 1)
        #expect(json["a"]?[9] == nil)
    }

    @Test("Whole numbers stay exact up to 64 bits, and become doubles beyond")
    func wholeNumbers() throws {
        #expect(try JSON(parsing: "9223372036854775807") == .integer(.max))
        #expect(try JSON(parsing: "-9223372036854775808") == .integer(.min))
        #expect(try JSON(parsing: "9223372036854775808") == .number(9_223_372_036_854_775_808))
        let zero = try JSON(parsing: "-0")
        #expect(zero.double?.sign == .minus)
    }

    @Test(
        "What is not JSON is refused, with its reason and place",
        arguments: [
            ("", .unexpectedEnd, 1, 1), ("[1,]", .unexpectedCharacter, 1, 4), ("{\"a\":1", .unexpectedEnd, 1, 7),
            ("01", .badNumber, 1, 1), ("1.", .unexpectedEnd, 1, 3), (".5", .unexpectedCharacter, 1, 1),
            ("1e", .unexpectedEnd, 1, 3), ("+1", .unexpectedCharacter, 1, 1), ("-", .unexpectedEnd, 1, 2),
            ("nul", .unexpectedEnd, 1, 4), ("NaN", .unexpectedCharacter, 1, 1), ("1 2", .trailingCharacters, 1, 3),
            ("{\n \"a\": 1,\n \"a\": 2}", .duplicateName, 3, 2), ("\"\t\"", .controlCharacter, 1, 2),
            ("\"\\x\"", .badEscape, 1, 2), ("\"\\ud800\"", .badEscape, 1, 2), ("\"\\ud800\\u0041\"", .badEscape, 1, 2),
            ("\"\\u12", .unexpectedEnd, 1, 6), ("1e999", .numberOutOfRange, 1, 1),
            ("{1:2}", .unexpectedCharacter, 1, 2),
            ("[1 2]", .unexpectedCharacter, 1, 4), ("'a'", .unexpectedCharacter, 1, 1), ("\"abc", .unexpectedEnd, 1, 5),
        ] as [(String, JSON.ParseError.Reason, Int, Int)])
    func refused(_ text: String, _ reason: JSON.ParseError.Reason, _ line: Int, _ column: Int) {
        let error = #expect(throws: JSON.ParseError.self) { try JSON(parsing: text) }
        #expect(error?.reason == reason)
        #expect(error?.line == line)
        #expect(error?.column == column)
    }

    @Test("Bytes that are not UTF-8 are refused, in plain strings and in those with escapes")
    func notUTF8() {
        for bytes: [UInt8] in [
            [0x22, 0xFF, 0x22], [0x22, 0x5C, 0x6E, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
        ] {
            let error = #expect(throws: JSON.ParseError.self) { try JSON(parsing: bytes) }
            #expect(error?.reason == .notUTF8)
        }
    }

    @Test("Depth and size have limits")
    func limits() throws {
        let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        _ = try JSON(parsing: deep)
        let deeper = #expect(throws: JSON.ParseError.self) { try JSON(parsing: "[\(deep)]") }
        #expect(deeper?.reason == .tooDeep)
        let large = #expect(throws: JSON.ParseError.self) { try JSON(parsing: "[1,2,3]", limits: .init(bytes: 6)) }
        #expect(large?.reason == .tooLarge)
    }

    @Test("Where duplicate names are allowed the last one answers; names of other code points are other names")
    func duplicateNames() throws {
        let json = try JSON(parsing: #"{"a": 1, "a": 2}"#, limits: .init(allowsDuplicateNames: true))
        #expect(json["a"] == 2)
        // é in one code point, and in two.
        #expect(try JSON(parsing: #"{"\u00e9": 1, "e\u0301": 2}"#).object?.count == 2)
        let names = (0..<40).map { "\"n\($0)\": 0" }.joined(separator: ",")
        #expect(throws: JSON.ParseError.self) { try JSON(parsing: "{\(names), \"n3\": 1}") }
        #expect(try JSON(parsing: "{\(names)}").object?.count == 40)
    }

    @Test("A byte-order mark is passed over")
    func byteOrderMark() throws {
        #expect(try JSON(parsing: [0xEF, 0xBB, 0xBF, 0x31]) == 1)
    }

    @Test("What is printed reads back the same", arguments: [1, 2, 3, 4, 5] as [UInt64])
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<400 {
            let json = JSON.random(depth: 4, using: &random)
            #expect(try JSON(parsing: json.bytes()) == json, "seed \(seed)")
            #expect(try JSON(parsing: json.bytes(pretty: true)) == json, "seed \(seed)")
        }
    }

    @Test("Doubles are read to the nearest and printed so that they read back", arguments: [11, 12] as [UInt64])
    func doubles(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            let text = JSON.number(value).description
            let read = try #require(JSON(parsing: text).double)
            #expect(read == value, "seed \(seed): \(text)")
            #expect(try JSON(parsing: value.description).double == value, "seed \(seed): \(value)")
        }
        // Short decimals take the fast path.
        for _ in 0..<20_000 {
            let digits = Int64.random(in: 0..<1_000_000_000_000_000, using: &random)
            let text = "\(digits)e\(Int.random(in: -30...30, using: &random))"
            #expect(try JSON(parsing: text).double == Double(text), "seed \(seed): \(text)")
        }
    }

    @Test("Pretty JSON breaks lines, and empty containers stay on one")
    func pretty() {
        let json: JSON = ["a": [1, 2], "b": .array([]), "c": .object([])]
        #expect(
            String(decoding: json.bytes(pretty: true), as: UTF8.self)
                == "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": [],\n  \"c\": {}\n}")
    }
}

@Suite("JSON Pointer (RFC 6901)")
struct JSONPointerTests {
    static let document = try? JSON(
        parsing: #"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}"#)

    @Test(
        "The examples of RFC 6901 §5 hold",
        arguments: [
            ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1), ("/c%d", 2), ("/e^f", 3), ("/g|h", 4),
            ("/i\\j", 5), ("/k\"l", 6), ("/ ", 7), ("/m~0n", 8),
        ] as [(String, JSON)])
    func examples(_ text: String, _ expected: JSON) throws {
        let pointer = try #require(JSONPointer(text))
        let document = try #require(Self.document)
        #expect(document[pointer] == expected)
        #expect(pointer.description == text)
    }

    @Test("Other texts are no pointers, and other indices name nothing")
    func refused() throws {
        #expect(JSONPointer("foo") == nil)
        #expect(JSONPointer("/a~2") == nil)
        #expect(JSONPointer("/a~") == nil)
        let document = try #require(Self.document)
        for text in ["/foo/00", "/foo/-", "/foo/2", "/foo/-1", "/foo/0/x", "/nothing"] {
            #expect(document[try #require(JSONPointer(text))] == nil)
        }
        #expect(document[JSONPointer()] == document)
    }
}

extension JSON {
    /// A random value that reads back as itself: numbers with a fraction are doubles, others integers.
    static func random(depth: Int, using random: inout some RandomNumberGenerator) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2: return .integer(Int64(truncatingIfNeeded: random.next()))
        case 3: return .number(Double(Int.random(in: -999...999, using: &random)) + 0.5)
        case 4, 5: return .string(text(using: &random))
        case 6:
            return .array(
                (0..<Int.random(in: 0..<5, using: &random)).map { _ in self.random(depth: depth - 1, using: &random) })
        default:
            return .object(
                (0..<Int.random(in: 0..<5, using: &random)).map {
                    Member("\($0)" + text(using: &random), self.random(depth: depth - 1, using: &random))
                })
        }
    }

    static func text(using random: inout some RandomNumberGenerator) -> String {
        let alphabet: [Character] = ["a", "é", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "😀", "م", "\u{2028}", " "]
        return String(
            (0..<Int.random(in: 0..<8, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "a" })
    }
}
