import Base
import Testing

@Suite("Languages and texts")
struct TextTests {
    @Test(
        "The page speaks the language its reader likes best (RFC 4647 lookup)",
        arguments: [
            ("fr", "fr"), ("fr-CA", "fr"), ("ar-EG;q=0.9, fr;q=0.8", "ar"), ("de, fr;q=0.5", "fr"), ("", "en"),
            ("*", "en"),
            ("de", "en"), ("fr;q=0.1, ar;q=0.9", "ar"), ("en;q=0, *", "fr"), ("FR-fr , en", "fr"), ("pt", "pt-BR"),
            (";;;,,q=1,x", "en"), ("fr;q=nonsense, ar;q=0.1", "ar"), ("zh-Hant-TW", "zh-Hant"),
        ])
    func negotiation(_ header: String, _ expected: String) {
        let available = ["en", "fr", "ar", "pt-BR", "zh-Hant"].compactMap(Language.init(rawValue:))
        #expect(Language.negotiated(acceptLanguage: header, available: available)?.rawValue == expected)
    }

    @Test("Localized texts are a string or a map, and survive being written down")
    func localizedText() throws {
        let plain = try JSON("Street light").decode(LocalizedText.self)
        #expect(plain(in: .french) == "Street light")
        let map = try (["en": "Light", "fr": "Lampe"] as JSON).decode(LocalizedText.self)
        #expect(map(in: .french) == "Lampe")
        #expect(map.resolved(in: .arabic).language == .english)
        let french = LocalizedText("Lampe", in: .french, translations: [.english: "Light"])
        for text in [plain, map, french, LocalizedText("ضوء", in: .arabic)] {
            #expect(try JSON.encode(text).decode(LocalizedText.self) == text)
        }
        let told = try JSON("Lampe").decode(LocalizedText.self, userInfo: [.originalLanguage: Language.french])
        #expect(told.original == .french)
        #expect(throws: DecodingError.self) { try JSON.object([]).decode(LocalizedText.self) }
        #expect(throws: DecodingError.self) { try (["not a tag": "x"] as JSON).decode(LocalizedText.self) }
    }

    @Test(
        "Arabic has six forms (CLDR)",
        arguments: [
            (0, .zero), (1, .one), (2, .two), (3, .few), (10, .few), (11, .many), (26, .many), (99, .many),
            (100, .other),
            (101, .other), (102, .other), (103, .few), (111, .many), (200, .other), (1003, .few), (-3, .few),
        ] as [(Int64, PluralCategory)])
    func arabic(_ number: Int64, _ category: PluralCategory) {
        #expect(PluralCategory.of(number, in: .arabic) == category)
    }

    @Test("English and French count as CLDR says")
    func plurals() throws {
        let english = [0, 1, 2, 1_000_000].map { PluralCategory.of($0, in: .english) }
        #expect(english == [.other, .one, .other, .other])
        let french = [0, 1, 2, 1_000_000, 1_000_001].map { PluralCategory.of($0, in: .french) }
        #expect(french == [.one, .one, .other, .many, .other])
        #expect(PluralCategory.of(decimal: "1.0", in: .english) == .other)
        #expect(PluralCategory.of(decimal: "1.5", in: .french) == .one)
        #expect(PluralCategory.of(decimal: "3.0", in: .arabic) == .few)
        #expect(PluralCategory.of(decimal: "0.5", in: .arabic) == .other)
        let polish = try #require(Language(rawValue: "pl"))
        #expect([1, 2, 5, 12, 22].map { PluralCategory.of($0, in: polish) } == [.one, .few, .many, .many, .few])
        let russian = try #require(Language(rawValue: "ru"))
        #expect([1, 2, 5, 11, 21].map { PluralCategory.of($0, in: russian) } == [.one, .few, .many, .many, .one])
    }

    static func sample() throws -> Texts {
        try Texts(embedded: [
            "Texts/en.json": #"""
            {"queue": {"title": "Requests of {agency}", "open": {"one": "{count} open request", "other": "{count} open requests"}},
             "only.english": "Only {here} {not closed"}
            """#,
            "Texts/fr.json":
                #"{"queue": {"title": "Demandes de {agency}", "open": {"one": "{count} demande", "other": "{count} demandes"}}}"#,
            "Texts/ar.json":
                #"{"queue.title": "طلبات {agency}", "queue.open": {"zero": "لا طلبات {count}", "few": "{count} طلبات", "other": "{count} طلب"}}"#,
            "Views/x.mustache": "no text",
        ])
    }

    @Test("Messages are filled in, counted and fall back to the original language")
    func messages() throws {
        let texts = try Self.sample()
        #expect(texts("queue.title", in: .french, ["agency": "X"]) == "Demandes de X")
        #expect(texts("queue.open", in: .english, ["count": 1]) == "1 open request")
        #expect(texts("queue.open", in: .english, ["count": 12_345]) == "12,345 open requests")
        #expect(texts("queue.open", in: .french, ["count": 0]) == "0 demande")
        #expect(texts("queue.open", in: .arabic, ["count": 5]) == "5 طلبات")
        // A form that is missing is spoken as `other`.
        #expect(texts("queue.open", in: .arabic, ["count": 11]) == "11 طلب")
        #expect(texts("only.english", in: .arabic, ["here": "now"]) == "Only now {not closed")
        #expect(texts.resolved("only.english", in: .arabic)?.language == .english)
        #expect(texts("queue.title", in: try #require(Language(rawValue: "fr-CA")), ["agency": "X"]) == "Demandes de X")
    }

    @Test("A key or an argument that is missing can be seen")
    func missing() throws {
        let texts = try Self.sample()
        #expect(texts("no.such.key", in: .french) == "⟦no.such.key⟧")
        #expect(texts("queue.title", in: .english) == "Requests of {agency}")
        #expect(!texts.contains("no.such.key"))
    }

    @Test("Names inside a right-to-left sentence are isolated")
    func isolated() throws {
        #expect(try Self.sample()("queue.title", in: .arabic, ["agency": "Roads"]) == "طلبات \u{2068}Roads\u{2069}")
    }

    @Test("The catalogue names what a translation lacks")
    func problems() throws {
        let problems = try Self.sample().problems()
        #expect(problems.contains("fr: only.english is missing"))
        #expect(problems.contains("ar: queue.open has no form for two"))
        #expect(!problems.contains { $0.hasPrefix("fr: queue") })
        var texts = try Self.sample()
        try texts.add(json: #"{"queue.title": "Sans nom", "extra": "x"}"#, named: "fr.json", in: .french)
        #expect(texts.problems().contains("fr: queue.title has other placeholders than in en"))
        #expect(texts.problems().contains("fr: extra is not in en"))
    }

    @Test("A file that is no catalogue is refused by name")
    func badFiles() {
        #expect(throws: TextsError.notText(file: "Texts/en.json", key: "a.b")) {
            try Texts(embedded: ["Texts/en.json": #"{"a": {"b": 3}}"#])
        }
        #expect(throws: TextsError.notLanguage(file: "Texts/!.json")) { try Texts(embedded: ["Texts/!.json": "{}"]) }
        #expect(throws: TextsError.self) { try Texts(embedded: ["Texts/en.json": "{"]) }
    }
}
