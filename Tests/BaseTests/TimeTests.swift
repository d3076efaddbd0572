import Base
import Testing

@Suite("Dates and instants")
struct TimeTests {
    @Test("Every day from 1600 to 2400 has its number and comes back")
    func everyDay() throws {
        let start = try #require(LocalDate(year: 1600, month: 1, day: 1))
        var weekday = start.weekday.number
        var expected = start
        for offset in 0..<292_195 {
            let date = LocalDate(dayNumber: start.dayNumber + offset)
            #expect(date == expected && date.dayNumber == start.dayNumber + offset && date.weekday.number == weekday)
            weekday = weekday % 7 + 1
            expected =
                LocalDate(year: date.year, month: date.month, day: date.day + 1)
                ?? LocalDate(year: date.year, month: date.month + 1, day: 1)
                ?? LocalDate(year: date.year + 1, month: 1, day: 1) ?? date
        }
    }

    @Test("Known days")
    func knownDays() throws {
        #expect(LocalDate("1970-01-01")?.dayNumber == 0)
        #expect(LocalDate("2000-02-29")?.dayNumber == 11_016)
        #expect(LocalDate("2026-11-23")?.weekday == .monday)
        #expect(LocalDate(dayNumber: .max).description == "9999-12-31")
        #expect(LocalDate(dayNumber: .min).description == "0000-01-01")
        for text in [
            "2025-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-01-01T", "2026-04-31",
        ] {
            #expect(LocalDate(text) == nil, "\(text)")
        }
    }

    @Test("Months added keep the day, or end with the month")
    func months() throws {
        let date = try #require(LocalDate("2024-01-31"))
        #expect(date.adding(months: 1).description == "2024-02-29")
        #expect(date.adding(months: 13).description == "2025-02-28")
        #expect(date.adding(months: -2).description == "2023-11-30")
        #expect(date.adding(years: 4).description == "2028-01-31")
        #expect(date.adding(months: .max).year == 9999)
        #expect(date.adding(days: .max).year == 9999)
    }

    @Test(
        "Instants are read with their zone and written in UTC",
        arguments: [
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
            ("2010-04-14T06:37:38-08:00", "2010-04-14T14:37:38Z"),
            ("2026-03-29t09:30:00.25z", "2026-03-29T09:30:00.25Z"),
            ("2026-03-29 09:30+0530", "2026-03-29T04:00:00Z"),
            ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
            ("2026-01-01T00:00:00.1234567+14", "2025-12-31T10:00:00.123456Z"),
        ])
    func instants(_ text: String, _ expected: String) throws {
        let instant = try #require(Instant(iso8601: text))
        #expect(instant.iso8601 == expected)
        #expect(Instant(iso8601: instant.iso8601) == instant)
    }

    @Test(
        "Texts that are no instant are refused",
        arguments: [
            "2026-03-29", "2026-03-29T09:30:00", "2026-03-29T24:00:00Z", "2026-03-29T09:60:00Z", "2026-02-30T09:00:00Z",
            "2026-03-29T09:30:00.Z", "2026-03-29T09:30:00+25:00", "2026-03-29T09:30:00Zx", "", "2026-03-29T9:30:00Z",
        ])
    func refused(_ text: String) { #expect(Instant(iso8601: text) == nil) }

    @Test("Random instants come back from their text", arguments: [41, 42] as [UInt64])
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let zone = try #require(Zone("America/New_York"))
        for _ in 0..<2000 {
            let instant = Instant(
                microseconds: .random(in: -2_000_000_000_000_000...4_000_000_000_000_000, using: &random))
            #expect(Instant(iso8601: instant.iso8601) == instant, "seed \(seed)")
            if instant.seconds > 0 {
                #expect(Instant(iso8601: instant.iso8601(in: zone)) == instant, "seed \(seed)")
                let local = zone.local(instant)
                let again = zone.instant(local)
                // The second showing of a repeated hour reads as its first.
                #expect(again == instant || instant - again == .seconds(3600), "seed \(seed)")
            }
        }
    }

    @Test("W3C dates may be less precise, and then begin in the zone")
    func w3c() throws {
        let zone = try #require(Zone("America/New_York"))
        #expect(Instant(w3c: "2026", in: zone)?.iso8601 == "2026-01-01T05:00:00Z")
        #expect(Instant(w3c: "2026-07", in: zone)?.iso8601 == "2026-07-01T04:00:00Z")
        #expect(Instant(w3c: "2026-07-09", in: zone)?.iso8601 == "2026-07-09T04:00:00Z")
        #expect(Instant(w3c: "2026-07-09T01:00+02:00", in: zone)?.iso8601 == "2026-07-08T23:00:00Z")
        #expect(Instant(w3c: "last week", in: zone) == nil)
    }

    @Test("Clocks skip an hour in spring and repeat one in autumn")
    func daylightSaving() throws {
        let lisbon = try #require(Zone("Europe/Lisbon"))
        func instant(_ date: String, _ time: String) throws -> String {
            lisbon.instant(LocalDateTime(try #require(LocalDate(date)), try #require(LocalTime(time)))).iso8601
        }
        #expect(try instant("2026-03-29", "00:59") == "2026-03-29T00:59:00Z")
        // 01:30 does not exist; it means 02:30.
        #expect(try instant("2026-03-29", "01:30") == "2026-03-29T01:30:00Z")
        #expect(try instant("2026-03-29", "02:00") == "2026-03-29T01:00:00Z")
        // 01:30 comes twice; it means the first.
        #expect(try instant("2026-10-25", "01:30") == "2026-10-25T00:30:00Z")
        #expect(try instant("2026-10-25", "02:00") == "2026-10-25T02:00:00Z")
        #expect(Instant(iso8601: "2026-07-01T12:00:00Z")?.iso8601(in: lisbon) == "2026-07-01T13:00:00+01:00")
    }

    @Test("A day whose midnight is skipped begins when the skip ends")
    func skippedMidnight() throws {
        let beirut = try #require(Zone("Asia/Beirut"))
        let date = try #require(LocalDate("2025-03-30"))
        let start = beirut.startOfDay(date)
        #expect(start.iso8601 == "2025-03-29T22:00:00Z")
        #expect(beirut.local(start).time.description == "01:00")
        #expect(beirut.date(at: start - .microseconds(1)).description == "2025-03-29")
    }

    @Test("Zones are those of the IANA database", arguments: ["Mars/Olympus", "", "EST5", "GMT+3", "Europe"])
    func zones(_ name: String) { #expect(Zone(name) == nil) }

    @Test("Times of day print no more than they have")
    func times() {
        for text in ["00:00", "09:30", "23:59:59", "12:00:00.5", "12:00:00.000001"] {
            #expect(LocalTime(text)?.description == text)
        }
        #expect(LocalTime("24:00") == nil)
        #expect(LocalTime("9:30") == nil)
    }

    @Test("A manual clock moves when told")
    func manualClock() {
        let clock = ManualClock(Instant(seconds: 10))
        let time = clock.timeSource
        clock.advance(by: .seconds(5))
        #expect(time.now() == Instant(seconds: 15))
    }

    @Test("Identifiers made later sort later, and read back")
    func identifiers() {
        var random = SplitMix64(seed: 5)
        var previous = Identifier<Never>(at: Instant(seconds: 0), using: &random)
        for step in 1..<5000 {
            let next = Identifier<Never>(at: Instant(microseconds: Int64(step) * 137), using: &random)
            #expect(previous < next)
            #expect(Identifier<Never>(next.description) == next)
            #expect(Identifier<Never>(bytes: next.bytes) == next)
            previous = next
        }
    }
}
