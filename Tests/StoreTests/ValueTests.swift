import Base
import Store
import StoreTesting
import Testing

@Suite("Values go in and come out as they were, on both engines")
struct ValueTests {
    private static let table = SQL(
        trusted: """
            CREATE TABLE samples (
                id BIGINT PRIMARY KEY, i BIGINT, r DOUBLE PRECISION, t TEXT, b BOOLEAN, u UUID, x BYTEA)
            """)

    @Test("each kind of value, at its limits", arguments: Engine.all)
    func limits(engine: Engine) async throws {
        let integers: [Int64] = [0, 1, -1, .max, .min, 1 << 53 + 1]
        let reals: [Double] = [0, -0.5, .pi, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 1e300, .infinity]
        let texts = [
            "", "O'Neil; DROP TABLE samples; --", "\"quoted\" \\ back\\slash", "مرحبا", "🏛️👩‍👩‍👧", "a\nb\tc\r", "$1 ? :x",
        ]
        let blobs: [[UInt8]] = [[], [0], Array(0...255), [0xFF, 0xFE]]
        try await TestDatabase.with(engine) { database async throws in
            try await database.write { tx throws in
                try tx.execute(Self.table)
                for (id, value) in integers.enumerated() {
                    try tx.execute("INSERT INTO samples (id, i) VALUES (\(id), \(value))")
                }
                for (id, value) in reals.enumerated() {
                    try tx.execute("INSERT INTO samples (id, r) VALUES (\(100 + id), \(value))")
                }
                for (id, value) in texts.enumerated() {
                    try tx.execute("INSERT INTO samples (id, t) VALUES (\(200 + id), \(value))")
                }
                for (id, value) in blobs.enumerated() {
                    try tx.execute("INSERT INTO samples (id, x) VALUES (\(300 + id), \(value))")
                }
            }
            try await database.read { tx throws in
                for (id, value) in integers.enumerated() {
                    #expect(try tx.value(Int64.self, "SELECT i FROM samples WHERE id = \(id)") == value)
                }
                for (id, value) in reals.enumerated() {
                    #expect(try tx.value(Double.self, "SELECT r FROM samples WHERE id = \(100 + id)") == value)
                }
                for (id, value) in texts.enumerated() {
                    #expect(try tx.value(String.self, "SELECT t FROM samples WHERE id = \(200 + id)") == value)
                    #expect(try tx.value(Int.self, "SELECT id FROM samples WHERE t = \(value)") == 200 + id)
                }
                for (id, value) in blobs.enumerated() {
                    #expect(try tx.value([UInt8].self, "SELECT x FROM samples WHERE id = \(300 + id)") == value)
                }
            }
        }
    }

    @Test("truth, identifiers, instants and nothing at all", arguments: Engine.all)
    func others(engine: Engine) async throws {
        let id = Identifier<ValueTests>(at: Instant(seconds: 1_700_000_000))
        let instant = Instant(microseconds: 1_700_000_000_123_456)
        try await TestDatabase.with(engine) { database async throws in
            try await database.write { tx throws in
                try tx.execute(Self.table)
                try tx.execute("INSERT INTO samples (id, i, b, u) VALUES (\(1), \(instant), \(true), \(id))")
                try tx.execute("INSERT INTO samples (id, b) VALUES (\(2), \(false))")
                try tx.execute(
                    """
                    INSERT INTO samples (id, i, r, t, b, u, x)
                    VALUES (\(3), \(Int?.none), \(Double?.none), \(String?.none), \(Bool?.none),
                        \(Identifier<Int>?.none), \([UInt8]?.none))
                    """)
            }
            try await database.read { tx throws in
                let row = try #require(try tx.row("SELECT * FROM samples WHERE u = \(id) AND b"))
                #expect(try row["u"] == id)
                #expect(try row["b"] == true)
                #expect(try row["i"] == instant)
                #expect(try tx.value(Bool.self, "SELECT b FROM samples WHERE id = \(2)") == false)
                let empty = try #require(try tx.row("SELECT * FROM samples WHERE id = 3"))
                #expect(empty.values.dropFirst().allSatisfy { $0 == .null })
                #expect(try empty["t"] == String?.none)
                #expect(throws: DatabaseError.unexpectedValue(column: "t", expected: "String")) {
                    let _: String = try empty["t"]
                }
                #expect(throws: DatabaseError.noColumn("nowhere")) { let _: String = try empty["nowhere"] }
            }
        }
    }

    @Test("values of megabytes", arguments: Engine.all)
    func huge(engine: Engine) async throws {
        let text = String(repeating: "Grüße aus dem Archiv. ", count: 200_000)
        let blob = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await TestDatabase.with(engine) { database async throws in
            try await database.write { tx throws in
                try tx.execute(Self.table)
                try tx.execute("INSERT INTO samples (id, t, x) VALUES (1, \(text), \(blob))")
            }
            let row = try #require(try await database.read { tx in try tx.row("SELECT t, x FROM samples") })
            #expect(try row["t"] == text)
            #expect(try row["x"] == blob)
        }
    }

    @Test("counts and sums are integers", arguments: Engine.all)
    func sums(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database async throws in
            try await database.write { tx throws in
                try tx.execute(Self.table)
                for id in 1...3 { try tx.execute("INSERT INTO samples (id, i) VALUES (\(id), \(id * 1000))") }
                #expect(try tx.value(Int.self, "SELECT count(*) FROM samples") == 3)
                #expect(try tx.value(Int.self, "SELECT sum(i) FROM samples") == 6000)
                #expect(try tx.value(Int.self, "SELECT sum(i) FROM samples WHERE id > 9") == nil)
            }
        }
    }

    @Test("a statement is used again with other values, NULL among them", arguments: Engine.all)
    func reuse(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database async throws in
            try await database.write { tx throws in
                try tx.execute(Self.table)
                let values: [Int?] = [nil, 7, nil, -7, nil]
                for (id, value) in values.enumerated() {
                    let changes = try tx.execute("INSERT INTO samples (id, i) VALUES (\(id), \(value))")
                    #expect(changes == 1)
                }
                let read = try tx.rows("SELECT i FROM samples ORDER BY id").map { try $0["i"] as Int? }
                #expect(read == values)
                #expect(try tx.execute("UPDATE samples SET i = 1 WHERE i < \(0)") == 1)
                #expect(try tx.execute("DELETE FROM samples WHERE id > \(99)") == 0)
                #expect(try tx.execute("CREATE TABLE another (id BIGINT)") == 0)
            }
        }
    }

    @Test("lists and spliced statements keep their bindings in order", arguments: Engine.all)
    func lists(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database async throws in
            try await database.write { tx throws in
                try tx.execute(Self.table)
                for id in 1...9 { try tx.execute("INSERT INTO samples (id, t) VALUES (\(id), \("t\(id)"))") }
                let condition: [SQL] = ["id IN (\(list: [2, 4, 6]))", "t <> \("t4")"]
                let found = try tx.rows(
                    "SELECT id FROM samples WHERE \(condition.joined(separator: " AND ")) AND id < \(9) ORDER BY id")
                #expect(try found.map { try $0[0] as Int } == [2, 6])
                #expect(try tx.rows("SELECT id FROM samples WHERE id IN (\(list: [Int]()))").isEmpty)
            }
        }
    }

    @Test("text is compared by code point, and LIKE minds case", arguments: Engine.all)
    func order(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database async throws in
            try await database.write { tx throws in
                try tx.execute(Self.table)
                for (id, text) in ["b", "a", "B", "é", "z"].enumerated() {
                    try tx.execute("INSERT INTO samples (id, t) VALUES (\(id), \(text))")
                }
                let sorted = try tx.rows("SELECT t FROM samples ORDER BY t").map { try $0["t"] as String }
                #expect(sorted == ["B", "a", "b", "z", "é"])
                #expect(try tx.rows("SELECT t FROM samples WHERE t LIKE \("B%")").count == 1)
            }
        }
    }

    @Test("text with U+0000 is refused", arguments: Engine.all)
    func nul(engine: Engine) async throws {
        try await TestDatabase.with(engine) { database async throws in
            try await database.write { tx in try tx.execute(Self.table) }
            await #expect(throws: DatabaseError.constraint("text with U+0000")) {
                try await database.write { tx throws in
                    try tx.execute("INSERT INTO samples (id, t) VALUES (1, \("a\0b"))")
                }
            }
        }
    }
}
