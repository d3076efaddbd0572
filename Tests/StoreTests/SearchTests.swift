import Base
import Store
import StoreTesting
import Testing

@Suite("What was indexed is found, on both engines alike")
struct SearchTests {
    struct Page {}
    private let index = SearchIndex("pages_search")

    private func find(_ texts: [(String, String)], _ query: String, _ engine: Engine) async throws -> [Int] {
        try await TestDatabase.with(engine, migrations: [index.migration(block: "pages", number: 1)]) { database in
            let ids = texts.indices.map { Identifier<Page>(at: Instant(seconds: Int64($0))) }
            try await database.write { tx in
                for (id, text) in zip(ids, texts) { try index.index(id, title: text.0, body: text.1, in: tx) }
            }
            let hits = try await database.read { tx in try index.find(query, of: Page.self, in: tx) }
            return hits.compactMap { hit in ids.firstIndex(of: hit.id) }
        }
    }

    @Test("without regard to case, accents and the ends of words", arguments: Engine.all)
    func folding(engine: Engine) async throws {
        let texts = [
            ("Éclairage public", "Lampadaire cassé, Straße dunkel"), ("Pothole", "A hole in the road"),
            ("Ærø", "Smørrebrød"),
        ]
        #expect(try await find(texts, "eclairage PUBLIC", engine) == [0])
        #expect(try await find(texts, "cassé", engine) == [0])
        #expect(try await find(texts, "strass", engine) == [0])
        #expect(try await find(texts, "pot", engine) == [1])
        #expect(try await find(texts, "aero smorre", engine) == [2])
        #expect(try await find(texts, "hole lamp", engine) == [])
    }

    @Test("in Arabic: without vowel signs, article, forms of alef", arguments: Engine.all)
    func arabic(engine: Engine) async throws {
        let texts = [
            ("تجديد الرُّخصة", "رخصة القيادة للمواطنين"), ("إنارة الشوارع", "مصباح مكسور في الشارع رقم ١٢"),
            ("مدرسة", "أمام المدرسة"),
        ]
        #expect(try await find(texts, "رخصة", engine) == [0])
        #expect(try await find(texts, "الرخصه", engine) == [0])
        #expect(try await find(texts, "انارة", engine) == [1])
        #expect(try await find(texts, "شارع 12", engine) == [1])
        #expect(try await find(texts, "والمدرسة", engine) == [2])
    }

    @Test("in scripts without spaces, and others", arguments: Engine.all)
    func scripts(engine: Engine) async throws {
        let texts = [("東京都庁", "住民票"), ("Київ", "Ремонт дороги"), ("ถนน", "हिन्दी")]
        #expect(try await find(texts, "住民", engine) == [0])
        #expect(try await find(texts, "КИЇВ дорог", engine) == [1])
        #expect(try await find(texts, "हिन्दी", engine) == [2])
    }

    @Test("a word in a title counts more than in a text", arguments: Engine.all)
    func ranking(engine: Engine) async throws {
        let texts = [("Parks", "There is a lamp"), ("Lamp", "There is a park"), ("Roads", "Nothing here")]
        #expect(try await find(texts, "lamp", engine) == [1, 0])
        #expect(try await find(texts, "park", engine) == [0, 1])
    }

    @Test("signs and quotes in a query are no syntax, and no words find nothing", arguments: Engine.all)
    func hostile(engine: Engine) async throws {
        let texts = [("O'Neil \"quoted\"", "a & b | c:* -d (e) NEAR AND OR NOT")]
        for query in ["o'neil", "\"quoted", "a & b", "near and or not", "'; DROP TABLE x; --a"] {
            let expected = query.contains("DROP") ? [] : [0]
            #expect(try await find(texts, query, engine) == expected, "\(query)")
        }
        for query in ["", "  ", "\"", "***", "&|!", "\\"] {
            #expect(try await find(texts, query, engine) == [], "\(query)")
        }
    }

    @Test("a document is replaced and removed", arguments: Engine.all)
    func change(engine: Engine) async throws {
        try await TestDatabase.with(engine, migrations: [index.migration(block: "pages", number: 1)]) { database in
            let id = Identifier<Page>(at: Instant(seconds: 1))
            try await database.write { tx in
                try index.index(id, title: "old", in: tx)
                try index.index(id, title: "new", in: tx)
            }
            let found = try await database.read { tx in
                try [index.find("old", of: Page.self, in: tx).count, index.find("new", of: Page.self, in: tx).count]
            }
            #expect(found == [0, 1])
            try await database.write { tx in try index.remove(id, in: tx) }
            let gone = try await database.read { tx in try index.find("new", of: Page.self, in: tx).count }
            #expect(gone == 0)
        }
    }

    @Test("a text of megabytes is indexed by its beginning", arguments: Engine.all)
    func huge(engine: Engine) async throws {
        let body = (0..<200_000).map { "word\($0)" }.joined(separator: " ")
        #expect(try await find([("Long", body)], "word19999", engine) == [0])
    }
}

@Suite("What lies in a part of the map is found, on both engines alike")
struct SpatialTests {
    struct Place {}
    private let index = SpatialIndex("places_map")

    private func with(_ engine: Engine, _ body: @escaping @Sendable (any WriteTransaction) throws -> Void) async throws
    {
        try await TestDatabase.with(engine, migrations: [index.migration(block: "places", number: 1)]) { database in
            try await database.write { tx in try body(tx) }
        }
    }

    private func id(_ number: Int) -> Identifier<Place> { Identifier(high: 0x7000, low: UInt64(number)) }

    @Test("the same points as a plain comparison finds (seeded)", arguments: Engine.all)
    func random(engine: Engine) async throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("SpatialTests.random seed \(seed)")
        let index = index
        try await with(engine) { [self] tx in
            var random = SplitMix64(seed: seed)
            let points = (0..<500).map { _ in
                (Double.random(in: -180...180, using: &random), Double.random(in: -90...90, using: &random))
            }
            for (number, point) in points.enumerated() {
                try index.index(id(number), at: BoundingBox(latitude: point.1, longitude: point.0), in: tx)
            }
            for _ in 0..<50 {
                let west = Double.random(in: -180...180, using: &random)
                let east = Double.random(in: -180...180, using: &random)
                let south = Double.random(in: -90...80, using: &random)
                let north = Double.random(in: south...90, using: &random)
                let box = BoundingBox(west: west, south: south, east: east, north: north)
                let expected = points.indices.filter { number in
                    let (x, y) = points[number]
                    let isBetween = west <= east ? x >= west && x <= east : x >= west || x <= east
                    return isBetween && y >= south && y <= north
                }
                let found = try index.find(in: box, of: Place.self, in: tx)
                #expect(Set(found) == Set(expected.map { id($0) }), "seed \(seed), \(box)")
            }
        }
    }

    @Test("edges belong to the box, to the last bit", arguments: Engine.all)
    func edges(engine: Engine) async throws {
        let index = index
        try await with(engine) { [self] tx in
            let place = BoundingBox(latitude: 48.1234567890123, longitude: 11.9876543210987)
            try index.index(id(1), at: place, in: tx)
            #expect(try index.find(in: place, of: Place.self, in: tx) == [id(1)])
            var beside = place
            beside.west = place.west.nextUp
            beside.east = place.east + 1
            #expect(try index.find(in: beside, of: Place.self, in: tx) == [])
        }
    }

    @Test("something moves and goes; areas are found by what they touch", arguments: Engine.all)
    func change(engine: Engine) async throws {
        let index = index
        try await with(engine) { [self] tx in
            let here = BoundingBox(west: 0, south: 0, east: 1, north: 1)
            let there = BoundingBox(west: 10, south: 10, east: 12, north: 12)
            try index.index(id(1), at: here, in: tx)
            try index.index(id(1), at: there, in: tx)
            #expect(try index.find(in: here, of: Place.self, in: tx) == [])
            let corner = BoundingBox(west: 12, south: 12, east: 13, north: 13)
            #expect(try index.find(in: corner, of: Place.self, in: tx) == [id(1)])
            try index.remove(id(1), in: tx)
            #expect(try index.find(in: there, of: Place.self, in: tx) == [])
        }
    }

    @Test("a box around a point holds the circle, and not much more")
    func around() {
        let box = BoundingBox(aroundLatitude: 60, longitude: 10, metres: 1000)
        // One degree of latitude is about 111.2 km; at 60° north one of longitude is half of that.
        #expect(abs((box.north - box.south) * 111_195 - 2000) < 5)
        #expect(abs((box.east - box.west) * 111_195 / 2 - 2000) < 5)
        let crossing = BoundingBox(aroundLatitude: 0, longitude: 179.999, metres: 1000)
        #expect(crossing.west > crossing.east)
        let pole = BoundingBox(aroundLatitude: 89.999, longitude: 0, metres: 1000)
        #expect(pole.west == -180 && pole.east == 180 && pole.north == 90)
    }
}

/// A generator whose numbers follow from a seed (Steele, Lea and Flood 2014).
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
