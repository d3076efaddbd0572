import Base
import Testing

@Suite("Encodings")
struct EncodingTests {
    @Test(
        "The vectors of RFC 4648 §10",
        arguments: [
            ("", "", ""), ("f", "Zg", "66"), ("fo", "Zm8", "666f"), ("foo", "Zm9v", "666f6f"),
            ("foob", "Zm9vYg", "666f6f62"),
            ("fooba", "Zm9vYmE", "666f6f6261"), ("foobar", "Zm9vYmFy", "666f6f626172"),
        ])
    func vectors(_ text: String, _ base64: String, _ hex: String) {
        #expect(Base64URL.encode(text.utf8) == base64)
        #expect(Base64URL.decode(base64) == Array(text.utf8))
        #expect(Hex.encode(text.utf8) == hex)
        #expect(Hex.decode(hex.uppercased()) == Array(text.utf8))
    }

    @Test("Every value has one text")
    func strict() {
        #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
        for text in ["Zh", "Zm9", "Z", "Zg==", "Z+", "Z g"] { #expect(Base64URL.decode(text) == nil, "\(text)") }
        for text in ["6", "6g", "0x66"] { #expect(Hex.decode(text) == nil, "\(text)") }
    }

    @Test("CSV quotes what it must, and no more (RFC 4180)")
    func csv() throws {
        #expect(CSV.record(["a", "b c", "d,e", "f\"g", "h\ni", ""]) == "a,b c,\"d,e\",\"f\"\"g\",\"h\ni\",\r\n")
        #expect(CSV.record([""]) == "\"\"\r\n")
        #expect(CSV.record(["a;b", "c,d"], separator: ";") == "\"a;b\";c,d\r\n")
        #expect(try CSV.records("a,b\r\n\r\n1,\"x\r\ny\"\n\"\",2") == [["a", "b"], ["1", "x\r\ny"], ["", "2"]])
        #expect(try CSV.records("\u{FEFF}a\r\n") == [["a"]])
        #expect(try CSV.records("") == [])
        #expect(try CSV.records("a,") == [["a", ""]])
    }

    @Test("CSV that is not well formed is refused with its line")
    func badCSV() {
        #expect(throws: CSV.ReadError.unterminatedQuote(line: 2)) { try CSV.records("a\n\"b\nc") }
        #expect(throws: CSV.ReadError.unterminatedQuote(line: 1)) { try CSV.records("\"") }
        #expect(throws: CSV.ReadError.strayQuote(line: 1)) { try CSV.records("a\"b") }
        #expect(throws: CSV.ReadError.strayQuote(line: 1)) { try CSV.records("\"a\"b") }
        var reader = CSV.Reader([0x61, 0xFF])
        #expect(throws: CSV.ReadError.notUTF8(line: 1)) { try reader.next() }
    }

    @Test(
        "What a spreadsheet would run is disarmed, numbers are not",
        arguments: [
            ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-2+3", "'-2+3"), ("@x", "'@x"), ("\tx", "'\tx"), ("-5", "-5"),
            ("+3.5", "+3.5"), ("plain", "plain"), ("-", "'-"), ("＝1", "'＝1"),
        ])
    func formulas(_ field: String, _ expected: String) {
        #expect(CSV.record(["x", field], formulaSafe: true) == "x,\(expected)\r\n")
        #expect(CSV.record(["x", field]) == "x,\(field)\r\n")
    }

    @Test("Records come back from their CSV", arguments: [71, 72] as [UInt64])
    func csvRoundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let alphabet: [Character] = ["a", ",", "\"", "\n", "\r", "\r\n", ";", "é", " ", "="]
        for _ in 0..<500 {
            let records = (0..<4).map { _ in
                (0..<3).map { _ in
                    String(
                        (0..<Int.random(in: 0..<6, using: &random)).map { _ in
                            alphabet.randomElement(using: &random) ?? "a"
                        })
                }
            }
            let text = records.map { CSV.record($0) }.joined()
            #expect(try CSV.records(text) == records, "seed \(seed)")
        }
    }

    @Test("A reference finds every single wrong symbol and every exchange of two", arguments: [81, 82] as [UInt64])
    func references(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<50 {
            let reference = try #require(Reference(kind: "SR", using: &random))
            let text = reference.description
            #expect(Reference(text) == reference)
            #expect(Reference(text.lowercased().filter { $0 != "-" }) == reference)
            let symbols = Array(text.dropFirst(3).filter { $0 != "-" })
            for place in symbols.indices {
                for other in "23456789ACDEFGHJKMNPQRSTVWXYZ" where other != symbols[place] {
                    var wrong = symbols
                    wrong[place] = other
                    #expect(Reference("SR" + String(wrong)) == nil, "seed \(seed)")
                }
                for second in symbols.indices where symbols[second] != symbols[place] {
                    var wrong = symbols
                    wrong.swapAt(place, second)
                    #expect(Reference("SR" + String(wrong)) == nil, "seed \(seed)")
                }
            }
        }
    }

    @Test("Other texts are no reference")
    func notReferences() {
        var random = SplitMix64(seed: 1)
        #expect(Reference(kind: "", using: &random) == nil)
        #expect(Reference(kind: "sr", using: &random) == nil)
        #expect(Reference(kind: "ABCDE", using: &random) == nil)
        for text in ["", "SR", "SR-7K3M-29Q", "SR-7K3M-290X", "é-7K3M-29QX"] { #expect(Reference(text) == nil) }
    }

    @Test(
        "Slugs are plain and stay readable",
        arguments: [
            ("Éclairage public n° 3", "eclairage-public-n-3"), ("  Straße & Œuvre ", "strasse-oeuvre"), ("---", ""),
            ("إنارة الشوارع", "إنارة-الشوارع"), ("Ålesund/Łódź", "alesund-lodz"), ("don't", "don-t"),
        ])
    func slugs(_ text: String, _ expected: String) { #expect(Slug.of(text) == expected) }

    @Test("A slug is never longer than asked")
    func slugLimit() { #expect(Slug.of("one two three", limit: 8) == "one-two") }
}
